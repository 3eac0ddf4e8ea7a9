/** What a reader does not see, or sees elsewhere than it stands: controls, bidi and other formats, fillers, the Braille blank. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A person's name as it is kept: NFC, one space between its words; null for one that nobody could tell from another by eye. */
export const tidyName = (name: string): string | null => {
  const tidy = name
    .trim()
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  return tidy === '' || tidy.length > 120 || unseen.test(tidy) ? null : tidy;
};

/** The same for names that differ in case, width or spaces alone: two people must not sign under them. */
export const nameKey = (name: string): string =>
  // Upper case first: it alone makes one of "ß" and "SS".
  name
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
