import { expect, test } from 'vitest';
import type { DisplayItem, PolylineItem, TextItem } from './displayList.ts';
import { type LiveScene, layoutLive } from './layoutLive.ts';

const samplesMv = Float32Array.from(
  { length: 250 * 60 },
  (_, i) => 0.5 + Math.exp(-((((i / 250) % 1) - 0.5) ** 2) / 1e-4),
);
const scene = (change: Partial<LiveScene> = {}): LiveScene => ({
  leads: [{ name: 'II', samplesMv }],
  sampleRateHz: 250,
  nowS: 4.2,
  beats: [
    { timeS: 1.5, aami: 'N', counted: true, intervalS: null },
    { timeS: 2.5, aami: 'V', counted: true, intervalS: 1 },
    { timeS: 3.5, aami: null, counted: true, intervalS: 1 },
  ],
  speedMmPerS: 25,
  gainMmPerMv: 10,
  ...change,
});
const area = { widthMm: 200, heightMm: 100 };
const tracesOf = (items: readonly DisplayItem[]): PolylineItem[] =>
  items.flatMap((item) =>
    item.kind === 'polyline' && item.ink === 'trace' && item.pointsMm.length > 20 ? [item] : [],
  );
const textsOf = (items: readonly DisplayItem[]): TextItem[] =>
  items.flatMap((item) => (item.kind === 'text' ? [item] : []));
const highest = ({ pointsMm }: PolylineItem, fromMm: number, toMm: number): readonly [number, number] => {
  let best = [Number.NaN, Number.POSITIVE_INFINITY] as const;
  for (let i = 0; i < pointsMm.length; i += 2)
    if (pointsMm[i]! >= fromMm && pointsMm[i]! <= toMm && pointsMm[i + 1]! < best[1])
      best = [pointsMm[i]!, pointsMm[i + 1]!];
  return best;
};

test('a second is 25 mm and a millivolt 10 mm; beats stand above their peaks with their class', () => {
  const { list } = layoutLive(scene(), area);
  const [trace] = tracesOf(list.items);
  const left = trace!.pointsMm[0]!;
  const [x1, y1] = highest(trace!, left, left + 20);
  const [x2] = highest(trace!, left + 25, left + 45);
  expect(x2 - x1).toBeCloseTo(25, 1);
  expect(trace!.pointsMm[1]! - y1).toBeCloseTo(10, 1);
  const letters = textsOf(list.items).filter(({ text }) => ['N', 'V'].includes(text));
  expect(letters.map(({ text, xMm }) => [text, xMm])).toEqual([
    ['V', expect.closeTo(left + 62.5, 3)],
    ['N', expect.closeTo(left + 37.5, 3)],
  ]);
});

test('nothing behind now is looked at', () => {
  const other = samplesMv.slice().fill(9, Math.floor(4.2 * 250));
  expect(layoutLive(scene({ leads: [{ name: 'II', samplesMv: other }] }), area)).toEqual(layoutLive(scene(), area));
});

test('the sweep writes over what it wrote before, with a gap ahead of it', () => {
  const { list, windowS } = layoutLive(scene({ nowS: 10 }), area);
  const [now, before] = tracesOf(list.items);
  expect(windowS).toBeLessThan(10);
  expect(before).toBeDefined();
  const end = now!.pointsMm.at(-2)!;
  expect(before!.pointsMm[0]! - end).toBeGreaterThan(5);
  expect(before!.pointsMm.at(-2)!).toBeLessThanOrEqual(200);
});

test('a deflection that does not count is marked so; missing samples, no leads and no room are taken', () => {
  const odd = scene({
    leads: [{ name: 'II', samplesMv: new Float32Array(100).fill(Number.NaN) }],
    beats: [{ timeS: 4, aami: 'V', counted: false, intervalS: null }],
  });
  expect(textsOf(layoutLive(odd, area).list.items).some(({ text }) => text === '?')).toBe(true);
  for (const one of [scene({ leads: [] }), scene({ nowS: 0 })])
    for (const room of [area, { widthMm: 0, heightMm: 0 }])
      expect(layoutLive(one, room).list.items.length).toBeGreaterThan(0);
});
