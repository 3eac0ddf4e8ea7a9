/**
 * The seal of a report: an array of strings in the PDF's trailer dictionary, so that readers of PDF pass over it and no byte
 * stands behind the end of the file (PDF/A, ISO 19005-3, 6.1.3). Every byte of the file belongs to a part with a hash of its
 * own, which names what was changed; the last line is over the whole file with its own 64 digits as zeros.
 *
 *     /EinthovenSeal [
 *     (einthoven.seal/1)
 *     (part LENGTH SHA256 LABEL)     parts follow one another from the first byte of the file
 *     (key BASE64)                   Ed25519 public key of the archive, SPKI DER; with `signature` or not at all
 *     (signature BASE64)             over the lines above without parentheses, each ended by a line feed
 *     (whole SHA256)
 *     ]
 */

export const sealStart = '/EinthovenSeal [\n';
export const sealVersion = 'einthoven.seal/1';

export interface SealPart {
  readonly bytes: number;
  readonly sha256: string;
  /** "page 1", "attachment NAME", "fonts" ...: what a person is told. */
  readonly label: string;
}

export const sealLines = (parts: readonly SealPart[], key: string | null): readonly string[] => [
  sealVersion,
  ...parts.map(({ bytes, sha256, label }) => `part ${bytes} ${sha256} ${label}`),
  ...(key === null ? [] : [`key ${key}`]),
];

/** What is signed. */
export const signedText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const noHash = '0'.repeat(64);

const partLine = /^part (\d{1,12}) ([0-9a-f]{64}) ([A-Za-z0-9 ._-]{1,120})$/;
const base64 = '[A-Za-z0-9+/]{1,400}={0,2}';
const keyLine = new RegExp(`^key (${base64})$`);
const signatureLine = new RegExp(`^signature (${base64})$`);
const endLine = /^whole ([0-9a-f]{64})$/;

export interface ReadSeal {
  readonly parts: readonly SealPart[];
  readonly signature: { readonly key: string; readonly value: string; readonly over: string } | null;
  readonly whole: string;
}

/** The lines of a seal; null when they are not exactly of this form. */
export const parseSeal = (lines: readonly string[]): ReadSeal | null => {
  if (lines[0] !== sealVersion) return null;
  const parts: SealPart[] = [];
  let at = 1;
  for (; at < lines.length; at += 1) {
    const match = partLine.exec(lines[at] ?? '');
    if (match === null) break;
    parts.push({ bytes: Number(match[1]), sha256: match[2] ?? '', label: match[3] ?? '' });
  }
  const key = keyLine.exec(lines[at] ?? '')?.[1] ?? null;
  const value = key === null ? null : (signatureLine.exec(lines[at + 1] ?? '')?.[1] ?? null);
  if ((key === null) !== (value === null)) return null;
  const over = signedText(lines.slice(0, key === null ? at : at + 1));
  if (key !== null) at += 2;
  const whole = endLine.exec(lines[at] ?? '')?.[1];
  if (whole === undefined || at + 1 !== lines.length || parts.length === 0) return null;
  return { parts, whole, signature: key === null || value === null ? null : { key, value, over } };
};
