import type { Person } from '../people/person.ts';
import type { Archive, Progress } from '../ports.ts';
import type { Refusal, Result } from '../result.ts';
import { type BlindPorts, blindTo, notYet } from './blindFirst.ts';
import { exportReport, type ReportArchive, type ReportOptions, type ReportPorts } from './exportReport.ts';

export interface ExportReportsPorts extends ReportPorts {
  readonly archive: ReportArchive & BlindPorts['archive'] & Pick<Archive, 'rows'>;
  /** Puts the report of a record into the folder, under a name that nothing there has. */
  readonly place: (record: string, pdf: Uint8Array) => Promise<Result<null>>;
}

export interface FailedExport {
  readonly recordingId: number;
  readonly record: string;
  readonly error: Refusal;
}

export interface ExportedReports {
  readonly written: number;
  readonly failed: readonly FailedExport[];
  /** What was written before is there, and on the trail. */
  readonly cancelled: boolean;
}

/**
 * The PDF of each recording, one after the other, each as `exportReport` makes it and with its own event on the trail. What
 * cannot be exported is named with its reason, and the others are written: a reading that is withheld from this person too.
 */
export async function exportReports(
  recordingIds: readonly number[],
  options: ReportOptions,
  person: Person,
  ports: ExportReportsPorts,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<ExportedReports> {
  const ids = [...new Set(recordingIds)];
  const failed: FailedExport[] = [];
  let written = 0;
  for (const recordingId of ids) {
    onProgress({ stage: 'drawing', done: written + failed.length, total: ids.length });
    const [row] = await ports.archive.rows([recordingId]);
    const record = row?.record ?? `#${recordingId}`;
    const isWithheld = await blindTo(person, ports);
    const exported =
      row !== undefined && isWithheld(row)
        ? notYet()
        : await exportReport(
            recordingId,
            { ...options, isWithheld, form: 'pdf' },
            { ...ports, place: (pdf) => ports.place(record, pdf) },
            signal,
          );
    if (exported.ok) written += 1;
    else if (exported.error.code === 'cancelled') return { written, failed, cancelled: true };
    else failed.push({ recordingId, record, error: exported.error });
  }
  return { written, failed, cancelled: false };
}
