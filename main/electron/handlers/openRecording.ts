import type { StoredCorrections } from '../../../app/analysis/correctedMarks.ts';
import type { Output } from '../../../app/contract/table.ts';
import type { AnalysisService, Archive, StoredRecording } from '../../../app/ports.ts';
import type { Recording } from '../../../app/recording/recording.ts';
import { accept, type Result } from '../../../app/result.ts';
import { rowWithoutReading, withoutReading } from '../../../app/review/firstImpression.ts';
import { type BlindPorts, blindTo } from '../../../app/workflow/blindFirst.ts';
import { forPerson, type Handler } from '../handler.ts';

type Opened = Output<'openRecording'>;

/** A plain copy: the ports give readonly arrays, the contract's schema describes what crosses the bridge. */
const recordingForScreen = (recording: Recording, blind: boolean): NonNullable<Opened['recording']> => {
  // What a device said of the recording is a computer's reading too.
  const { fromDevice, ...own } = recording;
  return {
    ...own,
    ...(blind || fromDevice === undefined ? {} : { fromDevice }),
    leads: recording.leads.map((lead) => ({ ...lead })),
    appliedFilters: [...recording.appliedFilters],
    notes: recording.notes.map((note) => ({ ...note })),
  };
};

/** A plain copy, as above. */
export const correctionsForScreen = ({ marks, values, ...rest }: StoredCorrections): Output<'correctMarks'> => ({
  ...rest,
  marks: {
    median: { ...marks.median },
    beats: marks.beats.map(({ beat, bounds }) => ({ beat, bounds: { ...bounds } })),
  },
  values: values.map((value) => ({ ...value })),
});

const forScreen = (stored: StoredRecording, opened: Result<Recording> | null, blind: boolean): Opened => {
  const row = blind ? rowWithoutReading(stored.row) : stored.row;
  const analysis = blind && stored.analysis !== null ? withoutReading(stored.analysis) : stored.analysis;
  // Moved by somebody who had the computer's reading before the eyes.
  const corrections = blind || stored.corrections === null ? null : correctionsForScreen(stored.corrections);
  const frame = { blind, row, analysis, recording: null, refusal: stored.refusal, corrections };
  if (opened === null) return frame;
  if (!opened.ok) return { ...frame, refusal: stored.refusal ?? opened.error };
  return { ...frame, recording: recordingForScreen(opened.value, blind) };
};

/**
 * A recording with its stored analysis, its samples decoded anew from the stored bytes. What was refused comes with its
 * reason instead of samples. In blind-first reading the computer's reading stays here until the reader has committed a first
 * impression. Seeing a recording is written in the audit trail.
 */
export const openRecording = (
  ports: BlindPorts & {
    readonly archive: Pick<Archive, 'get' | 'appendAudit'>;
    readonly analysis: Pick<AnalysisService, 'open'>;
  },
): Handler<'openRecording'> =>
  forPerson(async ({ recordingId }, person, { signal }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    const { files, hints, row } = stored.value;
    const blind = (await blindTo(person, ports))(row);
    const opened = files.length === 0 ? null : await ports.analysis.open(files, hints, signal);
    await ports.archive.appendAudit({
      type: 'recording-viewed',
      subject: `recording:${recordingId}`,
      detail: { where: 'screen', ...(blind ? { blind } : {}) },
    });
    return accept(forScreen(stored.value, opened, blind));
  });
