/** Blank, tab and line ends; a comma counts too, as some writers put one between values. */
const isBetween = (code: number): boolean => code <= 32 || code === 44;

/**
 * The numbers of a text, separated by blanks, as Float64Array; or the 1-based place of the first word that is none.
 * Counts before it allocates, so memory never exceeds 8 bytes per two characters.
 */
export const numbersIn = (text: string): Float64Array | { readonly notANumberAt: number } => {
  let words = 0;
  let inside = false;
  for (let i = 0; i < text.length; i += 1) {
    const between = isBetween(text.charCodeAt(i));
    if (!between && !inside) words += 1;
    inside = !between;
  }
  const values = new Float64Array(words);
  let place = 0;
  for (let i = 0; i < text.length; ) {
    if (isBetween(text.charCodeAt(i))) {
      i += 1;
      continue;
    }
    let end = i;
    while (end < text.length && !isBetween(text.charCodeAt(end))) end += 1;
    const value = wordValue(text, i, end);
    place += 1;
    if (!Number.isFinite(value)) return { notANumberAt: place };
    values[place - 1] = value;
    i = end;
  }
  return values;
};

const word = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i;
/** So many digits fit a whole number exactly. */
const mostDigits = 9;

/** Whole numbers take the short way: nearly all are. NaN for what is no number. */
const wordValue = (text: string, start: number, end: number): number => {
  let at = start;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at += 1;
  if (end > at && end - at <= mostDigits) {
    let value = 0;
    for (; at < end; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === end) return sign === 45 ? -value : value;
  }
  const slice = text.slice(start, end);
  return word.test(slice) ? Number(slice) : Number.NaN;
};
