import { describe, expect, it } from 'vitest';
import { createReportWriter } from './createReportWriter.ts';
import { covers, type Face, readBaseFace } from './fonts.ts';
import { textRuns } from './textRuns.ts';

const face = (name: string, letters: string): Face => ({
  name,
  files: { regular: Buffer.alloc(0), semibold: Buffer.alloc(0) },
  covered: new Set([...letters].map((letter) => letter.codePointAt(0) ?? 0)),
});
const latin = face('base', 'abc ,-1');
const hebrew = face('hebrew', 'אבג ');
const runsOf = (text: string) => textRuns(text, [latin, hebrew]).map((run) => `${run.face}:${run.text}`);

describe('textRuns', () => {
  it('draws a line of one script at once', () => {
    expect(runsOf('abc, a')).toEqual(['base:abc, a']);
    expect(textRuns('אב ג', [latin, hebrew])).toEqual([{ face: 'hebrew', text: 'אב ג', rightToLeft: true }]);
  });

  it('puts stretches in the order of the line’s first letter', () => {
    expect(runsOf('abc אב')).toEqual(['base:abc ', 'hebrew:אב']);
    expect(runsOf('אב abc')).toEqual(['base:abc', 'hebrew:אב ']);
  });

  it('is nothing for nothing', () => {
    expect(textRuns('', [latin])).toEqual([]);
  });
});

describe('the base face', () => {
  it('has Latin with every accent, Greek and Cyrillic, and knows what it lacks', async () => {
    const base = [await readBaseFace()];
    for (const text of ['Łódź Ñuñez Åse Nguyễn', 'Ασκληπιός', 'Ёжиков Щука', '± 5 °, «x» – ≥ µ −'])
      expect(covers(base, text), text).toBe(true);
    expect(covers(base, '\u200f\n')).toBe(true);
    for (const text of ['𐎠𐎡', '\ue123']) expect(covers(base, text), text).toBe(false);
  });

  it('is asked through the writer, that names what no installed font can print', async () => {
    const writer = createReportWriter();
    expect(await writer.unprintable(['Ann', 'Ёж', '\ue123 x'])).toEqual(new Set(['\ue123 x']));
  });
});
