import { describe, expect, it } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { type MedianBeats, markBeats } from '../analysis/medianBeats.ts';
import { standardLeads } from '../recording/recording.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { noNoise, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { DisplayList, LinesItem, PolylineItem, TextItem } from './displayList.ts';
import { layoutMedianGrid, layoutMedianTogether, type MedianCell, type MedianLayout } from './layoutMedian.ts';
import { textWidthMm } from './textWidth.ts';

const rateHz = 500;
const zero = 225;

/** A rectangle of 1 mV from -0.04 to 0.06 s; everything else is level. */
const medianOf = (names: readonly string[], heightMv: (lead: number) => number = () => 1): MedianBeats => ({
  leads: names.map((name, lead) => ({
    name,
    samplesMv: Float32Array.from({ length: 576 }, (_, i) => (i >= zero - 20 && i < zero + 30 ? heightMv(lead) : 0)),
    marks: {
      p: { onsetS: -0.2, peakS: -0.15, offsetS: -0.1 },
      qrs: { onsetS: -0.04, peakS: 0, offsetS: 0.06 },
      t: { onsetS: 0.2, peakS: 0.28, offsetS: 0.36 },
    },
  })),
  sampleRateHz: rateHz,
  zero,
  bounds: { pOnsetS: -0.2, pOffsetS: -0.1, qrsOnsetS: -0.04, qrsOffsetS: 0.06, tOffsetS: 0.36 },
  averaged: 9,
  alike: 9,
  beats: 11,
});

const scale = { speedMmPerS: 50, gainMmPerMv: 10 };
const room = { widthMm: 275, heightMm: 90 } as const;
const polylines = ({ items }: DisplayList): PolylineItem[] =>
  items.filter((item): item is PolylineItem => item.kind === 'polyline');
const texts = ({ items }: DisplayList): TextItem[] => items.filter((item): item is TextItem => item.kind === 'text');

/** x of the uprights of the global bounds, which are the longest lines over the grid. */
const boundsMm = ({ list }: MedianLayout): number[] => {
  const found = new Set<number>();
  for (const item of list.items) {
    if (item.kind !== 'lines' || item.ink !== 'accent' || item.strokeMm !== 0.15) continue;
    for (let at = 0; at + 3 < item.segmentsMm.length; at += 4)
      found.add(Math.round(100 * (item.segmentsMm[at] ?? Number.NaN)) / 100);
  }
  return [...found].sort((a, b) => a - b);
};
const xIn = (cell: MedianCell, timeS: number, mmPerS: number): number =>
  Math.round(100 * (cell.xMm + (timeS - cell.fromS) * mmPerS)) / 100;

describe('layoutMedianGrid', () => {
  const layout = layoutMedianGrid(medianOf(standardLeads), standardLeads, scale, room);

  it('has twelve leads in the order of the paper, the QRS onset on a strong line', () => {
    expect(layout.cells.map(({ lead }) => lead)).toEqual([...standardLeads]);
    expect(layout.cells[6]?.xMm).toBe(layout.cells[0]?.xMm);
    for (const cell of layout.cells) expect(xIn(cell, -0.04, 50) % 5).toBeCloseTo(0, 6);
  });

  it('runs the global bounds on their millimetre through all columns', () => {
    const expected = layout.cells
      .slice(0, 6)
      .flatMap((cell) => [-0.2, -0.1, -0.04, 0.06, 0.36].map((timeS) => xIn(cell, timeS, 50)));
    expect(boundsMm(layout)).toEqual(expected);
    // 100 ms of QRS are 5 mm, 400 ms of QT are 20 mm.
    expect(expected[3]! - expected[2]!).toBeCloseTo(5, 6);
    expect(expected[4]! - expected[2]!).toBeCloseTo(20, 6);
  });

  it.each([
    [25, 10],
    [50, 20],
  ])('draws 1 s as %d mm and 1 mV as %d mm', (speedMmPerS, gainMmPerMv) => {
    const { list, cells, mmPerMv } = layoutMedianGrid(
      medianOf(['II']),
      ['II'],
      { speedMmPerS, gainMmPerMv },
      { widthMm: 200, heightMm: 'fit' },
    );
    expect(mmPerMv).toBe(gainMmPerMv);
    const [pulse, trace] = polylines(list);
    const y = (points: Float32Array) => points.filter((_, index) => index % 2 === 1);
    expect(Math.max(...y(pulse!.pointsMm)) - Math.min(...y(pulse!.pointsMm))).toBeCloseTo(gainMmPerMv, 3);
    expect(cells[0]!.baselineMm - Math.min(...y(trace!.pointsMm))).toBeCloseTo(gainMmPerMv, 3);
    const high = Array.from({ length: trace!.pointsMm.length / 2 }, (_, i) => i).filter(
      (i) => trace!.pointsMm[2 * i + 1]! < cells[0]!.baselineMm - 1,
    );
    expect(trace!.pointsMm[2 * high[0]!]).toBeCloseTo(xIn(cells[0]!, -0.04, speedMmPerS), 2);
    expect((trace!.pointsMm[2 * high.at(-1)!]! - trace!.pointsMm[2 * high[0]!]!) / speedMmPerS).toBeCloseTo(0.098, 3);
  });

  it('gives up gain, and says so, where the heights have no room', () => {
    const tall = layoutMedianGrid(
      medianOf(standardLeads, () => 4),
      standardLeads,
      scale,
      room,
    );
    expect(tall.mmPerMv).toBe(5);
    expect(texts(tall.list).at(-1)?.text).toContain('5 mm/mV');
    expect(tall.list.heightMm).toBeLessThanOrEqual(90);
    for (const { pointsMm } of polylines(tall.list))
      for (let i = 1; i < pointsMm.length; i += 2) if (pointsMm[i]! < 0) throw new Error('off the paper');
  });

  it('takes fewer columns where the paper is narrow, and every lead keeps its place', () => {
    const widths = [275, 200, 120, 60, 10].map((widthMm) => {
      const narrow = layoutMedianGrid(medianOf(standardLeads), standardLeads, scale, { widthMm, heightMm: 'fit' });
      expect(new Set(narrow.cells.map(({ xMm, baselineMm }) => `${xMm} ${baselineMm}`)).size).toBe(12);
      return new Set(narrow.cells.map(({ xMm }) => xMm)).size;
    });
    expect(widths).toEqual([6, 4, 2, 1, 1]);
  });

  it('says what made it, and of a lead without a signal that it was not measured', () => {
    const median = medianOf(['I', 'II']);
    const { list } = layoutMedianGrid(median, ['I', 'II', 'V1'], scale, room);
    const words = texts(list).map(({ text }) => text);
    expect(words.join(' ')).toContain('not measured: no usable signal');
    expect(words.at(-1)).toContain('median of 9 beats, 2 of 11 left out');
    expect(words).toContain('P');
    const without = { ...median, bounds: { ...median.bounds, pOnsetS: null, pOffsetS: null, tOffsetS: null } };
    const plain = layoutMedianGrid(without, ['I', 'II'], scale, room);
    expect(texts(plain.list).map(({ text }) => text)).not.toContain('P');
    expect(boundsMm(plain)).toHaveLength(4);
  });

  it('lets no bound run through the name of a lead', () => {
    const wide = medianOf(standardLeads);
    const early = { ...wide, bounds: { ...wide.bounds, pOnsetS: -0.23 } };
    const { list } = layoutMedianGrid(early, standardLeads, { ...scale, speedMmPerS: 25 }, room);
    const lines = list.items.filter((item): item is LinesItem => item.kind === 'lines' && item.strokeMm === 0.15);
    const names = texts(list).filter(({ text }) => (standardLeads as readonly string[]).includes(text));
    for (const { xMm, yMm, text, sizeMm, weight } of names)
      for (const { segmentsMm } of lines)
        for (let at = 0; at < segmentsMm.length; at += 4) {
          const [x, top, , bottom] = segmentsMm.subarray(at, at + 4);
          const over = x! > xMm && x! < xMm + textWidthMm(text, sizeMm, weight);
          if (over) expect(bottom! <= yMm - 0.6 * sizeMm || top! >= yMm).toBe(true);
        }
  });
});

describe('layoutMedianTogether', () => {
  it('lays all leads on one baseline within the height, with the bounds at the same times', () => {
    const median = medianOf(standardLeads, (lead) => (lead % 2 === 0 ? 0.9 : -0.6));
    const layout = layoutMedianTogether(median, { speedMmPerS: 50, gainMmPerMv: 20 }, 70);
    expect(layout.mmPerMv).toBe(20);
    expect(polylines(layout.list)).toHaveLength(12);
    const [cell] = layout.cells;
    for (const { pointsMm } of polylines(layout.list)) expect(pointsMm[1]).toBeCloseTo(cell!.baselineMm, 3);
    expect(boundsMm(layout)).toEqual([-0.2, -0.1, -0.04, 0.06, 0.36].map((timeS) => xIn(cell!, timeS, 50)));
    expect(layoutMedianTogether(median, { speedMmPerS: 50, gainMmPerMv: 20 }, 40).mmPerMv).toBe(10);
  });
});

describe('the synthetic heart on the page of median beats', () => {
  it('has its QRS and QT where the truth has them, within a millimetre and two', () => {
    for (const seed of [1, 2, 3]) {
      const { recording, truth } = synthesise(synthSpec({ seed, durationS: 10, heartRateBpm: 65, noise: noNoise }));
      const analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
      const marked = markBeats(recording, analysis);
      if ('reason' in marked) throw new Error(marked.reason);
      const [, , qrsOn, qrsOff, tOff] = boundsMm(
        layoutMedianTogether(marked.median, { speedMmPerS: 50, gainMmPerMv: 10 }, 'fit'),
      );
      expect(Math.abs(qrsOff! - qrsOn! - (truth.measurements.qrsMs ?? Number.NaN) * 0.05)).toBeLessThan(1);
      expect(Math.abs(tOff! - qrsOn! - (truth.measurements.qtMs ?? Number.NaN) * 0.05)).toBeLessThan(2);
    }
  });
});
