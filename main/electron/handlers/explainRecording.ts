import type { Output } from '../../../app/contract/table.ts';
import type { AnalysisService, Archive, Explanation } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

/** A plain copy: the ports give readonly arrays, the contract's schema describes what crosses the bridge. */
const forScreen = ({ model, activation, contributions }: Explanation): Output<'explainRecording'>[number] => ({
  model,
  activation:
    activation === null
      ? null
      : {
          ...activation,
          classes: [...activation.classes],
          leads: [...activation.leads],
          checks: activation.checks.map((check) => ({ ...check })),
        },
  contributions: contributions.map((contribution) => ({ ...contribution })),
});

/**
 * Explanations of a stored recording, of those models alone whose probability stands in its stored analysis. A window shows one
 * recording: what it asks next cancels what it asked before, so that a reader who pages fast leaves nothing behind.
 */
export const explainRecording = (ports: {
  readonly archive: Pick<Archive, 'get'>;
  readonly analysis: Pick<AnalysisService, 'explain'>;
}): Handler<'explainRecording'> => {
  const underWay = new Map<number, AbortController>();
  return async ({ recordingId }, { windowId, signal: ofWindow }) => {
    underWay.get(windowId)?.abort();
    const next = new AbortController();
    underWay.set(windowId, next);
    const signal = AbortSignal.any([ofWindow, next.signal]);
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    const { files, hints, analysis } = stored.value;
    const stated = new Set(analysis?.diagnoses.map(({ model }) => model));
    if (analysis?.rhythm.rhythm2017Source) stated.add(analysis.rhythm.rhythm2017Source.model);
    if (files.length === 0 || stated.size === 0) return accept([]);
    const explained = await ports.analysis.explain(files, hints, [...stated], signal);
    return explained.ok ? accept(explained.value.map(forScreen)) : explained;
  };
};
