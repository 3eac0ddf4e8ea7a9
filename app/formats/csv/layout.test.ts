import { describe, expect, it } from 'vitest';
import type { DecodeHints } from '../format.ts';
import { csv } from './csv.ts';
import { type CsvInspection, inspectCsv } from './inspect.ts';
import { type CsvLayout, csvLayoutSchema } from './layout.ts';

const file = (content: string) => ({ name: 'r.csv', bytes: new TextEncoder().encode(content) });
const inspected = (content: string): CsvInspection => {
  const result = inspectCsv(file(content));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const answered = (content: string, answers: Partial<CsvLayout>): CsvLayout =>
  csvLayoutSchema.parse({ ...inspected(content).draft, ...answers });
const decode = (content: string, layouts: readonly CsvLayout[], hints: DecodeHints = {}) =>
  csv.decode([file(content)], { ...hints, csvLayouts: layouts });
const leads = (content: string, layout: CsvLayout) => {
  const result = decode(content, [layout]);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return Object.fromEntries(result.value.leads.map(({ name, samplesMv }) => [name, [...samplesMv]]));
};

const named = 'I;II\n1,5;2\n3;4,25\n';
const bare = '10\t20\t0\n30\t40\t0\n50\t60\t0\n';

describe('what a table leaves open', () => {
  it.each([
    ['nothing', '# sampleRateHz: 250\n# unit: mV\nI,II\n1,2\n', []],
    ['the rate and the unit', named, ['rate', 'unit']],
    ['the unit', 'time (s),I\n0,1\n0.002,2\n', ['unit']],
    ['the gain', '# sampleRateHz: 250\nI (counts)\n1\n2\n', ['gain']],
    ['all', bare, ['rate', 'unit', 'lead-names']],
  ])('%s', (_, content, questions) => {
    expect(inspected(content).questions).toEqual(questions);
  });

  it('proposes what it sees and guesses neither rate nor unit', () => {
    expect(inspected(named)).toMatchObject({
      draft: {
        delimiter: ';',
        decimalComma: true,
        leadsInRows: false,
        headingRows: 1,
        sampleRateHz: null,
        unit: null,
        series: [
          { place: 1, use: 'lead', name: 'I' },
          { place: 2, use: 'lead', name: 'II' },
        ],
      },
      preview: [
        ['I', 'II'],
        ['1,5', '2'],
        ['3', '4,25'],
      ],
      seriesCount: 2,
    });
  });

  it('passes over numbers of samples, words and other signals', () => {
    const { draft } = inspected('sample,time (ms),I,resp,remark\n1,0,1,2,a\n2,4,1,2,b\n');
    expect(draft.series).toEqual([
      { place: 2, use: 'time', unit: 'ms' },
      { place: 3, use: 'lead', name: 'I' },
    ]);
  });

  it('sees leads in rows', () => {
    const values = Array.from({ length: 100 }, (_, i) => i).join(',');
    expect(inspected(`I,${values}\nII,${values}\n`)).toMatchObject({
      draft: { leadsInRows: true, headingCells: 1, series: [{ name: 'I' }, { name: 'II' }] },
      seriesCount: 2,
    });
  });

  it('shows no more than a page of a table, however long its lines', () => {
    const { preview } = inspected(`${'123456,'.repeat(50_000)}1\n2\n`);
    expect(preview[0]!.length).toBeLessThanOrEqual(24);
  });

  it.each(['', 'a,b\nc,d\n', '\n\n\n'])('refuses what is no table: %j', (content) => {
    expect(inspectCsv(file(content))).toMatchObject({ ok: false });
  });
});

describe('a layout that a person gave', () => {
  it('answers what was open', () => {
    const layout = answered(named, { sampleRateHz: 500, unit: 'uV' });
    expect(leads(named, layout)).toEqual({
      I: [0.0015, 0.003].map(Math.fround),
      II: [0.002, 0.00425].map(Math.fround),
    });
    const result = decode(named, [layout]);
    expect(result.ok && [result.value.sampleRateHz, result.value.notes]).toEqual([
      500,
      [{ code: 'layout-from-user', text: expect.any(String) }],
    ]);
  });

  it('names leads, leaves columns out and scales counts', () => {
    const layout = answered(bare, {
      sampleRateHz: 250,
      unit: 'counts',
      countsPerMv: 10,
      series: [
        { place: 2, use: 'lead', name: 'v5' },
        { place: 1, use: 'lead', name: 'Lead II' },
      ],
    });
    expect(leads(bare, layout)).toEqual({ V5: [2, 4, 6], II: [1, 3, 5] });
  });

  it('takes the rate from a column that it calls time', () => {
    const content = 'a,b\n0:00.000,1\n0:00.004,2\n0:00.008,3\n';
    const series = [
      { place: 1, use: 'time', unit: 'clock' },
      { place: 2, use: 'lead', name: 'II' },
    ] as const;
    const result = decode(content, [answered(content, { unit: 'mV', series: [...series] })]);
    expect(result.ok && result.value.sampleRateHz).toBe(250);
  });

  it('reads leads in rows', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const content = `a,${values.join(',')}\nb,${values.map((v) => 2 * v).join(',')}\n`;
    const layout = answered(content, {
      sampleRateHz: 250,
      unit: 'mV',
      series: [{ place: 2, use: 'lead', name: 'V1' }],
    });
    expect(leads(content, layout)).toEqual({ V1: values.map((v) => 2 * v) });
  });

  it('passes over words in columns that nobody asked for', () => {
    const content = 'I,remark\n1,good\n2,bad\n';
    expect(leads(content, answered(content, { sampleRateHz: 250, unit: 'mV' }))).toEqual({ I: [1, 2] });
  });

  it('is found again by the writer of a file, not by its values', () => {
    const layout = answered(named, { sampleRateHz: 500, unit: 'mV' });
    const again = 'i ;II\n7;8\n9,5;1\n2;3\n';
    expect(leads(again, layout)).toEqual({ I: [7, 9.5, 2], II: [8, 1, 3] });
    for (const other of ['I,II\n1,2\n', 'I;III\n1,5;2\n', 'I;II;V1\n1,5;2;3\n', '1,5;2\n3;4\n']) {
      expect(decode(other, [layout])).toMatchObject({ ok: false, error: { code: 'rate-missing' } });
    }
  });

  it('keeps nothing of the file in its signature', () => {
    expect(inspected('Miller;II\n1,5;2\n').draft.signature).toMatch(/^[0-9a-f]{32}$/);
  });

  it('contradicts neither the file nor itself in silence', () => {
    const timed = 'time (s),I\n0,1\n0.002,2\n0.004,3\n';
    expect(decode(timed, [answered(timed, { sampleRateHz: 250, unit: 'mV' })])).toMatchObject({
      error: { code: 'header-invalid' },
    });
    const series = [{ place: 9, use: 'lead', name: 'I' }] as const;
    expect(decode(named, [answered(named, { sampleRateHz: 250, unit: 'mV', series: [...series] })])).toMatchObject({
      error: { code: 'header-invalid' },
    });
    expect(decode(named, [answered(named, { sampleRateHz: 250, unit: 'counts' })])).toMatchObject({
      error: { code: 'unit-missing' },
    });
  });
});
