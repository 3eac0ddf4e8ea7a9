import { expect, test } from 'vitest';
import type { MedianBeats } from '../analysis/medianBeats.ts';
import { alignMedians } from '../comparison/alignMedians.ts';
import { standardLeads } from '../recording/recording.ts';
import type { PolylineItem } from './displayList.ts';
import { dashedPath, earlierInk, laterInk, layoutMedianPair } from './layoutMedianPair.ts';

const median = (rAtS: number, names: readonly string[]): MedianBeats => {
  const samplesMv = Float32Array.from({ length: 575 }, (_, i) => Math.exp(-((((i - 225) / 500 - rAtS) / 0.015) ** 2)));
  const qrs = { onsetS: rAtS - 0.04, peakS: rAtS, offsetS: rAtS + 0.05 };
  return {
    leads: names.map((name) => ({ name, samplesMv, marks: { p: null, qrs, t: null } })),
    sampleRateHz: 500,
    zero: 225,
    bounds: { pOnsetS: null, pOffsetS: null, qrsOnsetS: qrs.onsetS, qrsOffsetS: qrs.offsetS, tOffsetS: rAtS + 0.35 },
    averaged: 9,
    alike: 9,
    beats: 9,
  };
};

const pairOf = (before: MedianBeats, after: MedianBeats) => ({ before, after, aligned: alignMedians(before, after) });
const lines = (items: readonly { readonly kind: string }[]) =>
  items.filter((item): item is PolylineItem => item.kind === 'polyline');
const highest = ({ pointsMm }: PolylineItem): { x: number; y: number } => {
  let best = { x: Number.NaN, y: Number.POSITIVE_INFINITY };
  for (let at = 0; at + 1 < pointsMm.length; at += 2)
    if (pointsMm[at + 1]! < best.y) best = { x: pointsMm[at]!, y: pointsMm[at + 1]! };
  return best;
};

test('the R peaks of both beats stand over each other in every lead, whatever their instants', () => {
  const list = layoutMedianPair(
    pairOf(median(0.02, standardLeads), median(0, standardLeads)),
    {
      speedMmPerS: 50,
      gainMmPerMv: 10,
    },
    260,
  );
  const traces = lines(list.items);
  expect(traces).toHaveLength(24);
  for (let lead = 0; lead < 12; lead++) {
    const [before, after] = [traces[2 * lead]!, traces[2 * lead + 1]!];
    expect([before.ink, after.ink]).toEqual([earlierInk, laterInk]);
    expect(Math.abs(highest(before).x - highest(after).x)).toBeLessThan(1);
    expect(before.pointsMm.some(Number.isNaN)).toBe(true);
    expect(after.pointsMm.some(Number.isNaN)).toBe(false);
  }
  expect(list.widthMm).toBeLessThanOrEqual(260);
});

test('a lead that only one recording has keeps its place and says so', () => {
  const list = layoutMedianPair(
    pairOf(median(0, ['I']), median(0, ['I', 'V1'])),
    { speedMmPerS: 25, gainMmPerMv: 10 },
    20,
  );
  expect(list.items).toContainEqual(expect.objectContaining({ kind: 'text', text: 'earlier: none' }));
  expect(lines(list.items)).toHaveLength(3);
});

test('dashes keep to the path and leave gaps; a lifted pen stays lifted', () => {
  const path = dashedPath(Float32Array.of(0, 0, 10, 0, Number.NaN, Number.NaN, 0, 5, 4, 5));
  const drawn: number[] = [];
  for (let at = 0; at + 3 < path.length; at += 2)
    if (!Number.isNaN(path[at]!) && !Number.isNaN(path[at + 2]!)) drawn.push(path[at + 2]! - path[at]!);
  for (const length of drawn) expect(length).toBeLessThanOrEqual(1.41);
  const sum = drawn.reduce((total, length) => total + length, 0);
  expect(sum).toBeGreaterThan(0.55 * 14);
  expect(sum).toBeLessThan(0.75 * 14);
  expect(dashedPath(new Float32Array())).toHaveLength(0);
});
