import { z } from 'zod';

/** Why an input was refused or a step failed, in one machine-readable word. */
export const refusalCodes = [
  'unknown-format', // the bytes are of no format that we read
  'empty-file',
  'truncated', // fewer bytes than the header promises
  'missing-companion', // a file that the header names is not there
  'header-invalid', // a header field is missing, malformed or contradicts another
  'rate-missing', // no sampling rate, and none may be guessed
  'unit-missing', // no amplitude unit, and none may be guessed
  'values-invalid', // text, gaps or infinities where samples should be
  'unsupported', // a known format, but a coding of it that we do not read
  'too-large',
  'not-a-file', // a folder, a socket, a device
  'unreadable', // the operating system refused
  'model-refused', // hash, manifest or input of a model does not fit
  'analysis-crashed', // the analysis process died twice on this recording
  'cancelled',
  'not-found',
  'archive-failed',
  'invalid-input', // a call from outside that does not fit the contract
  'not-allowed', // the person's role, the mode of the desk or the state of the review forbids it
  'locked', // nobody is logged in
  'conflict', // somebody else has changed it meanwhile
  'internal',
] as const;

export const refusalSchema = z.object({
  code: z.enum(refusalCodes),
  /** One sentence for a person: what was expected, what was found. Names the file, never the patient. */
  message: z.string(),
  file: z.string().nullable(),
});

export type RefusalCode = (typeof refusalCodes)[number];
export type Refusal = z.infer<typeof refusalSchema>;

/** What a boundary returns: a value, or the reason why there is none. Boundaries do not throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };

export const accept = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (
  code: RefusalCode,
  message: string,
  file: string | null = null,
): { readonly ok: false; readonly error: Refusal } => ({ ok: false, error: { code, message, file } });
