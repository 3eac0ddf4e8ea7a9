import { describe, expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import type { PolylineItem } from './displayList.ts';
import { layoutTracing } from './layoutTracing.ts';
import { surveyLeads } from './leadSurvey.ts';
import { recordingOf } from './testRecordings.ts';
import { defaultTracingOptions } from './tracingLayout.ts';

const spikeMv = 1.5;
/** A spike of 0.5 ms at 2,000 samples a second is one sample high. */
const paced = (leads: readonly string[], seconds: number, sampleRateHz: number) =>
  recordingOf(
    leads,
    seconds,
    (timeS) => (Math.round(timeS * sampleRateHz) % Math.round(0.8 * sampleRateHz) === 777 ? spikeMv : 0),
    sampleRateHz,
  );

const tracesOf = (items: readonly { readonly kind: string }[]): PolylineItem[] =>
  items.filter(
    (item): item is PolylineItem => item.kind === 'polyline' && (item as PolylineItem).pointsMm.length !== 12,
  );

const spikesIn = (points: Float32Array, heightMm: number): number => {
  let level = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < points.length; at += 2) level = Math.max(level, points[at] ?? level);
  let spikes = 0;
  for (let at = 1; at < points.length; at += 2)
    if (level - (points[at] ?? level) > 0.99 * heightMm && !(level - (points[at - 2] ?? level) > 0.99 * heightMm))
      spikes += 1;
  return spikes;
};

describe('a pacing spike of half a millisecond', () => {
  for (const pxPerMm of [0.5, 0.94, 1.9, 3.78, 4.72, 7.56, 15.1, 30.2, 60.5])
    for (const speedMmPerS of [12.5, 25, 50, 100])
      test(`stands in full height at ${pxPerMm} pixels a millimetre and ${speedMmPerS} mm/s`, () => {
        for (const [leads, seconds] of [
          [standardLeads, 10],
          [['II'], 90],
        ] as const) {
          const recording = paced(leads, seconds, 2000);
          const layout = layoutTracing(recording, {
            ...defaultTracingOptions,
            layout: '12x1',
            speedMmPerS,
            area: { widthMm: 290, heightMm: 260 },
            screen: { pxPerMm, leads: surveyLeads(recording) },
          });
          const drawn = tracesOf(layout.list.items);
          expect(drawn.length).toBe(layout.pieces.length);
          layout.pieces.forEach((piece, index) => {
            let due = 0;
            for (let sample = 777; sample / 2000 < piece.toS; sample += 1600)
              if (sample / 2000 >= piece.fromS) due += 1;
            expect(spikesIn(drawn[index]?.pointsMm ?? new Float32Array(), 15)).toBe(due);
          });
        }
      });

  test('is drawn no wider than its samples, and the list stays as short as the screen is wide', () => {
    const recording = paced(standardLeads, 10, 2000);
    const options = { ...defaultTracingOptions, layout: '12x1', area: { widthMm: 290, heightMm: 260 } } as const;
    const leads = surveyLeads(recording);
    const points = (pxPerMm: number) =>
      tracesOf(layoutTracing(recording, { ...options, screen: { pxPerMm, leads } }).list.items)[0]?.pointsMm.length ??
      0;
    expect(points(3.78)).toBeLessThanOrEqual(2 * 4 * (250 * 3.78 + 60));
    expect(points(60)).toBe(2 * 20_000);
  });
});

test('the columns belong to the samples: a page that moves by less than one has the same voltages at the same times', () => {
  const recording = recordingOf(['II'], 300, (timeS) => Math.sin(50 * timeS) * Math.sin(timeS), 1000);
  const leads = surveyLeads(recording);
  const at = (fromS: number) => {
    const { list, pieces } = layoutTracing(recording, {
      ...defaultTracingOptions,
      fromS,
      area: { widthMm: 290, heightMm: 30 },
      screen: { pxPerMm: 3.78, leads },
    });
    const [piece] = pieces;
    const { pointsMm } = tracesOf(list.items)[0] ?? { pointsMm: new Float32Array() };
    return new Map(
      Array.from({ length: pointsMm.length / 2 }, (_, index) => [
        ((((pointsMm[2 * index] ?? 0) - (piece?.xMm ?? 0)) / 25 + (piece?.fromS ?? 0)) * 1000).toFixed(0),
        (((piece?.baselineMm ?? 0) - (pointsMm[2 * index + 1] ?? 0)) / 10 + (piece?.offsetMv ?? 0)).toFixed(3),
      ]),
    );
  };
  const one = at(100);
  const other = at(100.004);
  const both = [...one].filter(([time]) => other.has(time));
  expect(both.length).toBeGreaterThan(1000);
  const unlike = both.filter(([time, mv]) => Math.abs(Number(other.get(time)) - Number(mv)) > 0.002);
  expect(unlike.length).toBeLessThan(8);
});

test('missing samples are gaps at every scale, a single one too', () => {
  const recording = recordingOf(['II'], 10, (timeS) => (timeS >= 4 && timeS < 4.5 ? Number.NaN : 0), 1000);
  recording.leads[0]!.samplesMv[2000] = Number.NaN;
  for (const pxPerMm of [0.5, 3.78, 30]) {
    const { list } = layoutTracing(recording, {
      ...defaultTracingOptions,
      screen: { pxPerMm, leads: surveyLeads(recording) },
    });
    const points = tracesOf(list.items)[0]?.pointsMm ?? new Float32Array();
    expect(points.filter((value, index) => index % 2 === 0 && Number.isNaN(value))).toHaveLength(2);
  }
});
