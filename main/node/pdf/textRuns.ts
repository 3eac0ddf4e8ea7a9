import bidiFactory from 'bidi-js';
import { drawsNothing, type Face } from './fonts.ts';
import { writtenForm } from './writtenForm.ts';

/** A stretch of one font and one direction, drawn at once. */
export interface TextRun {
  readonly face: string;
  /** Handed on as it is; what the library would lay out in the other direction is reversed already. */
  readonly text: string;
  /** The library shapes it and lays it out from right to left. */
  readonly rightToLeft: boolean;
}

const bidi = bidiFactory();

const joiners = /[\u200c\u200d]/u;
/** Of no script: between two letters of one font drawn by that one, a mark always by that of its letter. */
const ofNoScript = /[\p{Script=Common}\p{Script=Inherited}]/u;
const isMark = /\p{M}/u;
const scriptLetter = /[^\p{Script=Common}\p{Script=Inherited}]/u;
const runsLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

interface Stretch {
  readonly face: string;
  /** Embedding level (UAX #9, BD2): odd ones run from right to left. */
  readonly level: number;
  text: string;
}

/** In the order in which they are read. */
const stretchesOf = (text: string, faces: readonly Face[]): readonly Stretch[] => {
  const faceOf = (character: string): Face | undefined =>
    faces.find(({ covered }) => covered.has(character.codePointAt(0) ?? 0));
  const { levels } = bidi.getEmbeddingLevels(text, 'ltr');
  const found: Stretch[] = [];
  let at = 0;
  for (const character of text) {
    const level = levels[at] ?? 0;
    at += character.length;
    const code = character.codePointAt(0) ?? 0;
    const last = found.at(-1);
    const before = faces.find(({ name }) => name === last?.face);
    if (drawsNothing(code)) {
      // Without a glyph for it the library would draw a box; letters of two stretches don't join either. Isolates that meet stay two.
      if (joiners.test(character) && before?.covered.has(code) === true) last!.text += character;
      else
        found.push({
          face: '',
          level: bidi.getBidiCharTypeName(character) === 'BN' ? (last?.level ?? level) : level,
          text: '',
        });
      continue;
    }
    const stays =
      before?.covered.has(code) === true &&
      last?.level === level &&
      ofNoScript.test(character) &&
      (isMark.test(character) || faceOf(scriptLetter.exec(text.slice(at))?.[0] ?? '') === before);
    const face = stays ? before : (faceOf(character) ?? before ?? faces[0]);
    const drawn = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character;
    if (last !== undefined && last.face === face?.name && last.level === level) last.text += drawn;
    else found.push({ face: face?.name ?? '', level, text: drawn });
  }
  return found;
};

/** From left to right (UAX #9, L2): from the highest level down, what lies at it or above is turned round. */
const inVisualOrder = (stretches: readonly Stretch[]): readonly Stretch[] => {
  let order = [...stretches];
  for (let level = Math.max(0, ...order.map((stretch) => stretch.level)); level > 0; level -= 1) {
    const turned: Stretch[] = [];
    let group: Stretch[] = [];
    for (const stretch of order) {
      if (stretch.level >= level) group.unshift(stretch);
      else {
        turned.push(...group, stretch);
        group = [];
      }
    }
    order = [...turned, ...group];
  }
  return order;
};

/** The library takes the direction of a stretch from its first letter of any script; signs and digits alone have none. */
const runOf = ({ face, level, text }: Stretch): TextRun => {
  const rightToLeft = runsLeft.test(scriptLetter.exec(text)?.[0] ?? '');
  const isAsLaidOut = rightToLeft === (level % 2 === 1);
  return { face, text: isAsLaidOut ? text : [...text].reverse().join(''), rightToLeft };
};

/**
 * The runs of a line from left to right by the Unicode bidirectional algorithm, on a page that is read from left to right. A
 * character without a face goes with its neighbours; the pages hold none (see `unprintable`).
 */
export const textRuns = (text: string, faces: readonly Face[]): readonly TextRun[] =>
  inVisualOrder(stretchesOf(writtenForm(text), faces))
    .filter((stretch) => stretch.text !== '')
    .map(runOf);
