import type { CsvInspection } from '../../../app/formats/csv/inspect.ts';
import { type AnalysisService, type Archive, defaultOptions } from '../../../app/ports.ts';
import { accept, type Result } from '../../../app/result.ts';
import { type ReadTablePorts, readTable as readLaidOut } from '../../../app/workflow/readTable.ts';
import type { Handler } from '../handler.ts';

interface TablePorts {
  readonly archive: Pick<Archive, 'get'>;
  readonly analysis: Pick<AnalysisService, 'inspectTable' | 'open'>;
}

/** What a refused recording leaves open, where it is a table; null where it is none, or its bytes are not kept. */
export const inspectTable =
  ({ archive, analysis }: TablePorts): Handler<'inspectTable'> =>
  async ({ recordingId }, { signal }) => {
    const stored = await archive.get(recordingId);
    if (!stored.ok) return stored;
    if (stored.value.files.length === 0) return accept(null);
    const inspected: Result<CsvInspection> = await analysis.inspectTable(stored.value.files, signal);
    if (!inspected.ok) return inspected.error.code === 'cancelled' ? inspected : accept(null);
    const { draft, questions, preview, seriesCount } = inspected.value;
    return accept({
      draft: { ...draft, series: [...draft.series] },
      questions: [...questions],
      preview: preview.map((row) => [...row]),
      seriesCount,
    });
  };

/** So much of a lead is enough to see whether it is one. */
const previewS = 6;

/** The beginning of every lead, as a layout reads it; nothing is stored. */
export const previewTable =
  ({ archive, analysis }: TablePorts): Handler<'previewTable'> =>
  async ({ recordingId, layout }, { signal }) => {
    const stored = await archive.get(recordingId);
    if (!stored.ok) return stored;
    const opened = await analysis.open(stored.value.files, { csvLayouts: [layout] }, signal);
    if (!opened.ok) return opened;
    const { leads, sampleRateHz, sampleCount, notes } = opened.value;
    return accept({
      leads: leads.map(({ name, samplesMv, derived }) => ({
        name,
        samplesMv: samplesMv.slice(0, Math.ceil(previewS * sampleRateHz)),
        derived,
      })),
      sampleRateHz,
      sampleCount,
      notes: notes.map((note) => ({ ...note })),
    });
  };

/** Reads the table as it was laid out, puts it into the archive and keeps the layout for others of its kind. */
export const readTable =
  (ports: ReadTablePorts, worklistChanged: () => void): Handler<'readTable'> =>
  async ({ recordingId, layout }, { signal }) => {
    const read = await readLaidOut(recordingId, layout, defaultOptions, ports, signal);
    if (read.ok) worklistChanged();
    return read;
  };
