import { describe, expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { type Caliper, caliperItems, caliperTexts, caliperValue, endAt, placeAt, settledEnd } from './calipers.ts';
import type { DisplayItem, LinesItem, RectItem, TextItem } from './displayList.ts';
import { layoutTracing } from './layoutTracing.ts';
import { oneHertzPulses, recordingOf } from './testRecordings.ts';
import { defaultTracingOptions, type TracingLayout } from './tracingLayout.ts';

const linesOf = (items: readonly DisplayItem[]): LinesItem[] =>
  items.filter((item): item is LinesItem => item.kind === 'lines');
const wordsOf = (items: readonly DisplayItem[]): string[] =>
  items.filter((item): item is TextItem => item.kind === 'text').map(({ text }) => text);

const pageOf = (recording: Recording): TracingLayout =>
  layoutTracing(recording, { ...defaultTracingOptions, layout: '12x1', area: { widthMm: 290, heightMm: 220 } });

const between = (layout: TracingLayout, lead: string, fromS: number, toS: number, kind: Caliper['kind']): Caliper => {
  const piece = layout.pieces.find((each) => each.lead === lead);
  if (piece?.leadIndex == null) throw new Error(`no ${lead}`);
  const ends = [
    { timeS: fromS, mv: 0 },
    { timeS: toS, mv: 0 },
  ] as const;
  return { id: 1, kind, lead, leadIndex: piece.leadIndex, sign: piece.sign, role: piece.role, ends, marching: false };
};

/** Times at which the uprights of an interval caliper stand, read back from the paper. */
const drawnTimesS = (layout: TracingLayout, caliper: Caliper): number[] => {
  const piece = layout.pieces.find((each) => each.leadIndex === caliper.leadIndex);
  if (piece === undefined) throw new Error('not on the page');
  return linesOf(caliperItems(layout, [caliper], null)).flatMap(({ segmentsMm }) => {
    const times: number[] = [];
    for (let at = 0; at < segmentsMm.length; at += 4)
      if (segmentsMm[at] === segmentsMm[at + 2])
        times.push(piece.fromS + ((segmentsMm[at] ?? 0) - piece.xMm) / layout.mmPerS);
    return times;
  });
};

describe('on recordings of the synthetic heart, with snapping to the truth', () => {
  for (const seed of [1, 2, 3, 4, 5, 6])
    test(`seed ${seed}: value, overlay and panel agree with the known truth within one sample`, () => {
      const { recording, truth } = synthesise(synthSpec({ seed }));
      const layout = pageOf(recording);
      const sampleS = 1 / recording.sampleRateHz;
      const piece = layout.pieces.find(({ lead }) => lead === 'II');
      if (piece?.leadIndex == null) throw new Error('no II');
      const { leadIndex } = piece;
      let looked = 0;
      truth.beats.forEach(({ qrs, t, timeS }, index) => {
        const next = truth.beats[index + 1];
        for (const [fromS, toS] of [
          [timeS, next?.timeS],
          [qrs.onsetS, qrs.offsetS],
          [qrs.onsetS, t.offsetS],
        ]) {
          if (fromS == null || toS == null || toS > piece.toS) continue;
          looked += 1;
          const snapping = { fiducialsS: [fromS, toS], withinS: 0.04, withinMv: 0.1 };
          // Pressed beside it on the paper, as a hand does.
          const pressed = (at: number) => {
            const place = placeAt(layout, piece.xMm + (at + 0.011 - piece.fromS) * layout.mmPerS, piece.baselineMm);
            if (place === null) throw new Error('beside the paper');
            return settledEnd(place, recording, leadIndex, snapping);
          };
          const caliper: Caliper = { ...between(layout, 'II', 0, 0, 'interval'), ends: [pressed(fromS), pressed(toS)] };
          const trueMs = 1000 * (toS - fromS);
          const { ms, perMinute } = caliperValue(caliper);
          expect(Math.abs((ms ?? 0) - trueMs)).toBeLessThanOrEqual(1000 * sampleS);
          expect(perMinute).toBeCloseTo(60_000 / (ms ?? 0), 9);
          const drawn = drawnTimesS(layout, caliper);
          expect(drawn).toHaveLength(2);
          expect(Math.abs(Math.min(...drawn) - fromS)).toBeLessThanOrEqual(sampleS);
          expect(Math.abs(Math.max(...drawn) - toS)).toBeLessThanOrEqual(sampleS);
          const panel = caliperTexts(caliperValue(caliper), layout.mmPerMv);
          expect(wordsOf(caliperItems(layout, [caliper], null))).toEqual([`1: ${panel.join(' · ')}`]);
          expect(Number.parseInt(panel[0] ?? '', 10)).toBe(Math.round(ms ?? 0));
        }
      });
      expect(looked).toBeGreaterThan(15);
    });

  test('an amplitude drawn to the trace is that of the samples, in millivolts and millimetres, turned over in −aVR', () => {
    const { recording, truth } = synthesise(synthSpec({ seed: 3 }));
    const atS = truth.beats[3]?.timeS ?? 0;
    for (const name of ['II', 'aVR']) {
      const leadIndex = recording.leads.findIndex((lead) => lead.name === name);
      const sample = (timeS: number) =>
        recording.leads[leadIndex]?.samplesMv[Math.round(timeS * recording.sampleRateHz)] ?? Number.NaN;
      const snapping = { fiducialsS: [], withinS: 0.04, withinMv: 0.1 };
      const end = (timeS: number) => settledEnd({ timeS, mv: sample(timeS) + 0.08 }, recording, leadIndex, snapping);
      const ends = [end(atS - 0.1), end(atS)] as const;
      const upright = caliperValue({ kind: 'free', ends, sign: 1 });
      expect(upright.mv).toBeCloseTo(sample(atS) - sample(atS - 0.1), 6);
      expect(upright.ms).toBeCloseTo(100, 6);
      expect(caliperValue({ kind: 'free', ends, sign: -1 }).mv).toBeCloseTo(-(upright.mv ?? 0), 9);
      expect(caliperTexts(upright, 20).at(-1)).toBe(
        `${upright.mv! < 0 ? '−' : ''}${Math.abs(upright.mv! * 20).toFixed(1)} mm`,
      );
    }
  });
});

const recording = recordingOf(['I', 'II'], 10, oneHertzPulses);
const page = pageOf(recording);

test('an end without snapping lies where it was put, on a sample, and never beside the recording', () => {
  expect(settledEnd({ timeS: 1.2345, mv: 0.3 }, recording, 0, null)).toEqual({ timeS: 1.234, mv: 0.3 });
  expect(settledEnd({ timeS: -3, mv: 0 }, recording, 0, null).timeS).toBe(0);
  expect(settledEnd({ timeS: 300, mv: 0 }, recording, 0, null).timeS).toBeCloseTo(9.998, 9);
});

test('marching out repeats the interval over the whole stretch, and stops at its ends', () => {
  const caliper = { ...between(page, 'I', 2.5, 3.5, 'interval'), marching: true };
  const times = drawnTimesS(page, caliper);
  const ticks = [...new Set(times.map((timeS) => timeS.toFixed(2)))].sort();
  expect(ticks).toEqual(Array.from({ length: 10 }, (_, second) => (second + 0.5).toFixed(2)));
  expect(drawnTimesS(page, { ...between(page, 'I', 2.5, 2.501, 'interval'), marching: true })).toHaveLength(2);
});

test('an end is found where it stands and nowhere else', () => {
  const piece = page.pieces[0];
  if (piece === undefined) throw new Error('no piece');
  const caliper = between(page, 'I', 2, 3, 'interval');
  const x = piece.xMm + 3 * page.mmPerS;
  expect(endAt(page, [caliper], { xMm: x + 1, yMm: piece.baselineMm }, 1.5)).toEqual({ id: 1, end: 1 });
  expect(endAt(page, [caliper], { xMm: x + 2, yMm: piece.baselineMm }, 1.5)).toBeNull();
  expect(endAt(page, [caliper], { xMm: x, yMm: piece.rowTopMm + piece.rowHeightMm + 1 }, 1.5)).toBeNull();
});

test('nothing is drawn of a caliper that lies elsewhere in the recording', () => {
  const later = layoutTracing(recordingOf(['I'], 60, oneHertzPulses), {
    ...defaultTracingOptions,
    fromS: 30,
    area: { widthMm: 290, heightMm: 30 },
  });
  for (const kind of ['interval', 'amplitude', 'free'] as const)
    expect(caliperItems(later, [between(later, 'I', 2, 3, kind)], null)).toEqual([]);
});

test('the value of a caliper never lies on the name of a lead', () => {
  const { recording } = synthesise(synthSpec({ seed: 1 }));
  const layout = pageOf(recording);
  const names = layout.list.items.filter(
    (item): item is TextItem => item.kind === 'text' && recording.leads.some(({ name }) => name === item.text),
  );
  expect(names).toHaveLength(12);
  let shown = 0;
  for (const { name } of recording.leads) {
    const items = caliperItems(layout, [between(layout, name, 0.05, 0.85, 'interval')], null);
    for (const box of items.filter((item): item is RectItem => item.kind === 'rect')) {
      shown += 1;
      for (const { xMm, yMm, text, sizeMm } of names) {
        const apart = xMm + 0.5 * sizeMm * text.length < box.xMm || xMm > box.xMm + box.widthMm;
        expect(apart || yMm <= box.yMm || yMm - 0.6 * sizeMm >= box.yMm + box.heightMm, `${name} on ${text}`).toBe(
          true,
        );
      }
    }
  }
  expect(shown).toBe(12);
});
