import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { isolated } from '../../../app/tracing/direction.ts';
import { textWidthMm } from '../../../app/tracing/textWidth.ts';
import { createReportWriter } from './createReportWriter.ts';
import { covers, type Face, facesReader, readBaseFace } from './fonts.ts';
import { textRuns } from './textRuns.ts';

const face = (name: string, letters: string): Face => ({
  name,
  files: { regular: Buffer.alloc(0), semibold: Buffer.alloc(0) },
  covered: new Set([...letters].map((letter) => letter.codePointAt(0) ?? 0)),
});
const latin = face('base', 'abc ,-12()');
const hebrew = face('hebrew', 'אבג ()');
const runsOf = (text: string) => textRuns(text, [latin, hebrew]).map((run) => `${run.face}:${run.text}`);

/** What the library makes of a line: glyphs from left to right with their places, thousandths of the em, kerning not asked for. */
const glyphsOf = async (
  text: string,
): Promise<{ readonly ids: number[]; readonly at: number[]; readonly widthEm: number }> => {
  const faces = await facesReader()([text]);
  const document = new PDFDocument();
  const ids: number[] = [];
  const at: number[] = [];
  let x = 0;
  for (const run of textRuns(text, faces)) {
    const bytes = faces.find(({ name }) => name === run.face)?.files.regular ?? Buffer.alloc(0);
    const { _font: library } = document.font(bytes) as unknown as Library;
    const { glyphs, positions } = library.font.layout(run.text, run.rightToLeft ? ['kern'] : undefined);
    glyphs.forEach((glyph, index) => {
      const { xAdvance, xOffset } = positions[index] ?? { xAdvance: 0, xOffset: 0 };
      ids.push(glyph.id);
      at.push(Math.round(x + xOffset));
      x += xAdvance;
    });
  }
  return { ids, at, widthEm: x };
};

interface Library {
  readonly _font: {
    readonly font: {
      layout(
        text: string,
        features?: readonly string[],
      ): {
        readonly glyphs: readonly { readonly id: number }[];
        readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number }[];
      };
    };
  };
}

describe('textRuns', () => {
  it('draws a line of one script at once', () => {
    expect(runsOf('abc, a')).toEqual(['base:abc, a']);
    expect(textRuns(isolated('אב ג'), [latin, hebrew])).toEqual([{ face: 'hebrew', text: 'אב ג', rightToLeft: true }]);
  });

  it('orders what runs to the left and what runs to the right, with figures and signs where they belong', () => {
    expect(runsOf('abc אב')).toEqual(['base:abc ', 'hebrew:אב']);
    expect(runsOf(isolated('אב abc'))).toEqual(['base:abc', 'base: ', 'hebrew:אב']);
    // A foreign name does not pull the figures that follow it to its other side.
    expect(runsOf(`a ${isolated('אב')}, 12 b`)).toEqual(['base:a ', 'hebrew:אב', 'base:, 12 b']);
    expect(runsOf('a אב, 12 b')).toEqual(['base:a ', 'base:12', 'base: ,', 'hebrew:אב', 'base: b']);
    // Brackets open on the side where the reader begins.
    expect(runsOf(isolated('אב (ג)'))).toEqual(['base:(', 'hebrew:אב )ג']);
  });

  it('is nothing for nothing', () => {
    expect(textRuns('', [latin])).toEqual([]);
  });
});

/**
 * Glyphs and places as HarfBuzz 6.0 has them for the fonts of 1.1.0 (hb-shape --no-glyph-names --no-clusters). Of the text as it is
 * typed, so that sara am, matras, reph, conjuncts, joined letters and marks are all its own work.
 */
const shaped: readonly (readonly [script: string, text: string, ids: readonly number[], at: readonly number[]])[] = [
  [
    'Arabic',
    'محمد بن عبد الله',
    [933, 381, 477, 286, 3, 659, 316, 766, 3, 535, 389, 3, 659, 916, 606, 920],
    [0, 476, 790, 1059, 1283, 1519, 2050, 2360, 2839, 3075, 3789, 4042, 4278, 4809, 5333, 5996],
  ],
  [
    'Arabic with vowels',
    'فاطِمَةُ الزَّهْراء',
    [283, 286, 455, 1573, 940, 1679, 456, 477, 286, 3, 1655, 935, 1600, 916, 1601, 734, 293, 807],
    [0, 388, 612, 1039, 931, 1555, 1557, 1876, 2145, 2369, 2732, 2605, 3212, 3081, 3834, 3605, 4287, 4557],
  ],
  [
    'Persian',
    'لاله پژمان گیتی',
    [1271, 342, 863, 3, 502, 293, 920, 463, 390, 3, 933, 477, 1066],
    [0, 890, 1200, 1532, 1768, 2425, 2695, 3178, 3497, 3750, 3986, 4462, 4731],
  ],
  ['Hebrew', 'יעקב לוי', [293, 289, 296, 3, 285, 307, 302, 293], [0, 240, 500, 974, 1210, 1762, 2370, 2963]],
  [
    'Thai',
    'น้ำผึ้ง กตัญญู',
    [312, 465, 494, 328, 314, 470, 494, 296, 3, 271, 303, 468, 283, 282, 500],
    [0, 507, 504, 587, 1070, 1677, 1674, 1757, 2301, 2537, 3148, 3722, 3802, 4718, 5553],
  ],
  [
    'Thai with marks on marks',
    'สมชาย ปั้นทอง',
    [321, 310, 288, 328, 318, 3, 308, 483, 494, 312, 305, 323, 296],
    [0, 613, 1209, 1765, 2248, 2848, 3084, 3540, 3475, 3700, 4306, 4902, 5506],
  ],
  [
    'Devanagari',
    'श्रीकृष्ण शर्मा',
    [793, 944, 488, 1089, 808, 3, 784, 607, 909, 1069],
    [0, 766, 1076, 1664, 1933, 3057, 3293, 4066, 4701, 5011],
  ],
  [
    'Devanagari with matras before',
    'प्रियंका द्विवेदी',
    [928, 716, 893, 1050, 488, 909, 3, 927, 355, 883, 1059, 340, 944],
    [0, 310, 916, 1600, 1599, 2456, 2766, 3002, 3312, 3914, 4539, 4538, 5115],
  ],
  [
    'Devanagari with conjuncts',
    'ज्ञानेश्वर कुलकर्णी',
    [466, 909, 632, 1059, 797, 749, 3, 488, 1079, 564, 488, 681, 944, 1071],
    [0, 757, 1067, 1653, 1652, 2454, 2891, 3127, 3716, 4004, 4833, 5690, 6467, 6777],
  ],
  [
    'Cyrillic',
    'Ёжиков Щука',
    [794, 637, 641, 645, 651, 630, 3, 709, 658, 645, 627],
    [0, 583, 1353, 1941, 2475, 3035, 3593, 3829, 4816, 5315, 5855],
  ],
  [
    'Greek',
    'Ασκληπιός',
    [582, 575, 566, 567, 563, 572, 565, 613, 574],
    [0, 641, 1224, 1751, 2255, 2818, 3440, 3735, 4295],
  ],
  [
    'Vietnamese, its accents apart',
    'Nguye\u0302\u0303n Thi\u0323 Hu\u031bo\u031b\u0300ng',
    [46, 11, 27, 31, 271, 20, 3, 52, 14, 289, 3, 40, 367, 329, 20, 11],
    [0, 707, 1231, 1799, 2293, 2842, 3410, 3646, 4218, 4786, 5036, 5272, 5979, 6547, 7107, 7675],
  ],
];

describe('what is drawn', () => {
  it.each(shaped)('has the glyphs of %s in their order and places', async (_script, text, ids, at) => {
    const drawn = await glyphsOf(isolated(text));
    expect(drawn.ids).toEqual(ids);
    for (const [index, x] of drawn.at.entries()) expect(Math.abs(x - (at[index] ?? Number.NaN))).toBeLessThanOrEqual(2);
  });

  it('has Arabic and Persian figures and what stands between them in the order of their reading', async () => {
    const [one, two, three] = (await glyphsOf('۱۲۳')).ids;
    const line = await glyphsOf(isolated('بن ۱۲۳'));
    expect(line.ids.slice(0, 3)).toEqual([one, two, three]);
  });

  it('draws no box where a letter must not join: the letters stand apart', async () => {
    const { ids } = await glyphsOf(isolated('می‌خواهم'));
    expect(ids).not.toContain(0);
    expect(ids).toEqual([...(await glyphsOf(isolated('خواهم'))).ids, ...(await glyphsOf(isolated('می'))).ids]);
  });
});

const names: readonly string[] = [
  'Łódź Ñuñez Åse Nguyễn Thị Hường',
  'Ασκληπιός Παπαδόπουλος',
  'Ёжиков Щука Юрьевич',
  'محمد بن عبد الله',
  'فاطِمَةُ الزَّهْراء',
  'کاوه پژمان گیتی',
  'יעקב (קובי) לוי',
  'שָׁלוֹם כֹּהֵן',
  'น้ำผึ้ง กตัญญู',
  'श्रीकृष्ण शर्मा',
  'प्रियंका द्विवेदी',
];

describe('the room that a text is given', () => {
  it.each(names)('is never less than %s needs, and little more', async (name) => {
    const drawnMm = (await glyphsOf(isolated(name))).widthEm / 1000;
    const roomMm = textWidthMm(isolated(name), 1, 'regular');
    expect(roomMm).toBeGreaterThanOrEqual(drawnMm - 0.01);
    // Arabic letters that are joined are narrower than alone.
    expect(roomMm).toBeLessThan(1.6 * drawnMm);
  });
});

describe('the base face', () => {
  it('has Latin with every accent, Greek and Cyrillic, and knows what it lacks', async () => {
    const base = [await readBaseFace()];
    for (const text of [
      'Łódź Ñuñez Åse Nguyễn',
      'Nguyễn'.normalize('NFD'),
      'Ασκληπιός',
      'Ёжиков Щука',
      '± 5 °, «x» – ≥ µ −',
    ])
      expect(covers(base, text), text).toBe(true);
    expect(covers(base, '\u200f\n')).toBe(true);
    for (const text of ['𐎠𐎡', '\ue123']) expect(covers(base, text), text).toBe(false);
  });

  it('is asked through the writer, that names the characters that no installed font can print', async () => {
    const writer = createReportWriter();
    expect(await writer.unprintable(['Ann �', ...names, '\ue123 x', '王伟', 'Ann 김민', 'さ', 'A👨‍👩‍👧b'])).toEqual(
      new Set(['\ue123', '王', '伟', '김', '민', 'さ', '👨‍👩‍👧']),
    );
  });
});
