import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { StoredCorrections } from '../../analysis/correctedMarks.ts';
import type { Analysis } from '../../analysis/schema.ts';
import { canonicalJson, type JsonValue } from '../../audit/canonicalJson.ts';
import type { DecodeHints, NamedBytes } from '../../formats/format.ts';
import type { InstalledModel, ReportAttachment } from '../../ports.ts';
import type { Recording } from '../../recording/recording.ts';
import { bytesHash, samplesHash, sourceHash } from './hashes.ts';
import {
  analysisName,
  auditHeadName,
  type CarriedKind,
  cardName,
  correctionsName,
  kindOfName,
  manifestName,
  type ReportManifest,
  reviewName,
} from './manifest.ts';

export interface AuditHead {
  readonly events: number;
  readonly head: string;
}

export interface CarriedSource {
  readonly files: readonly NamedBytes[];
  readonly hints: DecodeHints;
  readonly recording: Recording;
  readonly analysis: Analysis;
  /** A reader's, of this analysis. */
  readonly corrections: StoredCorrections | null;
  /** The models of this machine; those that the analysis names, of the same bytes, lend their cards. */
  readonly models: readonly Pick<InstalledModel, 'id' | 'sha256' | 'card'>[];
  /** Canonical JSON of the version of the review that the pages show, and its seal; null for none. */
  readonly review: { readonly text: string; readonly sha256: string } | null;
  readonly audit: AuditHead | null;
  readonly printedAt: string;
  readonly programVersion: string;
}

export interface Carried {
  readonly attachments: readonly ReportAttachment[];
  readonly manifest: ReportManifest;
  /** SHA-256 of the manifest's bytes: what is printed on the pages. */
  readonly manifestSha256: string;
}

/** A report is mailed and filed: a recording of days stays out, and the report says so. */
export const mostWaveformBytes = 64 * 1024 * 1024;

const plainName = /^[A-Za-z0-9._-]{1,80}$/;
const descriptions: Readonly<Record<CarriedKind, string>> = {
  waveform: 'Source file of the recording, byte by byte',
  analysis: 'Analysis that the pages show',
  card: 'Card of a model that took part',
  corrections: 'Marks that a reader corrected, and the values that follow',
  review: 'Version of the review that the pages show',
  'audit-head': 'Head of the audit trail before the export',
};

/** A name for each source file that no attachment of ours has and no two share. */
const waveformNames = (files: readonly NamedBytes[]): readonly string[] => {
  const taken = new Set<string>();
  return files.map(({ name }, index) => {
    const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
    const isFree = plainName.test(name) && kindOfName(name) === 'waveform' && !taken.has(name.toLowerCase());
    const given = isFree ? name : `waveform-${index + 1}${extension}`;
    taken.add(given.toLowerCase());
    return given;
  });
};

const jsonBytes = (value: unknown): Uint8Array =>
  // Through JSON once: what is attached is what JSON can hold, and undefined members are gone.
  utf8ToBytes(canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue));

/**
 * Everything that a report carries beside its pages, and the manifest that names it.
 */
export const carriedBy = (source: CarriedSource): Carried => {
  const { files, hints, recording, analysis, corrections, models, review, audit, printedAt, programVersion } = source;
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const waveformLeftOut =
    total > mostWaveformBytes
      ? `the recording has ${Math.round(total / 1024 / 1024)} MiB, more than the ${mostWaveformBytes / 1024 / 1024} MiB that a report carries`
      : null;
  const names = waveformNames(files);
  const entries: {
    name: string;
    kind: CarriedKind;
    bytes: Uint8Array;
    mediaType: string;
    originalName: string | null;
  }[] =
    waveformLeftOut === null
      ? files.map(({ name, bytes }, index) => ({
          name: names[index] ?? name,
          kind: 'waveform',
          bytes,
          mediaType: 'application/octet-stream',
          originalName: name,
        }))
      : [];
  // As the archive keeps it, so that a review names the same hash.
  const analysisBytes = utf8ToBytes(JSON.stringify(analysis));
  const json = { mediaType: 'application/json', originalName: null };
  entries.push({ name: analysisName, kind: 'analysis', bytes: analysisBytes, ...json });
  for (const { id, sha256 } of analysis.models) {
    const card = models.find((model) => model.id === id && model.sha256 === sha256)?.card ?? null;
    if (card !== null && !entries.some(({ name }) => name === cardName(id)))
      entries.push({
        name: cardName(id),
        kind: 'card',
        bytes: utf8ToBytes(card),
        mediaType: 'text/markdown',
        originalName: null,
      });
  }
  if (corrections !== null)
    entries.push({ name: correctionsName, kind: 'corrections', bytes: jsonBytes(corrections), ...json });
  if (review !== null) entries.push({ name: reviewName, kind: 'review', bytes: utf8ToBytes(review.text), ...json });
  if (audit !== null) entries.push({ name: auditHeadName, kind: 'audit-head', bytes: jsonBytes(audit), ...json });
  const manifest: ReportManifest = {
    schema: 'einthoven.report/1',
    recordingSha256: sourceHash(files),
    samplesSha256: samplesHash(recording),
    analysisSha256: bytesHash(analysisBytes),
    reviewSha256: review?.sha256 ?? null,
    audit: audit === null ? null : { ...audit },
    hints: {
      ...(hints.sampleRateHz === undefined ? {} : { sampleRateHz: hints.sampleRateHz }),
      ...(hints.unit === undefined ? {} : { unit: hints.unit }),
      ...(hints.csvLayouts === undefined || hints.csvLayouts.length === 0 ? {} : { csvLayouts: [...hints.csvLayouts] }),
    },
    printedAt,
    programVersion,
    waveformLeftOut,
    files: entries.map(({ name, kind, bytes, originalName }) => ({
      name,
      kind,
      bytes: bytes.length,
      sha256: bytesHash(bytes),
      originalName,
    })),
  };
  const manifestBytes = jsonBytes(manifest);
  return {
    attachments: [
      {
        name: manifestName,
        bytes: manifestBytes,
        mediaType: 'application/json',
        description: 'Names and hashes of all attachments',
        role: 'data',
      },
      ...entries.map(
        ({ name, kind, bytes, mediaType }): ReportAttachment => ({
          name,
          bytes,
          mediaType,
          description: descriptions[kind],
          role:
            kind === 'waveform'
              ? 'source'
              : kind === 'analysis' || kind === 'review' || kind === 'corrections'
                ? 'data'
                : 'supplement',
        }),
      ),
    ],
    manifest,
    manifestSha256: bytesHash(manifestBytes),
  };
};
