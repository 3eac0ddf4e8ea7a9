import { expect, test } from 'vitest';
import { formOf, layoutOf, missingIn, type TableInspection } from './layoutForm.ts';

const inspection = (): TableInspection => ({
  draft: {
    signature: 'a'.repeat(32),
    delimiter: ',',
    decimalComma: false,
    leadsInRows: false,
    headingRows: 1,
    headingCells: 0,
    sampleRateHz: null,
    unit: null,
    countsPerMv: null,
    series: [{ place: 2, use: 'lead', name: 'II' }],
  },
  questions: ['rate', 'unit'],
  preview: [],
  seriesCount: 3,
});

test('a form begins with what the file tells and says what is missing', () => {
  const form = formOf(inspection());
  expect(form.series.map(({ use }) => use)).toEqual(['ignore', 'lead', 'ignore']);
  expect(missingIn(form)).toEqual(['rate', 'unit']);
  expect(layoutOf(inspection(), form)).toBeNull();
});

test('a form that says all is a layout', () => {
  const form = { ...formOf(inspection()), sampleRateHz: 500, unit: 'uV' as const };
  expect(layoutOf(inspection(), form)).toEqual({ ...inspection().draft, sampleRateHz: 500, unit: 'uV' });
});

test('a time column takes the place of a rate, counts ask for their gain', () => {
  const [first, ...others] = formOf(inspection()).series;
  const form = {
    sampleRateHz: null,
    unit: 'counts' as const,
    countsPerMv: null,
    series: [{ ...first!, use: 'ms' as const }, ...others],
  };
  expect(missingIn(form)).toEqual(['gain']);
  expect(layoutOf(inspection(), { ...form, countsPerMv: 200 })?.series).toEqual([
    { place: 1, use: 'time', unit: 'ms' },
    { place: 2, use: 'lead', name: 'II' },
  ]);
});

test('numbers that are no numbers, no lead, and two leads of one name are missing answers', () => {
  const form = { ...formOf(inspection()), sampleRateHz: Number.NaN, unit: 'mV' as const };
  expect(missingIn(form)).toEqual(['rate']);
  const [first, second, third] = form.series;
  const twice = [first!, second!, { ...third!, use: 'lead' as const, name: ' ii' }];
  expect(missingIn({ ...form, sampleRateHz: 500, series: twice })).toEqual(['names']);
  expect(missingIn({ ...form, sampleRateHz: 500, series: [] })).toEqual(['leads']);
});
