import type { Face } from './fonts.ts';

/** A stretch of one font and one direction, drawn at once. */
export interface TextRun {
  readonly face: string;
  readonly text: string;
  readonly rightToLeft: boolean;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const neutral = /[\s\p{P}\p{S}\p{N}\p{M}\p{Cf}]/u;

/**
 * The runs of a line from left to right. The first letter gives the direction of the line; punctuation and blanks go with the
 * stretch before them. This is what names need, not all of UAX #9: embedded levels are not followed. A character without a
 * face goes with its neighbours; the pages hold none (see `unprintable`).
 */
export const textRuns = (text: string, faces: readonly Face[]): readonly TextRun[] => {
  const runs: { face: string; text: string; rightToLeft: boolean }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const code = character.codePointAt(0) ?? 0;
    const before = last === undefined ? undefined : faces.find(({ name }) => name === last.face);
    if (last !== undefined && neutral.test(character) && before?.covered.has(code) === true) {
      last.text += character;
      continue;
    }
    const face = faces.find(({ covered }) => covered.has(code))?.name ?? last?.face ?? faces[0]?.name ?? '';
    const backwards = rightToLeft.test(character);
    if (last !== undefined && last.face === face && last.rightToLeft === backwards) last.text += character;
    else runs.push({ face, text: character, rightToLeft: backwards });
  }
  return runs[0]?.rightToLeft === true ? [...runs].reverse() : runs;
};
