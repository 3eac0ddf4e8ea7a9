/**
 * Direction of words in a line (UAX #9). Pages are English, left to right; words of a file or a reader that run to the left stand
 * in them as a piece of their own, so that neither changes the order of the other.
 */

const leftToRightIsolate = '\u2066';
const rightToLeftIsolate = '\u2067';
const popIsolate = '\u2069';

/** Overrides and embeddings could show a name in another order than it is written. */
const controls = /[\u202a-\u202e\u2066-\u2069]/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A stranger's words to stand in a line: in the direction of their first letter, without controls of their own. */
export const isolated = (text: string): string => {
  const plain = text.replaceAll(controls, '');
  if (!rightToLeft.test(plain)) return plain;
  const firstLetter = /\p{L}/u.exec(plain)?.[0] ?? '';
  return `${rightToLeft.test(firstLetter) ? rightToLeftIsolate : leftToRightIsolate}${plain}${popIsolate}`;
};

/** The lines of a text that was broken: what was open at the end of one is open on the next. */
export const isolatedLines = (lines: readonly string[]): readonly string[] => {
  let open = '';
  return lines.map((line) => {
    const begun = `${open}${line}`;
    const last = begun.search(/[\u2066\u2067][^\u2069]*$/u);
    open = last < 0 ? '' : begun.charAt(last);
    return open === '' ? begun : `${begun}${popIsolate}`;
  });
};
