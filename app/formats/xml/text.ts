import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';

/** A text is held whole, and as a tree beside it: twenty minutes of twelve leads fit, a Holter day as XML does not. */
const largestXmlBytes = 32 * 1024 * 1024;
const declarationBytes = 256;

export interface XmlText {
  readonly text: string;
  readonly notes: readonly RecordingNote[];
}

/** By byte order mark, or by the zero beside the first "<" where there is none. */
const wideEncoding = ([first, second, , fourth]: Uint8Array): string | null => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c && fourth !== 0) return 'utf-16be';
  return null;
};

const declaredEncoding = (bytes: Uint8Array): string | null => {
  const start = String.fromCharCode(...bytes.subarray(0, declarationBytes));
  const end = start.indexOf('?>');
  if (!start.startsWith('<?xml') || end === -1) return null;
  return /\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(start.slice(0, end))?.[1]?.toLowerCase() ?? null;
};

/** Encodings of one byte a character that every host decodes. ISO-8859-1 is read as Windows-1252, which holds it. */
const oneByte = /^(?:iso-?8859-1?\d|latin-?1|us-ascii|ascii|windows-125\d|cp125\d)$/;

const decodeAs = (bytes: Uint8Array, label: string, fatal: boolean): string | null => {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    return null;
  }
};

/**
 * The text of an XML file: UTF-16 by its byte order mark (or the zeros of its first characters), a one-byte encoding by its
 * declaration, otherwise UTF-8. Bytes that are not the UTF-8 they claim to be are read as Windows-1252, with a note.
 * Errors: `too-large`; `unsupported` for another encoding.
 */
export const readXmlText = (bytes: Uint8Array, file: string): Result<XmlText> => {
  if (bytes.length > largestXmlBytes) {
    return refuse('too-large', `${file} has ${bytes.length} bytes; XML of up to ${largestXmlBytes} is read.`, file);
  }
  const wide = wideEncoding(bytes);
  if (wide !== null) {
    const text = decodeAs(bytes, wide, false);
    return text === null
      ? refuse('unsupported', `${file} is in ${wide.toUpperCase()}, which cannot be decoded here.`, file)
      : accept({ text, notes: [] });
  }
  const declared = declaredEncoding(bytes);
  if (declared !== null && oneByte.test(declared)) {
    const text = decodeAs(bytes, declared, false);
    if (text !== null) return accept({ text, notes: [] });
    return refuse('unsupported', `${file} is in the encoding ${declared}, which cannot be decoded here.`, file);
  }
  // A declaration of UTF-16 over bytes that are none is what a conversion tool left behind; the bytes decide.
  if (declared !== null && !/^utf-?(?:8|16)/.test(declared)) {
    return refuse('unsupported', `${file} is in the encoding ${declared}; UTF-8, UTF-16 and ISO-8859 are read.`, file);
  }
  const utf8 = decodeAs(bytes, 'utf-8', true);
  if (utf8 !== null) return accept({ text: utf8, notes: [] });
  return accept({
    text: decodeAs(bytes, 'windows-1252', false) ?? '',
    notes: [
      {
        code: 'encoding-mismatch',
        text: 'The file says that it is in UTF-8, but is not; letters outside of ASCII may be wrong.',
      },
    ],
  });
};
