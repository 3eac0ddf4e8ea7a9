/** Thai sara am with the marks before it: its ring stands on the consonant, under the tone mark. */
const saraAm = /([\u0e31\u0e34-\u0e37\u0e47-\u0e4e]*)\u0e33/gu;

/**
 * The same text as fonts expect it: composed (NFC), for a letter and its accent have one glyph, and sara am taken apart, which the
 * library's shaping does not do.
 */
export const writtenForm = (text: string): string => text.normalize('NFC').replaceAll(saraAm, '\u0e4d$1\u0e32');

const apart = /\u0e4d([\u0e31\u0e34-\u0e37\u0e47-\u0e4e]*)\u0e32/gu;

/** A text in that form as people write it. */
export const asSpelt = (text: string): string => text.replaceAll(apart, '$1\u0e33');
