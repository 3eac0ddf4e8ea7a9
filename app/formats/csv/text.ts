import { accept, type Result, refuse } from '../../result.ts';

/** V8 refuses strings above 512 Mi characters; a recording as text never needs that many. */
const largestTextBytes = 256 * 1024 * 1024;

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
};

/** Text of a file in UTF-8, UTF-16 with a byte order mark, or else Windows-1252 (a bare µ from an older spreadsheet). */
export const decodeText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** As `decodeText`, but refuses what is too large for one string. */
export const readText = (bytes: Uint8Array, file: string): Result<string> =>
  bytes.length > largestTextBytes
    ? refuse('too-large', `${file} has ${bytes.length} bytes, too many for a CSV recording.`, file)
    : accept(decodeText(bytes));

/** True when the text holds control characters that no text file has. */
export const isBinary = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true;
  }
  return false;
};
