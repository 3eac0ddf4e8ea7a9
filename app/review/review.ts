import { z } from 'zod';

/**
 * A reader's word on one recording. Versions follow one another and none is ever changed: each names the one before it by its
 * hash, and the recording, the analysis and the corrections that it was made on by theirs.
 */

/** What the seal of a version is over, and therefore what nobody can change afterwards. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
// Control characters would read differently on paper, on screen and in a hash recipe.
const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), 'control characters');
const code = line(80).min(1);

export const readerStatementSchema = z
  .object({
    /** A code of the catalogue; null for free text. */
    code: code.nullable(),
    modifiers: z.array(code).max(6),
    /** As it stands on paper. Of a coded statement the catalogue's wording, kept with the version: catalogues change. */
    text: line(400).min(1),
  })
  .strict();
export type ReaderStatement = z.infer<typeof readerStatementSchema>;

export const answers = ['agreed', 'changed', 'rejected'] as const;
export type Answer = (typeof answers)[number];

const answeredSchema = z
  .object({
    /** Code of the computer's statement. */
    code,
    /** Its words at the time. */
    text: line(400),
    answer: z.enum(answers),
    /** What stands in its place; of `changed` alone. */
    changedTo: readerStatementSchema.nullable(),
  })
  .strict();

export const reviewContentSchema = z
  .object({
    answered: z.array(answeredSchema).max(200),
    /** What the reader adds. */
    own: z.array(readerStatementSchema).max(100),
    /** Codes of the computer's critical statements that the reader has seen and acted upon. */
    criticalSeen: z.array(code).max(200),
    comment: line(4000),
  })
  .strict();
export type ReviewContent = z.infer<typeof reviewContentSchema>;

export const emptyContent: ReviewContent = { answered: [], own: [], criticalSeen: [], comment: '' };

export const reviewStatuses = ['draft', 'confirmed', 'signed', 'amended'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** What a signature says (21 CFR 11.50: the meaning of the signing). */
export const meanings = ['authorship', 'review', 'approval', 'responsibility'] as const;
export type Meaning = (typeof meanings)[number];

export const signatureSchema = z
  .object({
    name: line(120).min(1),
    role: line(40),
    /** UTC, ISO 8601. */
    at: z.string(),
    meaning: z.enum(meanings),
    /** How the signer was known: by password at the moment of signing, or by nothing but the desk. */
    knownBy: z.enum(['password', 'single-user-desk']),
    /** `bodyHash` of the version that it stands under. */
    versionSha256: sha256,
  })
  .strict();
export type Signature = z.infer<typeof signatureSchema>;

export const reviewVersionSchema = z
  .object({
    schema: z.literal('einthoven.review/1'),
    recordingSha256: sha256,
    /** SHA-256 of the stored text of the analysis that the reader saw. */
    analysisSha256: sha256,
    /** SHA-256 of the reader's corrections of marks; null where there are none. */
    correctionsSha256: sha256.nullable(),
    /** 1, 2, 3 ... */
    version: z.int().positive(),
    status: z.enum(reviewStatuses),
    content: reviewContentSchema,
    /** Seal of the signed version that this one amends; null before anything was signed. */
    amends: sha256.nullable(),
    /** Why it is amended; null before anything was signed. */
    reason: line(1000).min(1).nullable(),
    author: z.object({ name: line(120).min(1), role: line(40) }).strict(),
    at: z.string(),
    /** Seal of the version before; null of the first. */
    previousSha256: sha256.nullable(),
    signature: signatureSchema.nullable(),
  })
  .strict();
export type ReviewVersion = z.infer<typeof reviewVersionSchema>;

/** A version with its seal. */
export interface SealedVersion {
  readonly version: ReviewVersion;
  readonly sha256: string;
}

/** What a reader thought before seeing the computer's reading; committed once and never changed. */
export const firstImpressionSchema = z
  .object({
    schema: z.literal('einthoven.impression/1'),
    recordingSha256: sha256,
    reader: line(120).min(1),
    at: z.string(),
    statements: z.array(readerStatementSchema).min(1).max(100),
  })
  .strict();
export type FirstImpression = z.infer<typeof firstImpressionSchema>;
