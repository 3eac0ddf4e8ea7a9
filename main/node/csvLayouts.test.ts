import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CsvLayout } from '../../app/formats/csv/layout.ts';
import { createCsvLayouts } from './csvLayouts.ts';

const layout = (digit: string, sampleRateHz: number): CsvLayout => ({
  signature: digit.repeat(32),
  delimiter: ',',
  decimalComma: false,
  leadsInRows: false,
  headingRows: 1,
  headingCells: 0,
  sampleRateHz,
  unit: 'mV',
  countsPerMv: null,
  series: [{ place: 1, use: 'lead', name: 'II' }],
});
const place = () => join(mkdtempSync(join(tmpdir(), 'layouts-')), 'below', 'layouts.json');

test('what was remembered is there after a restart, the newest first, each writer once', async () => {
  const path = place();
  const first = createCsvLayouts(path);
  await Promise.all([first.remember(layout('a', 250)), first.remember(layout('b', 250))]);
  await first.remember(layout('a', 500));
  expect(await createCsvLayouts(path).list()).toEqual([layout('a', 500), layout('b', 250)]);
});

test('a spoilt file is an empty list and is written anew', async () => {
  const path = place();
  const layouts = createCsvLayouts(path);
  expect(await layouts.list()).toEqual([]);
  await layouts.remember(layout('a', 250));
  writeFileSync(path, '{"layouts":[{"signature":"x"}]}');
  expect(await layouts.list()).toEqual([]);
  await layouts.remember(layout('b', 250));
  expect(JSON.parse(readFileSync(path, 'utf8')).layouts).toHaveLength(1);
});

test('without a file they last as long as the program', async () => {
  const layouts = createCsvLayouts(null);
  await layouts.remember(layout('a', 250));
  expect(await layouts.list()).toEqual([layout('a', 250)]);
});
