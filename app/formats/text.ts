/** Bytes as text, a byte a character (ISO 8859-1). */
export const latin1 = (bytes: Uint8Array, from = 0, to = bytes.length): string => {
  let text = '';
  for (let at = from; at < Math.min(to, bytes.length); at += 1) text += String.fromCharCode(bytes[at]!);
  return text;
};

/** UTF-8 where the bytes are valid UTF-8, ISO 8859-1 otherwise: formats of the nineties name no encoding. */
export const looseText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1(bytes);
  }
};

/** One line without padding: NULs and control characters become blanks, runs of blanks one. */
export const tidy = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: padding of fixed fields is NUL in half of the formats
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** A field that ends at its first NUL, without padding; null when nothing is left. */
export const terminated = (bytes: Uint8Array): string | null => {
  const end = bytes.indexOf(0);
  const text = tidy(looseText(end === -1 ? bytes : bytes.subarray(0, end)));
  return text === '' ? null : text;
};
