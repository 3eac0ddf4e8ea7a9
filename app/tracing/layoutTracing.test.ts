import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { type LayoutName, layoutNames } from './arrangement.ts';
import type { DisplayList, PolylineItem, TextItem } from './displayList.ts';
import { layoutTracing } from './layoutTracing.ts';
import { oneHertzPulses, recordingOf, twelveLeads } from './testRecordings.ts';
import { textWidthMm } from './textWidth.ts';
import { defaultTracingOptions, type TracingLayout, type TracingOptions } from './tracingLayout.ts';

const lay = (recording: Recording, options: Partial<TracingOptions> = {}): TracingLayout =>
  layoutTracing(recording, { ...defaultTracingOptions, ...options });

const polylines = (list: DisplayList): PolylineItem[] =>
  list.items.filter((item): item is PolylineItem => item.kind === 'polyline');
const texts = (list: DisplayList): TextItem[] => list.items.filter((item): item is TextItem => item.kind === 'text');

const isPulse = (item: PolylineItem): boolean => item.pointsMm.length === 12;
const traces = (list: DisplayList): PolylineItem[] => polylines(list).filter((item) => !isPulse(item));

const xs = (points: Float32Array): number[] => Array.from(points).filter((_, index) => index % 2 === 0);
const ys = (points: Float32Array): number[] => Array.from(points).filter((_, index) => index % 2 === 1);

/** All that is wrong with the geometry of a list: what lies outside, what is no number. */
const faults = (list: DisplayList): string[] => {
  const slackMm = 0.001;
  const found: string[] = [];
  const check = (what: string, x: number, y: number) => {
    const inside = x >= -slackMm && x <= list.widthMm + slackMm && y >= -slackMm && y <= list.heightMm + slackMm;
    if (!inside) found.push(`${what} at ${x}, ${y}`);
  };
  for (const item of list.items) {
    if (item.kind === 'rect') {
      check('rect', item.xMm, item.yMm);
      check('rect', item.xMm + item.widthMm, item.yMm + item.heightMm);
    } else if (item.kind === 'lines') {
      for (let i = 0; i < item.segmentsMm.length; i += 2) {
        check('line', item.segmentsMm[i] ?? Number.NaN, item.segmentsMm[i + 1] ?? Number.NaN);
      }
    } else if (item.kind === 'polyline') {
      for (let i = 0; i < item.pointsMm.length; i += 2) {
        const x = item.pointsMm[i] ?? 0;
        const y = item.pointsMm[i + 1] ?? 0;
        if (Number.isNaN(x) && Number.isNaN(y)) continue;
        check('point', x, y);
      }
    } else {
      const width = textWidthMm(item.text, item.sizeMm, item.weight);
      const left = item.align === 'left' ? item.xMm : item.align === 'right' ? item.xMm - width : item.xMm - width / 2;
      check(`text ${item.text}`, left, item.yMm - 0.7 * item.sizeMm);
      check(`text ${item.text}`, left + width, item.yMm);
    }
  }
  return found;
};

describe('layoutTracing', () => {
  it('draws the calibration pulse 10 mm high and 5 mm wide at the left of every row', () => {
    const { list, pieces } = lay(twelveLeads());
    const pulses = polylines(list).filter(isPulse);
    expect(pulses).toHaveLength(4);
    for (const pulse of pulses) {
      const y = ys(pulse.pointsMm);
      const x = xs(pulse.pointsMm);
      expect(Math.max(...y) - Math.min(...y)).toBeCloseTo(10, 4);
      expect((x[3] ?? 0) - (x[2] ?? 0)).toBeCloseTo(5, 4);
      expect(Math.max(...x)).toBeLessThan(Math.min(...pieces.map((piece) => piece.xMm)));
    }
  });

  it.each([
    [12.5, 5],
    [25, 10],
    [50, 20],
  ])('puts 1 s on %d mm and 1 mV on %d mm', (speedMmPerS, gainMmPerMv) => {
    const { list, pieces } = lay(twelveLeads(), { speedMmPerS, gainMmPerMv });
    const rhythm = traces(list)[pieces.findIndex((piece) => piece.role === 'rhythm')];
    const points = rhythm?.pointsMm ?? new Float32Array();
    const high = Math.min(...ys(points));
    const rises: number[] = [];
    for (let i = 2; i < points.length; i += 2) {
      const isHigh = Math.abs((points[i + 1] ?? 0) - high) < 0.01;
      if (isHigh && Math.abs((points[i - 1] ?? 0) - high) > 0.01) rises.push(points[i] ?? 0);
    }
    expect(rises).toHaveLength(10);
    expect(((rises[9] ?? 0) - (rises[0] ?? 0)) / 9).toBeCloseTo(speedMmPerS, 3);
    expect(Math.max(...ys(points)) - high).toBeCloseTo(gainMmPerMv, 3);
  });

  it('lets the four columns follow each other in time, with the rhythm strip under all of them', () => {
    const { pieces } = lay(twelveLeads());
    expect(pieces).toHaveLength(13);
    const top = pieces.slice(0, 4);
    expect(top.map((piece) => piece.lead)).toEqual(['I', 'aVR', 'V1', 'V4']);
    expect(top.map((piece) => [piece.fromS, piece.toS])).toEqual([
      [0, 2.5],
      [2.5, 5],
      [5, 7.5],
      [7.5, 10],
    ]);
    top.slice(1).forEach((piece, index) => {
      const before = top[index];
      expect(piece.xMm).toBeCloseTo((before?.xMm ?? 0) + (before?.widthMm ?? 0), 6);
    });
    const rhythm = pieces[12];
    expect(rhythm).toMatchObject({ role: 'rhythm', lead: 'II', fromS: 0, toS: 10, widthMm: 250 });
    expect(rhythm?.xMm).toBe(top[0]?.xMm);
  });

  it('draws each sample where its piece says that it lies', () => {
    const recording = recordingOf(['I'], 10, (timeS) => Math.sin(timeS));
    const { list, pieces, mmPerS, mmPerMv } = lay(recording);
    const piece = pieces[0];
    const points = traces(list)[0]?.pointsMm ?? new Float32Array();
    const sample = 1234;
    const value = recording.leads[0]?.samplesMv[sample] ?? 0;
    expect(points[2 * sample]).toBeCloseTo((piece?.xMm ?? 0) + (sample / 500 - (piece?.fromS ?? 0)) * mmPerS, 3);
    expect(points[2 * sample + 1]).toBeCloseTo(
      (piece?.baselineMm ?? 0) - (value - (piece?.offsetMv ?? 0)) * mmPerMv,
      3,
    );
  });

  it('centres a lead with an offset on its median', () => {
    const { pieces } = lay(recordingOf(['II'], 10, (timeS) => 5 + oneHertzPulses(timeS)));
    expect(pieces[0]?.offsetMv).toBeCloseTo(5, 5);
    const place = pieces[0];
    expect(place?.baselineMm).toBeGreaterThan(place?.rowTopMm ?? 0);
    expect(place?.baselineMm).toBeLessThan((place?.rowTopMm ?? 0) + (place?.rowHeightMm ?? 0));
  });

  it('lifts the pen once where samples are missing, and joins nothing across', () => {
    const recording = recordingOf(['II'], 10, (timeS) => (timeS >= 4 && timeS < 5 ? Number.NaN : 0));
    const points = traces(lay(recording).list)[0]?.pointsMm ?? new Float32Array();
    const x = xs(points);
    expect(x.filter(Number.isNaN)).toHaveLength(1);
    const lift = x.findIndex(Number.isNaN);
    expect((x[lift + 1] ?? 0) - (x[lift - 1] ?? 0)).toBeGreaterThan(24.9);
    expect(points).toHaveLength(2 * (4500 + 1));
  });

  it('treats an infinite sample as missing', () => {
    const recording = recordingOf(['II'], 10, (timeS) => (timeS === 4 ? Number.POSITIVE_INFINITY : 0));
    expect(faults(lay(recording).list)).toEqual([]);
  });

  it('cuts a trace at the edge of the paper instead of bending it', () => {
    const recording = recordingOf(['II'], 10, (timeS) => (timeS >= 4 && timeS < 5 ? 1000 : 0));
    const { list, paper } = lay(recording);
    const points = traces(list)[0]?.pointsMm ?? new Float32Array();
    const x = xs(points);
    const lift = x.findIndex(Number.isNaN);
    expect(lift).toBeGreaterThan(0);
    expect(ys(points)[lift - 1]).toBeCloseTo(paper.yMm, 4);
    expect((x[lift + 1] ?? 0) - (x[lift - 1] ?? 0)).toBeGreaterThan(24.9);
    expect(faults(list)).toEqual([]);
  });

  it('says which leads were not recorded, and which have no signal', () => {
    const eleven = recordingOf(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5'], 10, (_, lead) =>
      lead === 3 ? Number.NaN : 0,
    );
    const { list, pieces } = lay(eleven);
    expect(pieces.find((piece) => piece.lead === 'V6')?.leadIndex).toBeNull();
    const words = texts(list).map((item) => item.text);
    expect(words).toContain('V6');
    expect(words.filter((word) => word === 'not recorded')).toHaveLength(1);
    expect(words.filter((word) => word === 'no signal')).toHaveLength(1);
  });

  it('keeps lead names clear of the traces', () => {
    const { list, pieces } = lay(
      recordingOf(
        twelveLeads().leads.map((lead) => lead.name),
        10,
        (timeS) => Math.sin(timeS * 40),
      ),
    );
    const names = texts(list).filter((item) => pieces.some((piece) => piece.lead === item.text));
    expect(names).toHaveLength(13);
    for (const name of names) {
      const right = name.xMm + textWidthMm(name.text, name.sizeMm, name.weight);
      for (const { pointsMm } of traces(list)) {
        for (let i = 0; i < pointsMm.length; i += 2) {
          const [x = 0, y = 0] = [pointsMm[i], pointsMm[i + 1]];
          const under = x > name.xMm && x < right && y > name.yMm - 0.7 * name.sizeMm && y < name.yMm;
          expect(under, `${name.text} at ${x}, ${y}`).toBe(false);
        }
      }
    }
  });

  it('turns aVR over in Cabrera order', () => {
    const { pieces } = lay(twelveLeads(), { layout: 'cabrera' });
    const limb = pieces.filter((piece) => piece.fromS === 0).map((piece) => piece.lead);
    expect(limb).toEqual(['aVL', 'I', '−aVR', 'II', 'aVF', 'III']);
    expect(pieces.find((piece) => piece.lead === '−aVR')?.sign).toBe(-1);
  });

  it('shows the asked rhythm lead, II without one, the first lead where there is no II', () => {
    const rhythmOf = (layout: TracingLayout) => layout.pieces.filter((piece) => piece.role === 'rhythm');
    expect(rhythmOf(lay(twelveLeads(), { rhythmLead: 'V1' })).map((piece) => piece.lead)).toEqual(['V1']);
    expect(rhythmOf(lay(twelveLeads(), { rhythmLead: 'X' })).map((piece) => piece.lead)).toEqual(['II']);
    expect(rhythmOf(lay(twelveLeads(), { layout: '3x4+3' })).map((piece) => piece.lead)).toEqual(['II', 'V1', 'V5']);
  });

  it('goes on from row to row with one lead, and begins no row after the end', () => {
    const { pieces, toS } = lay(recordingOf(['MLII'], 35, oneHertzPulses));
    expect(pieces.map((piece) => piece.fromS)).toEqual([0, 10, 20, 30]);
    expect(toS).toBe(35);
  });

  it('says of how much it shows a part', () => {
    const caption = (layout: TracingLayout) => texts(layout.list).at(-1)?.text;
    expect(caption(lay(twelveLeads(30)))).toMatch(/0–10 s of 30 s$/);
    expect(caption(lay(twelveLeads(10)))).toMatch(/0–10 s$/);
  });

  it('gives leads beyond the twelve rows of their own', () => {
    const names = [...twelveLeads().leads.map((lead) => lead.name), 'V7', 'V8', 'V9', 'V4R'];
    const { list, pieces } = lay(recordingOf(names, 10, oneHertzPulses));
    expect(pieces.map((piece) => piece.lead)).toEqual(expect.arrayContaining(names));
    expect(pieces).toHaveLength(17);
    expect(faults(list)).toEqual([]);
  });

  it('begins all columns together when the recording is too short to reach the last, and says so', () => {
    const { list, pieces } = lay(twelveLeads(4));
    expect(pieces.filter((piece) => piece.role === 'grid').every((piece) => piece.fromS === 0)).toBe(true);
    expect(texts(list).some((item) => item.text.includes('all columns begin at the same time'))).toBe(true);
  });

  it('lays out only the window of a recording of 30 minutes', () => {
    const long = recordingOf(['MLII', 'V5'], 1800, oneHertzPulses, 360);
    const { list, fromS, toS } = lay(long, { fromS: 1790 });
    const points = traces(list).reduce((sum, item) => sum + item.pointsMm.length / 2, 0);
    expect(fromS).toBe(1770);
    expect(toS).toBe(1800);
    expect(points).toBeLessThanOrEqual(2 * 30 * 361);
    expect(faults(list)).toEqual([]);
  });

  it('shortens the window to what a narrow paper holds at true scale', () => {
    const { pieces, list } = lay(twelveLeads(), { area: { widthMm: 163, heightMm: 120 } });
    expect(list.widthMm).toBe(163);
    expect(pieces[0]?.widthMm).toBeCloseTo(((pieces[0]?.toS ?? 0) - (pieces[0]?.fromS ?? 0)) * 25, 6);
    expect(faults(list)).toEqual([]);
  });

  it('keeps neighbouring rows apart while the paper allows it', () => {
    const tall = recordingOf(
      twelveLeads().leads.map((lead) => lead.name),
      10,
      (timeS, lead) =>
        lead === 9
          ? 2.4 * oneHertzPulses(timeS)
          : lead === 10
            ? -1.5 * oneHertzPulses(timeS)
            : oneHertzPulses(timeS) / 2,
    );
    const { pieces } = lay(tall, { area: { widthMm: 275, heightMm: 126 } });
    const [v4, v5] = ['V4', 'V5'].map((name) => pieces.find((piece) => piece.lead === name));
    const v6 = pieces.find((piece) => piece.lead === 'V6');
    expect((v4?.baselineMm ?? 0) - 24).toBeGreaterThan(0);
    expect((v6?.baselineMm ?? 0) - 5).toBeGreaterThan((v5?.baselineMm ?? 0) + 15);
  });

  it('stays on the paper and in numbers for any leads, length, scale and place', () => {
    const names = fc.uniqueArray(
      fc.constantFrom('I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'MLII', 'ECG', 'vx'),
      { maxLength: 15 },
    );
    const numbers = { noNaN: true, noDefaultInfinity: true };
    fc.assert(
      fc.property(
        names,
        fc.integer({ min: 0, max: 25 }),
        fc.constantFrom<LayoutName>(...layoutNames),
        fc.constantFrom(12.5, 25, 50),
        fc.constantFrom(5, 10, 20),
        fc.double({ min: -10, max: 100, ...numbers }),
        fc.option(
          fc.record({ widthMm: fc.integer({ min: 60, max: 500 }), heightMm: fc.integer({ min: 60, max: 400 }) }),
        ),
        fc.double({ min: -100, max: 100, ...numbers }),
        (leads, seconds, layout, speedMmPerS, gainMmPerMv, fromS, area, sizeMv) => {
          const recording = recordingOf(leads, seconds, (timeS, lead) => sizeMv * Math.sin(timeS * (lead + 3)), 50);
          const { list } = lay(recording, { layout, speedMmPerS, gainMmPerMv, fromS, area: area ?? 'fit' });
          expect(faults(list)).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});
