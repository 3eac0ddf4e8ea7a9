import type { StoredCorrections } from '../../../app/analysis/correctedMarks.ts';
import type { Output } from '../../../app/contract/table.ts';
import type { AnalysisService, Archive, StoredRecording } from '../../../app/ports.ts';
import type { Recording } from '../../../app/recording/recording.ts';
import { accept, type Result } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

type Opened = Output<'openRecording'>;

/** A plain copy: the ports give readonly arrays, the contract's schema describes what crosses the bridge. */
const recordingForScreen = (recording: Recording): NonNullable<Opened['recording']> => ({
  ...recording,
  leads: recording.leads.map((lead) => ({ ...lead })),
  appliedFilters: [...recording.appliedFilters],
  notes: recording.notes.map((note) => ({ ...note })),
});

/** A plain copy, as above. */
export const correctionsForScreen = ({ marks, values, ...rest }: StoredCorrections): Output<'correctMarks'> => ({
  ...rest,
  marks: {
    median: { ...marks.median },
    beats: marks.beats.map(({ beat, bounds }) => ({ beat, bounds: { ...bounds } })),
  },
  values: values.map((value) => ({ ...value })),
});

const forScreen = (stored: StoredRecording, opened: Result<Recording> | null): Opened => {
  const { row, analysis } = stored;
  const corrections = stored.corrections && correctionsForScreen(stored.corrections);
  if (opened === null) return { row, recording: null, analysis, refusal: stored.refusal, corrections };
  if (!opened.ok) return { row, recording: null, analysis, refusal: stored.refusal ?? opened.error, corrections };
  return { row, recording: recordingForScreen(opened.value), analysis, refusal: stored.refusal, corrections };
};

/**
 * A recording with its stored analysis, its samples decoded anew from the stored bytes. What was refused comes with its
 * reason instead of samples. Seeing a recording is written in the audit trail.
 */
export const openRecording =
  (ports: {
    readonly archive: Pick<Archive, 'get' | 'appendAudit'>;
    readonly analysis: Pick<AnalysisService, 'open'>;
  }): Handler<'openRecording'> =>
  async ({ recordingId }, { signal }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    const { files, hints } = stored.value;
    const opened = files.length === 0 ? null : await ports.analysis.open(files, hints, signal);
    await ports.archive.appendAudit({
      type: 'recording-viewed',
      subject: `recording:${recordingId}`,
      detail: { where: 'screen' },
    });
    return accept(forScreen(stored.value, opened));
  };
