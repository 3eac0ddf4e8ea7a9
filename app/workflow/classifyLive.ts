import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import { decodeFiles } from '../formats/registry.ts';
import type { ModelRunner } from '../models/runner.ts';
import type { LiveClasses } from '../ports.ts';
import { causalModel, createClassifyingMonitor, leastClassRateHz } from '../realtime/classifyingMonitor.ts';
import { liveLeads } from '../realtime/liveLeads.ts';
import { accept, type Result, refuse } from '../result.ts';

/** A reader waits for the classes before the strip begins; a longer recording is played without them, s. */
const longestS = 1860;
/** Samples that are taken in between two looks at the cancellation, s. */
const pieceS = 30;

/**
 * The classes that a live monitor would have given a recording, each from what was known 600 ms behind its beat. For a host
 * that replays the recording and has no model of its own: the same monitor finds the same beats, in the same order.
 * null where no causal model is installed or the rate is too low for one. Errors: `unsupported` (longer than half an hour), those of
 * the decoder, of `liveLeads` and of the runner, `cancelled`.
 */
export const classifyLive = async (
  files: readonly NamedBytes[],
  hints: DecodeHints,
  ports: { readonly runner: ModelRunner },
  signal?: AbortSignal,
): Promise<Result<LiveClasses | null>> => {
  const decoded = decodeFiles(files, hints);
  if (!decoded.ok) return decoded;
  const { recording } = decoded.value;
  const { sampleRateHz, sampleCount } = recording;
  const leads = liveLeads(recording, null);
  if (!leads.ok) return leads;
  const { names, indices, judged } = leads.value;
  const model = causalModel(ports.runner, null);
  if (model === null || sampleRateHz < leastClassRateHz) return accept(null);
  const monitor = createClassifyingMonitor({ sampleRateHz, leadNames: names, judged, model }, ports.runner);
  const classes: (LiveClasses['classes'][number] | null)[] = [];
  if (sampleCount / sampleRateHz > longestS) return refuse('unsupported', 'the recording is longer than half an hour.');
  const piece = Math.ceil(pieceS * sampleRateHz);
  for (let at = 0; at < sampleCount; at += piece) {
    if (signal?.aborted) return refuse('cancelled', 'The classes of the live strip were cancelled.');
    const said = await monitor.push(indices.map((index) => recording.leads[index]!.samplesMv.subarray(at, at + piece)));
    if (!said.ok) return said;
    for (const event of said.value)
      if (event.type === 'class')
        classes.push(event.aami === null ? null : { aami: event.aami, probability: event.probability });
  }
  return accept({ model: model.id, version: model.version, lead: names[judged] ?? '', classes });
};
