import { describe, expect, test } from 'vitest';
import { roundsShare } from './atrialCycle.ts';

const rateHz = 250;
const zero = 137;
const rrS = 0.66;
const qrs = { roughOnsetS: -0.04, roughOffsetS: 0.05 };

const rows = (at: (timeS: number) => number): Float64Array[] =>
  [1, -0.6, 0.3].map((size) => Float64Array.from({ length: 350 }, (_, i) => size * at((i - zero) / rateHz)));
const bump = (timeS: number, centreS: number): number => Math.exp(-(((timeS - centreS) / 0.03) ** 2));

describe('share of the cycle that waves of equal distance explain', () => {
  test.each([2, 3, 4])('all of it where the waves come %i times to a beat', (rounds) => {
    const wave = rows((timeS) => Math.sin((2 * Math.PI * rounds * timeS) / rrS + 0.7));
    expect(roundsShare({ rows: wave, rateHz, zero, rrS, qrs, t: null })).toBeGreaterThan(0.98);
  });

  test('half and less where a P wave comes once', () => {
    const once = rows((timeS) => bump(timeS, -0.16) + bump(timeS, rrS - 0.16));
    expect(roundsShare({ rows: once, rateHz, zero, rrS, qrs, t: null })).toBeLessThan(0.6);
  });

  test('nothing to say without room, on silence, or at rates that no atrial circuit fits', () => {
    const silent = rows(() => 0);
    for (const interval of [0.1, 0.3, 0.66, 3])
      expect(roundsShare({ rows: silent, rateHz, zero, rrS: interval, qrs, t: null })).toBe(0);
  });
});
