import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import { decodeFiles } from '../formats/registry.ts';
import { toActivation } from '../models/activation.ts';
import { askModels } from '../models/askModels.ts';
import type { ModelRunner } from '../models/runner.ts';
import type { OpenedRecording } from '../ports.ts';
import { accept, type Result } from '../result.ts';

/**
 * Decodes a recording for drawing and computes what the models look at. Behind a closed gate a model shows no activation,
 * as it shows no probability: that is why validity, quality and pacing are computed here again.
 * Errors: those of the decoder, `cancelled`.
 */
export const openRecording = async (
  files: readonly NamedBytes[],
  hints: DecodeHints,
  ports: { readonly runner: ModelRunner },
  signal?: AbortSignal,
): Promise<Result<OpenedRecording>> => {
  const decoded = decodeFiles(files, hints);
  if (!decoded.ok) return decoded;
  const { recording } = decoded.value;
  const { validity, quality, pacing } = analyzeSignal(recording, { lead: null });
  const asked = await askModels({ recording, validity, quality, pacing }, null, ports.runner, signal);
  if (!asked.ok) return asked;
  return accept({
    recording,
    activations: asked.value.answers.flatMap(
      ({ manifest, output }) => toActivation(manifest, output, recording, null) ?? [],
    ),
  });
};
