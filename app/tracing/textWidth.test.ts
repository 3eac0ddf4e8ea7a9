import { describe, expect, it } from 'vitest';
import { fitText, textWidthMm, wrapText } from './textWidth.ts';

describe('fitText', () => {
  it('leaves alone what fits, and cuts the rest with an ellipsis to no more than the room', () => {
    expect(fitText('QRS 96 ms', 40, 3, 'regular')).toBe('QRS 96 ms');
    const cut = fitText('Hohenlohe-Waldenburg-Schillingsfürst', 30, 5, 'semibold');
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidthMm(cut, 5, 'semibold')).toBeLessThanOrEqual(30);
  });

  it('puts control characters and line ends away and gives nothing where nothing fits', () => {
    expect(fitText('a\u0000\n b', 40, 3, 'regular')).toBe('a  b');
    expect(fitText('abc', 0.5, 3, 'regular')).toBe('');
  });
});

describe('fitText in other scripts', () => {
  it('never cuts between a letter and its marks', () => {
    const name = 'प्रियंका द्विवेदी';
    for (let roomMm = 3; roomMm < textWidthMm(name, 3, 'regular'); roomMm += 1) {
      const kept = fitText(name, roomMm, 3, 'regular').replace('…', '');
      expect(name.slice(kept.length).trimStart()).not.toMatch(/^\p{M}/u);
    }
  });

  it('closes what runs to the left where it is cut', () => {
    expect(fitText('\u2067יעקב לוי בן אברהם\u2069', 10, 3, 'regular')).toMatch(/^\u2067.+…\u2069$/u);
  });
});

describe('wrapText', () => {
  it('breaks at spaces, loses no word, and keeps every line within the room', () => {
    const sentence = 'the signal is unacceptable in four of twelve leads, so no model may answer';
    const lines = wrapText(sentence, 40, 3.1, 'regular');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(sentence);
    for (const line of lines) expect(textWidthMm(line, 3.1, 'regular')).toBeLessThanOrEqual(40);
  });

  it('breaks a word that is wider than the room, and loses no letter of it', () => {
    const word = 'Schillingsfürst'.repeat(9);
    const lines = wrapText(word, 40, 3.1, 'semibold');
    expect(lines.join('')).toBe(word);
    for (const line of lines) expect(textWidthMm(line, 3.1, 'semibold')).toBeLessThanOrEqual(40);
  });
});
