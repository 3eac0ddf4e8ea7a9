import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import { diagnosticReport } from '../exchange/diagnosticReport.ts';
import { encodeEncapsulatedPdf } from '../exchange/encapsulatedPdf.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import type { AnalysisService, Archive, Clock, ReportInfo, ReportSigner, ReportWriter, WorklistRow } from '../ports.ts';
import type { Recording } from '../recording/recording.ts';
import type { Compared } from '../report/compared.ts';
import { foreignTexts, withPrintable } from '../report/printable.ts';
import type { Paper, ReportInput, ReportParts } from '../report/reportInput.ts';
import { reportPages } from '../report/reportPages.ts';
import { type AuditHead, carriedBy } from '../report/sealed/carried.ts';
import { bytesHash } from '../report/sealed/hashes.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { DisplayList } from '../tracing/displayList.ts';
import { type ComparedArchive, type ComparedSource, type ComparedWith, comparedSourceOf } from './comparedSource.ts';
import { type ReportReading, readingOf } from './reportReading.ts';

export interface ReportOptions {
  readonly paper: Paper;
  readonly parts: ReportParts;
  readonly programVersion: string;
  /** What the recording is compared with on a page of its own; nothing where it is not given. */
  readonly comparedWith?: ComparedWith | null;
  /** Of which recordings the computer's word is not for this reader yet; none where it is not given. */
  readonly isWithheld?: (row: WorklistRow) => boolean;
}

/** How a report leaves: by itself, as DICOM Encapsulated PDF, as FHIR DiagnosticReport without or with the PDF inside. */
export const reportForms = ['pdf', 'dicom', 'fhir', 'fhir-pdf'] as const;
export type ReportForm = (typeof reportForms)[number];

export interface ReportPorts {
  readonly analysis: Pick<AnalysisService, 'open' | 'models'>;
  readonly report: ReportWriter;
  readonly clock: Clock;
}

/** What a report is made of when no archive is asked. */
export interface ReportSource {
  readonly files: readonly NamedBytes[];
  readonly hints: DecodeHints;
  readonly analysis: Analysis;
  /** A reader's, of this analysis; null when there are none. */
  readonly corrections: StoredCorrections | null;
  readonly reading: ReportReading;
  /** The trail before the export; null outside of an archive. */
  readonly audit: AuditHead | null;
  readonly signer: ReportSigner | null;
  /** Beside it, or why there is nothing; null or not given where nobody asked. */
  readonly compared?: ComparedSource | { readonly reason: string } | null;
}

const shortHash = (sha256: string): string => sha256.slice(0, 12);

interface MadeReport {
  readonly pdf: Uint8Array;
  readonly recording: Recording;
  readonly writtenAt: string;
}

/**
 * The PDF of one analysed recording with everything that it rests on attached, for a host that has its files and its analysis
 * at hand (the command line). Errors: those of opening the files; `internal` when the PDF could not be written.
 */
export const writeReport = async (
  source: ReportSource,
  options: ReportOptions,
  ports: ReportPorts,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> => {
  const made = await makeReport(source, options, ports, signal);
  return made.ok ? accept(made.value.pdf) : made;
};

const makeReport = async (
  source: ReportSource,
  options: ReportOptions,
  ports: ReportPorts,
  signal: AbortSignal,
): Promise<Result<MadeReport>> => {
  const composed = await composeReport(source, options, ports, signal);
  if (!composed.ok) return composed;
  const { pages, info, recording } = composed.value;
  try {
    return accept({ pdf: await ports.report.toPdf(pages, info), recording, writtenAt: info.createdAt });
  } catch (cause) {
    return notWritten(cause, source);
  }
};

const notWritten = (cause: unknown, { analysis }: ReportSource) => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return refuse('internal', `The report could not be written: ${reason}`, analysis.source.file);
};

/** The pages of a report, and what its PDF carries beside them. Errors: those of opening the files; `internal`. */
export const composeReport = async (
  source: ReportSource,
  options: ReportOptions,
  ports: Pick<ReportPorts, 'analysis' | 'clock'> & { readonly report: Pick<ReportWriter, 'unprintable'> },
  signal: AbortSignal,
): Promise<
  Result<{ readonly pages: readonly DisplayList[]; readonly info: ReportInfo; readonly recording: Recording }>
> => {
  const opened = await ports.analysis.open(source.files, source.hints, signal);
  if (!opened.ok) return opened;
  const compared = await openCompared(source.compared ?? null, ports.analysis, signal);
  if (!compared.ok) return compared;
  const { analysis, reading } = source;
  const createdAt = ports.clock.nowUtc();
  try {
    const carried = carriedBy({
      ...source,
      recording: opened.value,
      models: analysis.models.length === 0 ? [] : await ports.analysis.models(),
      review: reading.review,
      printedAt: createdAt,
      programVersion: options.programVersion,
    });
    const input: ReportInput = {
      recording: opened.value,
      analysis,
      corrections: source.corrections,
      recordName: analysis.record,
      sourceSha256: analysis.source.sha256,
      manifestSha256: carried.manifestSha256,
      printedAt: createdAt,
      programVersion: options.programVersion,
      paper: options.paper,
      parts: options.parts,
      standing: reading.standing,
      compared: compared.value,
    };
    const unprintable = await ports.report.unprintable(foreignTexts(input));
    const pages = reportPages(withPrintable(input, unprintable));
    // Viewers and mail programs show the title: it names the recording by its hash, never the patient.
    const title = `ECG report ${shortHash(analysis.source.sha256)}`;
    const info = { title, createdAt, attachments: carried.attachments, signer: source.signer };
    return accept({ pages, info, recording: opened.value });
  } catch (cause) {
    return notWritten(cause, source);
  }
};

const openCompared = async (
  source: ComparedSource | { readonly reason: string } | null,
  analysis: Pick<AnalysisService, 'open'>,
  signal: AbortSignal,
): Promise<Result<Compared | { readonly reason: string } | null>> => {
  if (source === null || 'reason' in source) return accept(source);
  const opened = await analysis.open(source.files, source.hints, signal);
  if (!opened.ok) return opened;
  return accept({ ...source, recording: opened.value, recordName: source.analysis.record });
};

const inForm = (
  form: ReportForm,
  made: MadeReport,
  source: ReportSource,
  { programVersion }: ReportOptions,
): Result<Uint8Array> => {
  if (form === 'pdf') return accept(made.pdf);
  const { analysis, corrections, reading } = source;
  const corrected = corrections?.values ?? [];
  const told = { ...made, analysis, corrected, standing: reading.standing, programVersion };
  if (form !== 'dicom')
    return accept(utf8ToBytes(`${JSON.stringify(diagnosticReport(told, form === 'fhir-pdf'), null, 2)}\n`));
  const encoded = encodeEncapsulatedPdf(told, 'report');
  return encoded.ok ? accept(encoded.value.bytes) : encoded;
};

/** Identity of the recording that stands beside; null where none does. */
export const comparedSha256Of = ({ compared }: ReportSource): string | null =>
  compared == null || 'reason' in compared ? null : compared.analysis.source.sha256;

/** The archive as far as a report needs it. */
export type ReportArchive = Pick<Archive, 'appendAudit' | 'verifyAudit' | 'reportSigner'> &
  ComparedArchive & { readonly reviews: Pick<Archive['reviews'], 'read'> };

/** Everything that the archive knows of a recording for its report. Errors: those of the archive; `not-found` without an analysis. */
export const reportSourceOf = async (
  recordingId: number,
  { comparedWith = null, isWithheld = () => false }: Pick<ReportOptions, 'comparedWith' | 'isWithheld'>,
  archive: ReportArchive,
): Promise<Result<ReportSource>> => {
  const stored = await archive.get(recordingId);
  if (!stored.ok) return stored;
  const { analysis, files, hints, row, corrections } = stored.value;
  if (analysis === null) return refuse('not-found', `Recording ${row.record} has no analysis to report.`, row.record);
  const trail = await archive.verifyAudit('chain');
  if (!trail.intact)
    return refuse('archive-failed', `No report is made: event ${trail.firstBadSeq} of the audit trail is broken.`);
  const audit = { events: trail.events, head: trail.head };
  const review = await archive.reviews.read(recordingId);
  if (!review.ok) return review;
  const compared =
    comparedWith === null ? accept(null) : await comparedSourceOf(recordingId, comparedWith, archive, isWithheld);
  if (!compared.ok) return compared;
  const signer = await archive.reportSigner();
  const reading = readingOf(review.value);
  return accept({ files, hints, analysis, corrections, reading, audit, signer, compared: compared.value });
};

/**
 * Makes the report of a recording of the archive, has `place` put it where it was asked for, and puts the export on the audit
 * trail, in this order: the trail tells of files that are there, by their SHA-256. Errors: those of the archive, of
 * `writeReport` and of `place`; `not-found` when the recording has no analysis; `cancelled`; `archive-failed` when the trail is
 * broken, or when the file is in place but the trail could not be written.
 */
export const exportReport = async (
  recordingId: number,
  options: ReportOptions & { readonly form: ReportForm },
  ports: ReportPorts & {
    readonly archive: ReportArchive;
    readonly place: (content: Uint8Array) => Promise<Result<null>>;
  },
  signal: AbortSignal,
): Promise<Result<null>> => {
  const source = await reportSourceOf(recordingId, options, ports.archive);
  if (!source.ok) return source;
  const { analysis, corrections, reading } = source.value;
  const { record } = analysis;
  const made = await makeReport(source.value, options, ports, signal);
  if (!made.ok) return made;
  const content = inForm(options.form, made.value, source.value, options);
  if (!content.ok) return content;
  if (signal.aborted) return refuse('cancelled', 'The export was cancelled.', record);
  const placed = await ports.place(content.value);
  if (!placed.ok) return placed;
  const { medianBeats, waveMarks, leadRows, evidence, quality, calipers } = options.parts;
  const { pdf } = made.value;
  try {
    await ports.archive.appendAudit({
      type: 'report-exported',
      subject: `recording:${recordingId}`,
      detail: {
        sourceSha256: analysis.source.sha256,
        form: options.form,
        paper: options.paper,
        medianBeats,
        waveMarks,
        leadRows,
        evidence,
        quality,
        calipers: calipers?.length ?? 0,
        comparedSha256: comparedSha256Of(source.value),
        corrected: corrections !== null,
        standing: reading.standing.kind,
        reviewSha256: reading.review?.sha256 ?? null,
        pdfBytes: pdf.byteLength,
        pdfSha256: bytesHash(pdf),
        programVersion: options.programVersion,
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(
      'archive-failed',
      `The report was written, but its export could not be put on the audit trail: ${reason}`,
      record,
    );
  }
  return accept(null);
};
