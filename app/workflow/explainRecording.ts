import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { recordingToRead } from '../analysis/quality.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import { decodeFiles } from '../formats/registry.ts';
import { askModels } from '../models/askModels.ts';
import { explainAnswer } from '../models/explain.ts';
import type { ModelRunner } from '../models/runner.ts';
import type { Explanation } from '../ports.ts';
import { accept, type Result } from '../result.ts';

/**
 * Asks the models again for what they looked at. Behind a closed gate a model explains nothing, as it states no probability:
 * that is why validity, quality and pacing are computed here again. A model that fails on the way, or is no longer installed, has
 * no explanation.
 * @param modelIds whose answers are to be explained: each costs a run a lead.
 * Errors: those of the decoder, `cancelled`.
 */
export const explainRecording = async (
  files: readonly NamedBytes[],
  hints: DecodeHints,
  modelIds: readonly string[],
  ports: { readonly runner: ModelRunner },
  signal?: AbortSignal,
): Promise<Result<readonly Explanation[]>> => {
  const decoded = decodeFiles(files, hints);
  if (!decoded.ok) return decoded;
  const { recording } = decoded.value;
  const { validity, quality, pacing } = analyzeSignal(recording, { lead: null });
  const installed = ports.runner.models().map(({ manifest }) => manifest.id);
  const wanted = modelIds.filter((id) => installed.includes(id));
  const asked = await askModels(
    { recording: recordingToRead(recording, quality), validity, quality, pacing },
    wanted,
    ports.runner,
    signal,
  );
  if (!asked.ok) return asked;
  const explanations: Explanation[] = [];
  for (const answer of asked.value.answers) {
    const explained = await explainAnswer(answer, ports.runner, signal);
    if (explained.ok) explanations.push(explained.value);
    else if (explained.error.code === 'cancelled') return explained;
  }
  return accept(explanations);
};
