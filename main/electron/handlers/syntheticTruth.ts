import type { AnalysisService, Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

/** Not audited: to open the recording was. That its truth is not known is an answer, not an error. */
export const syntheticTruth =
  (ports: {
    readonly archive: Pick<Archive, 'get'>;
    readonly analysis: Pick<AnalysisService, 'truth'>;
  }): Handler<'syntheticTruth'> =>
  async ({ recordingId }, { signal }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    const truth = await ports.analysis.truth(stored.value.files, signal);
    return accept(truth.ok ? { truth: truth.value, reason: null } : { truth: null, reason: truth.error.message });
  };
