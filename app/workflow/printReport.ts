import { accept, type Result, refuse } from '../result.ts';
import type { DisplayList } from '../tracing/displayList.ts';
import {
  comparedSha256Of,
  composeReport,
  type ReportArchive,
  type ReportOptions,
  type ReportPorts,
  reportSourceOf,
} from './exportReport.ts';

/**
 * Hands the pages of a recording's report to `print`, which answers false when the person closed the dialog, and puts what was
 * printed on the audit trail. Errors: those of the archive, of composing and of `print`; `cancelled`.
 */
export const printReport = async (
  recordingId: number,
  options: ReportOptions,
  ports: ReportPorts & {
    readonly archive: ReportArchive;
    readonly print: (pages: readonly DisplayList[], title: string) => Promise<Result<boolean>>;
  },
  signal: AbortSignal,
): Promise<Result<boolean>> => {
  const source = await reportSourceOf(recordingId, options, ports.archive);
  if (!source.ok) return source;
  const { analysis, reading } = source.value;
  const composed = await composeReport(source.value, options, ports, signal);
  if (!composed.ok) return composed;
  if (signal.aborted) return refuse('cancelled', 'Printing was cancelled.', analysis.record);
  const { pages, info } = composed.value;
  const printed = await ports.print(pages, info.title);
  if (!printed.ok || !printed.value) return printed;
  await ports.archive.appendAudit({
    type: 'report-printed',
    subject: `recording:${recordingId}`,
    detail: {
      sourceSha256: analysis.source.sha256,
      paper: options.paper,
      pages: pages.length,
      comparedSha256: comparedSha256Of(source.value),
      standing: reading.standing.kind,
      reviewSha256: reading.review?.sha256 ?? null,
      programVersion: options.programVersion,
    },
  });
  return accept(true);
};
