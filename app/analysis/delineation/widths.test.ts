import { expect, it } from 'vitest';
import { halfWidthS } from './widths.ts';

const rule = { perPart: [2, 1], floorS: [0.04, 0.03, 0.02, 0.01, 0.01] };

it('grows with every part of the doubt and with every lead that is missing', () => {
  const of = (leads: number, parts: readonly number[]): number => halfWidthS({ leads, parts }, rule);
  expect(of(12, [0, 0])).toBeCloseTo(0.01);
  expect(of(1, [0, 0])).toBeCloseTo(0.04);
  expect(of(12, [0.01, 0.02])).toBeCloseTo(Math.hypot(0.01, 0.02, 0.02));
  const byLeads = [1, 2, 3, 4, 5, 6, 12, 15].map((leads) => of(leads, [0.005, 0]));
  expect(byLeads).toEqual([...byLeads].sort((a, b) => b - a));
  expect(of(0, [0, 0])).toBeCloseTo(0.04);
});
