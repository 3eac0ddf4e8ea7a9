import { isolatedLines } from './direction.ts';
import { advancesFrom } from './glyphAdvances.ts';
import { graphemesOf } from './graphemes.ts';

/**
 * Advance widths of IBM Plex Sans in thousandths of the em, for U+0020 ... U+007E, so that the core can fit text without a
 * font engine. Kerning, which almost only narrows, is left out: the estimate errs on the wide side.
 */
const advances = {
  regular: [
    236, 284, 419, 713, 598, 927, 694, 242, 335, 335, 450, 600, 272, 399, 272, 383, 600, 600, 600, 600, 600, 600, 600,
    600, 600, 600, 292, 292, 600, 600, 600, 477, 891, 641, 653, 621, 671, 583, 559, 695, 707, 400, 510, 634, 501, 812,
    707, 708, 606, 708, 640, 581, 572, 678, 609, 891, 613, 593, 580, 317, 383, 317, 600, 565, 600, 534, 580, 503, 580,
    549, 324, 528, 568, 250, 250, 527, 272, 873, 568, 560, 580, 580, 367, 487, 351, 568, 492, 768, 507, 499, 464, 343,
    314, 343, 600,
  ],
  semibold: [
    236, 309, 471, 656, 600, 960, 713, 260, 337, 337, 556, 600, 298, 402, 298, 437, 600, 600, 600, 600, 600, 600, 600,
    600, 600, 600, 318, 318, 600, 600, 600, 493, 899, 672, 663, 642, 689, 600, 577, 712, 719, 423, 545, 678, 521, 816,
    719, 712, 641, 712, 664, 611, 580, 690, 638, 949, 655, 632, 599, 329, 437, 329, 600, 559, 600, 559, 600, 513, 600,
    558, 350, 545, 588, 276, 276, 562, 294, 888, 588, 563, 600, 600, 393, 499, 374, 588, 524, 819, 544, 524, 502, 363,
    376, 363, 600,
  ],
} as const;

/** Punctuation that our own texts use, both weights at their widest. */
const others: Readonly<Record<string, number>> = {
  '–': 588,
  '—': 780,
  '…': 868,
  '«': 545,
  '»': 545,
  '·': 350,
  '°': 470,
  '±': 600,
  '≥': 600,
  '≤': 600,
  '−': 600,
  '×': 600,
  µ: 593,
};

/** What stands in no table is taken to be as wide as the em. */
const widestAdvance = 1000;
/** Drawn over or under a letter, or not at all. */
const takesNoRoom = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Vietnamese, for example: the marks of Latin letters with two of them take no room. */
const marks = /\p{Mn}+/gu;

export type TextWeight = keyof typeof advances;

/** Of a page shown small, device pixels: names and values are read at any zoom. */
export const smallestTextPx = 9;

/** Height of a capital letter as a part of the em. */
export const capHeightEm = 0.698;

const advanceOf = (character: string, weight: TextWeight): number => {
  const own = advances[weight][character.charCodeAt(0) - 32] ?? others[character];
  if (own !== undefined) return own;
  if (takesNoRoom.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  for (const [first, table] of advancesFrom) if (table[code - first] !== undefined) return table[code - first]!;
  const bare = character.normalize('NFD').replaceAll(marks, '');
  return bare === character ? widestAdvance : advanceOf(bare, weight);
};

/** Width of `text` in millimetres at `sizeMm` (em); never less than the family needs without kerning. */
export const textWidthMm = (text: string, sizeMm: number, weight: TextWeight): number => {
  let thousandths = 0;
  for (const character of text) thousandths += advanceOf(character, weight);
  return (thousandths * sizeMm) / 1000;
};

const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: files carry control characters, and no font draws them
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();

/** `text` on one line of at most `maxWidthMm`, its end replaced by an ellipsis when it is longer; '' when nothing fits. */
export const fitText = (text: string, maxWidthMm: number, sizeMm: number, weight: TextWeight): string => {
  const line = oneLine(text);
  if (textWidthMm(line, sizeMm, weight) <= maxWidthMm) return line;
  const roomMm = maxWidthMm - textWidthMm('…', sizeMm, weight);
  if (roomMm < 0) return '';
  let kept = '';
  let widthMm = 0;
  for (const segment of graphemesOf(line)) {
    widthMm += textWidthMm(segment, sizeMm, weight);
    if (widthMm > roomMm) break;
    kept += segment;
  }
  // What was open at the cut is closed, or the words behind it would be part of it.
  return isolatedLines([`${kept.trimEnd()}…`]).join('');
};

/** A word that is wider than a line, in pieces that are not. */
const brokenWord = (word: string, maxWidthMm: number, sizeMm: number, weight: TextWeight): readonly string[] => {
  if (textWidthMm(word, sizeMm, weight) <= maxWidthMm) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const letter of graphemesOf(word)) {
    if (piece !== '' && textWidthMm(piece + letter, sizeMm, weight) > maxWidthMm) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
};

/** `text` broken at spaces into lines of at most `maxWidthMm`; within a word where that alone is wider. */
export const wrapText = (text: string, maxWidthMm: number, sizeMm: number, weight: TextWeight): string[] => {
  const lines: string[] = [];
  let line = '';
  const words = oneLine(text).split(/\s+/);
  for (const word of words.flatMap((each) => brokenWord(each, maxWidthMm, sizeMm, weight))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidthMm(longer, sizeMm, weight) > maxWidthMm) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return isolatedLines(lines).map((each) => fitText(each, maxWidthMm, sizeMm, weight));
};
