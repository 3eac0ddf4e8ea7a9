import { z } from 'zod';
import {
  firstImpressionSchema,
  meanings,
  readerStatementSchema,
  reviewContentSchema,
  reviewVersionSchema,
} from '../review/review.ts';

const recordingId = z.int().positive();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Seal of the last version that the person saw; null when there was none. */
const expected = sha256.nullable();
const password = z.string().max(1024);

/** UTC, both included; null: open. */
const days = z.object({ from: z.iso.date().nullable(), to: z.iso.date().nullable() }).strict();

const sealedVersionSchema = z.object({ version: reviewVersionSchema, sha256 });

/** Reading, confirming, signing. */
export const reviewRows = {
  readReview: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z.object({
      /** The computer's reading is withheld until a first impression is committed; statements and versions are then empty. */
      blind: z.boolean(),
      impression: firstImpressionSchema.nullable(),
      computer: z.array(z.object({ code: z.string(), text: z.string(), critical: z.boolean() })),
      versions: z.array(sealedVersionSchema),
    }),
  },
  saveReview: {
    kind: 'call',
    input: z
      .object({ recordingId, expected, content: reviewContentSchema, reason: z.string().max(1000).nullable() })
      .strict(),
    output: sealedVersionSchema,
  },
  confirmReview: { kind: 'call', input: z.object({ recordingId, expected }).strict(), output: sealedVersionSchema },
  /** `password` of the person at the desk; null at a private desk. */
  signReview: {
    kind: 'call',
    input: z.object({ recordingId, expected, meaning: z.enum(meanings), password: password.nullable() }).strict(),
    output: sealedVersionSchema,
  },
  commitImpression: {
    kind: 'call',
    input: z.object({ recordingId, statements: z.array(readerStatementSchema).min(1).max(100) }).strict(),
    output: z.object({}),
  },
  /** Computer against reader by statement, over the reviews that were signed on these days. */
  disagreements: {
    kind: 'call',
    input: days,
    output: z.object({
      recordings: z.int(),
      lines: z.array(
        z.object({
          code: z.string(),
          agreed: z.int(),
          changed: z.int(),
          rejected: z.int(),
          added: z.int(),
          agreement: z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable(),
        }),
      ),
    }),
  },
  /** Asks where to save the same as CSV; null when the user closed the dialog. */
  exportDisagreements: { kind: 'call', input: days, output: z.object({ fileName: z.string().nullable() }) },
} as const;
