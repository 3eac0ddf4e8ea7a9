import { expect, test } from 'vitest';
import { createStraightRuns } from './straightRuns.ts';

type Point = readonly [x: number, y: number];

const tolerancePx = 0.1;

const drawn = (points: readonly Point[]): Point[] => {
  const kept: Point[] = [];
  const runs = createStraightRuns(
    tolerancePx,
    (x, y) => void kept.push([x, y]),
    (x, y) => void kept.push([x, y]),
  );
  points.forEach(([x, y], index) => {
    if (index === 0) runs.begin(x, y);
    else runs.to(x, y);
  });
  runs.end();
  return kept;
};

const offSegment = ([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number => {
  const squared = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = squared === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / squared;
  const held = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - held * (x2 - x1), y - y1 - held * (y2 - y1));
};

/** Mulberry32. */
const generator = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

test('a straight run is one line, and a turn keeps its place', () => {
  expect(
    drawn([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 5],
    ]),
  ).toEqual([
    [0, 0],
    [3, 0],
    [3, 5],
  ]);
});

test('a spike that goes up and comes back the same way keeps its tip', () => {
  const spike: Point[] = [
    [0, 0],
    [0, 20],
    [0, 10],
    [0, 0],
    [1, 0],
  ];
  expect(drawn(spike)).toEqual([
    [0, 0],
    [0, 20],
    [0, 0],
    [1, 0],
  ]);
});

test('one point is a place to begin and no line', () => {
  expect(drawn([[4, 5]])).toEqual([[4, 5]]);
  expect(drawn([])).toEqual([]);
});

test('no sample is further from what is drawn than the tolerance, whatever the signal', () => {
  const random = generator(1);
  for (let run = 0; run < 300; run += 1) {
    const step = 0.02 + 2 * random();
    const noise = 10 ** (3 * random() - 2);
    const points = Array.from({ length: 200 }, (_, index): Point => {
      const spike = random() < 0.02 ? 40 * random() : 0;
      return [Math.floor(index / 3) * 3 * step, 5 * Math.sin(index / 20) + noise * (random() - 0.5) + spike];
    });
    const kept = drawn(points);
    expect(kept.length).toBeLessThanOrEqual(points.length);
    let first = 0;
    for (const point of points) {
      // Segments follow the samples: the one that a sample belongs to is found going forward.
      let off = Number.POSITIVE_INFINITY;
      for (let at = first; at + 1 < kept.length; at += 1) {
        off = offSegment(point, kept[at] as Point, kept[at + 1] as Point);
        if (off <= tolerancePx + 1e-9) {
          first = at;
          break;
        }
      }
      expect(off).toBeLessThanOrEqual(tolerancePx + 1e-9);
    }
  }
});
