import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import type { AnalysisService, Archive, Clock, ReportWriter } from '../ports.ts';
import type { Paper, ReportParts } from '../report/reportInput.ts';
import { reportPages } from '../report/reportPages.ts';
import { accept, type Result, refuse } from '../result.ts';

export interface ReportOptions {
  readonly paper: Paper;
  readonly parts: ReportParts;
  readonly programVersion: string;
}

export interface ReportPorts {
  readonly analysis: Pick<AnalysisService, 'open'>;
  readonly report: ReportWriter;
  readonly clock: Clock;
}

/** What a report is made of when no archive is asked. */
export interface ReportSource {
  readonly files: readonly NamedBytes[];
  readonly hints: DecodeHints;
  readonly analysis: Analysis;
  /** A reader's, of this analysis; null or not given when there are none. */
  readonly corrections?: StoredCorrections | null;
}

const shortHash = (sha256: string): string => sha256.slice(0, 12);

/**
 * The PDF of one analysed recording, for a host that has its files and its analysis at hand (the command line). Errors: those
 * of opening the files; `internal` when the PDF could not be written.
 */
export const writeReport = async (
  source: ReportSource,
  options: ReportOptions,
  ports: ReportPorts,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> => {
  const opened = await ports.analysis.open(source.files, source.hints, signal);
  if (!opened.ok) return opened;
  const { analysis } = source;
  const printedAt = ports.clock.nowUtc();
  const pages = reportPages({
    recording: opened.value,
    analysis,
    corrections: source.corrections ?? null,
    recordName: analysis.record,
    sourceSha256: analysis.source.sha256,
    printedAt,
    programVersion: options.programVersion,
    paper: options.paper,
    parts: options.parts,
    reviewStatus: 'unconfirmed',
  });
  try {
    // Viewers and mail programs show the title: it names the recording by its hash, never the patient.
    const title = `ECG report ${shortHash(analysis.source.sha256)}`;
    return accept(await ports.report.toPdf(pages, { title, createdAt: printedAt }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse('internal', `The report could not be written: ${reason}`, analysis.source.file);
  }
};

/**
 * Makes the PDF of a recording of the archive, has `place` put it where it was asked for, and puts the export on the audit
 * trail, in this order: the trail tells of files that are there. Errors: those of the archive, of `writeReport` and of `place`;
 * `not-found` when the recording has no analysis; `cancelled`; `archive-failed` when the file is in place but the trail
 * could not be written.
 */
export const exportReport = async (
  recordingId: number,
  options: ReportOptions,
  ports: ReportPorts & {
    readonly archive: Pick<Archive, 'get' | 'appendAudit'>;
    readonly place: (pdf: Uint8Array) => Promise<Result<null>>;
  },
  signal: AbortSignal,
): Promise<Result<null>> => {
  const stored = await ports.archive.get(recordingId);
  if (!stored.ok) return stored;
  const { analysis, files, hints, row, corrections } = stored.value;
  if (analysis === null) return refuse('not-found', `Recording ${row.record} has no analysis to report.`, row.record);
  const pdf = await writeReport({ files, hints, analysis, corrections }, options, ports, signal);
  if (!pdf.ok) return pdf;
  if (signal.aborted) return refuse('cancelled', 'The export was cancelled.', row.record);
  const placed = await ports.place(pdf.value);
  if (!placed.ok) return placed;
  try {
    await ports.archive.appendAudit({
      type: 'report-exported',
      subject: `recording:${recordingId}`,
      detail: {
        sourceSha256: analysis.source.sha256,
        paper: options.paper,
        medianBeats: options.parts.medianBeats,
        waveMarks: options.parts.waveMarks,
        calipers: options.parts.calipers?.length ?? 0,
        corrected: corrections !== null,
        pdfBytes: pdf.value.byteLength,
        programVersion: options.programVersion,
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(
      'archive-failed',
      `The report was written, but its export could not be put on the audit trail: ${reason}`,
      row.record,
    );
  }
  return accept(null);
};
