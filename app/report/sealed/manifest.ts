import { z } from 'zod';

/** The table of contents of what a report carries beside its pages; its SHA-256 is printed on every page. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const carriedKinds = ['waveform', 'analysis', 'corrections', 'card', 'review', 'audit-head'] as const;
export type CarriedKind = (typeof carriedKinds)[number];

const carriedFileSchema = z
  .object({
    /** As attached: letters, digits, dot, dash and underscore. */
    name: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
    kind: z.enum(carriedKinds),
    bytes: z.int().nonnegative(),
    sha256,
    /** Of a waveform file: the name that its format knows it by, and that other files of it may refer to. */
    originalName: z.string().nullable(),
  })
  .strict();

export const reportManifestSchema = z
  .object({
    schema: z.literal('einthoven.report/1'),
    /** SHA-256 over the source files in order: the recording's identity. */
    recordingSha256: sha256,
    /** SHA-256 over the decoded samples; see `samplesHash`. */
    samplesSha256: sha256,
    analysisSha256: sha256,
    /** Seal of the version of the review that the pages show; null where they show an unconfirmed interpretation. */
    reviewSha256: sha256.nullable(),
    /** The audit trail just before the export; null for a recording outside of an archive. */
    audit: z.object({ events: z.int().nonnegative(), head: sha256 }).strict().nullable(),
    /** What a person added where the source files are silent; decoding needs it again. */
    hints: z
      .object({
        sampleRateHz: z.number().optional(),
        unit: z.enum(['mV', 'uV']).optional(),
        csvLayouts: z.array(z.unknown()).optional(),
      })
      .strict(),
    /** UTC, ISO 8601. */
    printedAt: z.string(),
    programVersion: z.string(),
    /** Why no waveform is attached; null when it is. */
    waveformLeftOut: z.string().nullable(),
    files: z.array(carriedFileSchema).max(200),
  })
  .strict();

export type ReportManifest = z.infer<typeof reportManifestSchema>;

export const manifestName = 'einthoven-manifest.json';
export const analysisName = 'einthoven-analysis.json';
export const correctionsName = 'einthoven-corrections.json';
export const reviewName = 'einthoven-review.json';
export const auditHeadName = 'einthoven-audit-head.json';
const cardPrefix = 'einthoven-card-';
export const cardName = (modelId: string): string => `${cardPrefix}${modelId.replace(/[^A-Za-z0-9._-]/g, '_')}.md`;

/** What an attachment is, from its name alone: it must be said also where the manifest cannot be read. */
export const kindOfName = (name: string): CarriedKind | 'manifest' => {
  if (name === manifestName) return 'manifest';
  if (name === analysisName) return 'analysis';
  if (name === correctionsName) return 'corrections';
  if (name === reviewName) return 'review';
  if (name === auditHeadName) return 'audit-head';
  return name.startsWith(cardPrefix) ? 'card' : 'waveform';
};
