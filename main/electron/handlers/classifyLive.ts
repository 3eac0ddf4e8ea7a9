import type { AnalysisService, Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

/** The classes that a live monitor would have given a stored recording; null where there are none to be had. */
export const classifyLive =
  (ports: {
    readonly archive: Pick<Archive, 'get'>;
    readonly analysis: Pick<AnalysisService, 'classifyLive'>;
  }): Handler<'classifyLive'> =>
  async ({ recordingId }, { signal }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    const { files, hints } = stored.value;
    if (files.length === 0) return accept(null);
    const found = await ports.analysis.classifyLive(files, hints, signal);
    if (!found.ok || found.value === null) return found.ok ? accept(null) : found;
    return accept({ ...found.value, classes: [...found.value.classes] });
  };
