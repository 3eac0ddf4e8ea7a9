import { expect, test } from 'vitest';
import type { Beat, Diagnosis } from '../../../app/analysis/schema.ts';
import { lorenzFigure, probabilityFigure, qualityFigure, tachogramFigure, trendFigure } from './figures.ts';

const inks = { text: 't', muted: 'm', rule: 'r', accent: 'a', critical: 'c', control: 'k' };
const beats: Beat[] = [0.5, 1.3, 2.1, 2.6, 3.8].map((timeS, i) => ({
  timeS,
  aami: i === 3 ? 'V' : 'N',
  probability: null,
  paced: null,
}));

test('every RR interval is a point once, by the class of the beat that ends it', () => {
  const { data } = tachogramFigure(beats)(inks);
  expect(data.slice(1)).toEqual([
    expect.objectContaining({ name: 'normal', x: [1.3, 2.1, 3.8] }),
    expect.objectContaining({ name: 'ventricular', x: [2.6], marker: expect.objectContaining({ symbol: 'square' }) }),
  ]);
});

test('in the Lorenz plot each interval stands against the next, on equal axes', () => {
  const { data, layout } = lorenzFigure(beats)(inks);
  const ventricular = data.find((series) => 'name' in series && series.name === 'ventricular');
  expect(ventricular).toMatchObject({ x: [expect.closeTo(800)], y: [expect.closeTo(500)] });
  expect(layout.yaxis).toMatchObject({ scaleanchor: 'x' });
});

test('a threshold for every class; what is stated is told apart by fill and word', () => {
  const of = (name: Diagnosis['class'], probability: number, positive: boolean): Diagnosis => ({
    model: 'm',
    version: '1',
    class: name,
    probability,
    threshold: 0.4,
    positive,
    calibrated: true,
  });
  const { data } = probabilityFigure([of('MI', 0.7, true), of('CD', 0.1, false)])(inks);
  expect(data).toEqual([
    expect.objectContaining({ name: 'stated', y: ['MI'], x: [70] }),
    expect.objectContaining({ name: 'not stated', y: ['CD'], x: [10] }),
    expect.objectContaining({ name: 'threshold', x: [40, 40] }),
  ]);
});

test('a lead that must not be read is hatched', () => {
  const { data } = qualityFigure([
    { lead: 'I', score: 0.9, readable: true, flags: [] },
    { lead: 'V1', score: 0.1, readable: false, flags: ['muscle'] },
  ])(inks);
  expect(data[0]).toMatchObject({
    marker: { pattern: { shape: ['', '/'] } },
    customdata: ['readable', expect.any(String)],
  });
});

test('the course leaves out what was not measured, and marks the two that are compared', () => {
  const values = (qtMs: number | null) => ({
    heartRateBpm: { value: 60, halfWidth: 1 },
    prMs: { value: null, halfWidth: null },
    qrsMs: { value: 90, halfWidth: 5 },
    qtMs: { value: qtMs, halfWidth: 9 },
    qtcFridericiaMs: { value: qtMs, halfWidth: 9 },
    qrsAxisDeg: { value: 30, halfWidth: 9 },
  });
  const recordings = [380, null, 402].map((qtMs, i) => ({
    id: i + 1,
    record: `r${i + 1}`,
    startTime: `202${i}-01-01T00:00:00`,
    importedAt: '2026-01-01T00:00:00.000Z',
    values: values(qtMs),
  }));
  const { data } = trendFigure(recordings, 'qtMs', { openId: 3, partnerId: null })(inks);
  expect(data[0]).toMatchObject({
    x: ['2020-01-01T00:00:00', '2022-01-01T00:00:00'],
    y: [380, 402],
    error_y: { array: [9, 9] },
    marker: { symbol: ['circle', 'diamond'] },
  });
});
