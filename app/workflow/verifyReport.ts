import { type Analysis, analysisSchema } from '../analysis/schema.ts';
import type { CsvLayout } from '../formats/csv/layout.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import type { AnalysisService, ReadReport, ReportReader } from '../ports.ts';
import type { Recording } from '../recording/recording.ts';
import { bytesHash, samplesHash, sourceHash } from '../report/sealed/hashes.ts';
import {
  analysisName,
  auditHeadName,
  type CarriedKind,
  kindOfName,
  manifestName,
  type ReportManifest,
  reportManifestSchema,
  reviewName,
} from '../report/sealed/manifest.ts';
import { accept, type Result } from '../result.ts';

/** Something that is not as it was when the report was made. */
export interface ReportFault {
  readonly what:
    | 'page'
    | 'waveform'
    | 'analysis'
    | 'corrections'
    | 'card'
    | 'review'
    | 'audit-head'
    | 'manifest'
    | 'seal'
    | 'signature'
    | 'file';
  /** One sentence for a person. */
  readonly text: string;
}

export interface ReportCheck {
  readonly faults: readonly ReportFault[];
  /** null when it is damaged. */
  readonly manifest: ReportManifest | null;
  /** SHA-256 of the manifest as attached: to be held against the one printed on the pages. */
  readonly manifestSha256: string | null;
  /** The recording decoded anew from the attachments; null when there is none that can be. */
  readonly recording: Recording | null;
  readonly analysis: Analysis | null;
  readonly signature: ReadReport['signature'];
  readonly attachments: readonly NamedBytes[];
}

const words: Readonly<Record<CarriedKind | 'manifest', string>> = {
  waveform: 'The waveform file',
  analysis: 'The analysis',
  corrections: 'The corrected marks',
  card: 'The model card',
  review: 'The review',
  'audit-head': 'The head of the audit trail',
  manifest: 'The manifest of attachments',
};

const changed = (kind: CarriedKind | 'manifest', name: string): ReportFault => ({
  what: kind,
  text: `${words[kind]} ${name} was changed.`,
});

const parsed = (bytes: Uint8Array | null | undefined): unknown => {
  if (bytes === null || bytes === undefined) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
};

const endings: Readonly<Record<Exclude<ReadReport['ending'], 'whole'>, string>> = {
  cut: 'The end of the report is cut off: bytes are missing behind its seal.',
  followed: 'Something follows the end of the report: another program has saved over it.',
  changed: 'The end of the report, behind its seal, was changed.',
};

/** Faults of the file's parts by their own hashes, each part named once. */
const partFaults = ({ parts, leadingBytes, addedBytes, ending, whole }: ReadReport): readonly ReportFault[] => {
  const faults: ReportFault[] = [];
  if (leadingBytes !== 0)
    faults.push({
      what: 'file',
      text: `${leadingBytes} ${leadingBytes === 1 ? 'byte stands' : 'bytes stand'} before the beginning of the report.`,
    });
  if (addedBytes !== 0)
    faults.push({
      what: 'file',
      text: `${Math.abs(addedBytes)} ${Math.abs(addedBytes) === 1 ? 'byte was' : 'bytes were'} ${addedBytes > 0 ? 'added to' : 'taken out of'} the file.`,
    });
  if (ending !== 'whole') faults.push({ what: 'file', text: endings[ending] });
  const labels = [...new Set(parts.filter(({ intact }) => !intact).map(({ label }) => label))];
  for (const label of labels) {
    const name = /^attachment (.+)$/.exec(label)?.[1];
    if (name !== undefined) faults.push(changed(kindOfName(name), name));
    else if (/^page \d+$/.test(label)) faults.push({ what: 'page', text: `The content of ${label} was changed.` });
    else if (label === 'fonts') faults.push({ what: 'page', text: 'The fonts of the pages were changed.' });
    else faults.push({ what: 'file', text: `The ${label} of the PDF was changed.` });
  }
  if (!whole && faults.length === 0)
    faults.push({ what: 'seal', text: 'The seal itself was changed; pages and attachments fit the hashes in it.' });
  return faults;
};

const manifestFaults = (manifest: ReportManifest, given: ReadReport['attachments']): readonly ReportFault[] => [
  ...manifest.files.flatMap(({ name, kind, sha256, bytes }): ReportFault[] => {
    const found = given.find((each) => each.name === name);
    if (found === undefined) return [{ what: kind, text: `${words[kind]} ${name} is missing.` }];
    const isRight = found.bytes !== null && found.bytes.length === bytes && bytesHash(found.bytes) === sha256;
    return isRight ? [] : [changed(kind, name)];
  }),
  ...given
    .filter(({ name }) => name !== manifestName && !manifest.files.some((file) => file.name === name))
    .map(({ name }): ReportFault => ({ what: 'manifest', text: `${name} is attached, but not in the manifest.` })),
];

/** What the manifest says twice, once as a hash of its own and once through a file, must be one thing. */
const crossFaults = (manifest: ReportManifest, given: ReadReport['attachments']): readonly ReportFault[] => {
  const fileHash = (name: string): string | null => manifest.files.find((file) => file.name === name)?.sha256 ?? null;
  const faults: ReportFault[] = [];
  if (fileHash(analysisName) !== manifest.analysisSha256) faults.push(changed('analysis', analysisName));
  const head = parsed(given.find(({ name }) => name === auditHeadName)?.bytes);
  const told = manifest.audit;
  const isHead =
    told === null
      ? head === null
      : typeof head === 'object' &&
        head !== null &&
        'head' in head &&
        head.head === told.head &&
        'events' in head &&
        head.events === told.events;
  if (!isHead) faults.push(changed('audit-head', auditHeadName));
  if ((fileHash(reviewName) === null) !== (manifest.reviewSha256 === null)) faults.push(changed('review', reviewName));
  return faults;
};

const waveformOf = (manifest: ReportManifest, given: ReadReport['attachments']): readonly NamedBytes[] | null => {
  const files: NamedBytes[] = [];
  for (const { name, kind, originalName } of manifest.files) {
    if (kind !== 'waveform') continue;
    const bytes = given.find((each) => each.name === name)?.bytes ?? null;
    if (bytes === null) return null;
    files.push({ name: originalName ?? name, bytes });
  }
  return files.length === 0 ? null : files;
};

const hintsOf = ({ hints }: ReportManifest): DecodeHints => ({
  ...(hints.sampleRateHz === undefined ? {} : { sampleRateHz: hints.sampleRateHz }),
  ...(hints.unit === undefined ? {} : { unit: hints.unit }),
  // The decoder checks a layout before it follows one.
  ...(hints.csvLayouts === undefined ? {} : { csvLayouts: hints.csvLayouts as readonly CsvLayout[] }),
});

/**
 * Holds a report against its own seal: every part of the file, every attachment, and the recording, decoded anew and compared
 * sample by sample with what was analysed. A fault is a finding, not an error. Errors: those of ReportReader.read.
 */
export const verifyReport = async (
  pdf: Uint8Array,
  ports: { readonly reader: ReportReader; readonly analysis: Pick<AnalysisService, 'open'> },
  signal: AbortSignal,
): Promise<Result<ReportCheck>> => {
  const read = ports.reader.read(pdf);
  if (!read.ok) return read;
  const { attachments, signature } = read.value;
  const faults = [...partFaults(read.value)];
  const add = (more: readonly ReportFault[]): void => {
    for (const fault of more) if (!faults.some(({ text }) => text === fault.text)) faults.push(fault);
  };
  if (signature !== null && !signature.valid)
    faults.push({ what: 'signature', text: 'The signature does not belong to this seal.' });
  const manifestBytes = attachments.find(({ name }) => name === manifestName)?.bytes ?? null;
  const manifest = reportManifestSchema.safeParse(parsed(manifestBytes));
  const analysis = analysisSchema.safeParse(parsed(attachments.find(({ name }) => name === analysisName)?.bytes));
  const base = {
    analysis: analysis.success ? analysis.data : null,
    signature,
    attachments: attachments.flatMap(({ name, bytes }) => (bytes === null ? [] : [{ name, bytes }])),
    manifestSha256: manifestBytes === null ? null : bytesHash(manifestBytes),
  };
  if (!manifest.success) {
    add([{ what: 'manifest', text: `${words.manifest} ${manifestName} is missing or damaged.` }]);
    return accept({ ...base, faults, manifest: null, recording: null });
  }
  add(manifestFaults(manifest.data, attachments));
  add(crossFaults(manifest.data, attachments));
  const waveform = await decodedAgain(manifest.data, base.analysis, attachments, ports.analysis, signal);
  add(waveform.faults);
  return accept({ ...base, faults, manifest: manifest.data, recording: waveform.recording });
};

const decodedAgain = async (
  manifest: ReportManifest,
  analysis: Analysis | null,
  attachments: ReadReport['attachments'],
  service: Pick<AnalysisService, 'open'>,
  signal: AbortSignal,
): Promise<{ readonly faults: readonly ReportFault[]; readonly recording: Recording | null }> => {
  if (manifest.waveformLeftOut !== null) return { faults: [], recording: null };
  const fault = (text: string): ReportFault => ({ what: 'waveform', text });
  const files = waveformOf(manifest, attachments);
  if (files === null) return { faults: [fault('The waveform cannot be read from the attachments.')], recording: null };
  const faults: ReportFault[] = [];
  const identity = sourceHash(files);
  if (identity !== manifest.recordingSha256)
    faults.push(fault('The waveform files are not those of the recording that was analysed.'));
  if (analysis !== null && analysis.source.sha256 !== manifest.recordingSha256)
    faults.push({ what: 'analysis', text: 'The analysis is of another recording than the manifest names.' });
  const opened = await service.open(files, hintsOf(manifest), signal);
  if (!opened.ok)
    return { faults: [...faults, fault(`The waveform cannot be decoded: ${opened.error.message}`)], recording: null };
  if (samplesHash(opened.value) !== manifest.samplesSha256)
    faults.push(fault('The decoded samples differ from those that were analysed.'));
  return { faults, recording: opened.value };
};
