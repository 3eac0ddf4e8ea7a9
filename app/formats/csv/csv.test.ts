import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import type { DecodeHints, NamedBytes } from '../format.ts';
import { csv } from './csv.ts';

const file = (content: string, name = 'r.csv'): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) });
const decode = (content: string, hints: DecodeHints = {}, others: readonly NamedBytes[] = []): Recording => {
  const result = csv.decode([file(content), ...others], hints);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const refusal = (content: string, hints: DecodeHints = {}, others: readonly NamedBytes[] = []) => {
  const result = csv.decode([file(content), ...others], hints);
  if (result.ok) throw new Error('decoded, though it should have been refused');
  return result.error;
};
const leads = (recording: Recording) =>
  Object.fromEntries(recording.leads.map((lead) => [lead.name, [...lead.samplesMv]]));
const f = Math.fround;
const both: DecodeHints = { sampleRateHz: 500, unit: 'mV' };

describe('a table of samples', () => {
  it("reads Einthoven's own CSV with all its facts", () => {
    const recording = decode(
      '# einthoven csv 1\n# sampleRateHz: 250\n# unit: mV\n# startTime: 2026-01-02T03:04:05\n# age: 60\n# sex: M\n' +
        '# device: synthetic heart: 2\nI,"lead, odd"\n0.1,-0.2\n,0.3\n0.5,\n',
    );
    expect(leads(recording)).toEqual({ I: [f(0.1), Number.NaN, 0.5], 'lead, odd': [f(-0.2), f(0.3), Number.NaN] });
    expect(recording).toMatchObject({
      sampleRateHz: 250,
      sampleCount: 3,
      startTime: '2026-01-02T03:04:05',
      patient: { ageYears: 60, sex: 'M' },
      device: 'synthetic heart: 2',
      notes: [],
    });
  });

  it('takes the short keys too, and those that say more before them, wherever they stand', () => {
    const said = '# fs: 250\n# unit: mV\n# name: Ann Lee\n# start: 2026-01-02 03:04:05\n';
    const of = (ids: string) => decode(`${said}${ids}II\n0.1\n`);
    expect(of('# id: P1\n')).toMatchObject({
      patient: { id: 'P1', name: 'Ann Lee' },
      startTime: '2026-01-02T03:04:05',
    });
    for (const ids of ['# id: r5\n# patientId: P1\n', '# patientId: P1\n# id: r5\n'])
      expect(of(ids).patient.id).toBe('P1');
  });

  it('keeps missing samples of a single lead, which are empty lines', () => {
    const recording = decode('# sampleRateHz: 250\n# unit: mV\nII\n0.1\n\n0.3\n\n');
    expect(leads(recording)).toEqual({ II: [f(0.1), Number.NaN, f(0.3), Number.NaN] });
  });

  it.each([
    ['units in the heading', 'I (mV),II [uV],V1/mV,avf_µV\n1,1000,2,500\n2,3000,4,1500\n'],
    ['semicolons and decimal commas', 'I;II;V1;aVF\n1,0;1;2,0;0,5\n2;3,0;4;1,5\n'],
    ['tabs', 'i\tii\tv1\tAVF\n1\t1\t2\t.5\n2\t3\t4\t1.5\n'],
    ['a trailing delimiter', 'I,II,V1,aVF,\n1,1,2,0.5,\n2,3,4,1.5,\n'],
    ['CR LF and spaces', 'I , II, V1 ,aVF\r\n 1 , 1 , 2,0.5\r\n2, 3, 4 ,1.5\r\n\r\n'],
    ['a unit row', "'I','II','V1','aVF'\n'mV','uV','mV','mV'\n1,1000,2,0.5\n2,3000,4,1.5\n"],
  ])('reads %s', (_, content) => {
    expect(leads(decode(content, both))).toEqual({ I: [1, 2], II: [1, 3], V1: [2, 4], aVF: [0.5, 1.5] });
  });

  it('reads leads in rows, with or without a heading, and units beside the names', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i + 1) / 4);
    const rows = `I,${values.join(',')}\nII,${values.map((v) => -v).join(',')}\n`;
    const withHeading = `lead,${values.map((_, i) => i).join(',')}\n${rows}`;
    const withUnits = rows.replace('I,', 'I,uV,').replace('II,', 'II,uV,');
    expect(leads(decode(rows, both)).II).toEqual(values.map((v) => f(-v)));
    expect(leads(decode(withHeading, both))).toEqual(leads(decode(rows, both)));
    expect(leads(decode(withUnits, { sampleRateHz: 500 })).I).toEqual(values.map((v) => f(v / 1000)));
  });

  it('reads text with a byte order mark, in UTF-16 and in Windows-1252', () => {
    const wanted = { I: [f(0.001), f(0.002)] };
    const content = 'I (µV)\n1\n2\n';
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...[...content].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]),
    ]);
    const latin = Uint8Array.from([...content].map((c) => c.charCodeAt(0)));
    for (const bytes of [utf16, latin, new TextEncoder().encode(`\ufeff${content}`)]) {
      const result = csv.decode([{ name: 'r.csv', bytes }], { sampleRateHz: 500 });
      expect(result.ok && leads(result.value)).toEqual(wanted);
    }
  });

  it('numbers leads that nobody names, and says so', () => {
    const recording = decode('1,2\n3,4\n', both);
    expect(leads(recording)).toEqual({ 'column 1': [1, 3], 'column 2': [2, 4] });
    expect(recording.notes.map((note) => note.code)).toEqual(['lead-names-missing']);
    expect(leads(decode('# leads: I, V2\n1,2\n3,4\n', both))).toEqual({ I: [1, 3], V2: [2, 4] });
  });

  it('takes counts only with a gain', () => {
    expect(leads(decode('# unit: counts\n# gain: 200\n# fs: 360 Hz\nI\n100\n200\n'))).toEqual({ I: [0.5, 1] });
    expect(refusal('# unit: counts\n# fs: 360\nI\n100\n').code).toBe('unit-missing');
  });

  it('leaves out what is no ECG', () => {
    const recording = decode('I (mV),ABP (mmHg),Resp\n1,90,2\n2,91,3\n', both);
    expect(Object.keys(leads(recording))).toEqual(['I']);
    expect(recording.notes.map((note) => note.code)).toEqual(['signals-left-out']);
  });
});

describe('the sampling rate', () => {
  const table = (label: string, time: (i: number) => string, count = 200): string =>
    `${label},I\n${Array.from({ length: count }, (_, i) => `${time(i)},0.5`).join('\n')}\n`;
  const unit: DecodeHints = { unit: 'mV' };

  it.each([
    ['time (s)', (i: number) => String(i / 500), 500],
    ['time_ms', (i: number) => String(2 * i), 500],
    ['t [s]', (i: number) => (10 + i / 360).toFixed(3), 360],
    ['Time', (i: number) => (i * 0.004).toFixed(3), 250],
    ['Elapsed time', (i: number) => `0:${(i / 250).toFixed(3).padStart(6, '0')}`, 250],
    ['milliseconds', (i: number) => String(i), 1000],
  ] as const)('comes from a column "%s"', (label, time, rateHz) => {
    expect(decode(table(label, time), unit).sampleRateHz).toBe(rateHz);
  });

  it('is not guessed from a time column that may be read in several ways', () => {
    expect(
      refusal(
        table('time', (i) => String(i / 10)),
        unit,
      ).code,
    ).toBe('rate-missing');
  });

  it.each([
    ['a gap', (i: number) => String((i < 100 ? i : i + 1) / 500)],
    ['a repeated time', (i: number) => String((i === 50 ? 49 : i) / 500)],
    ['falling times', (i: number) => String(-i / 500)],
    ['an empty time', (i: number) => (i === 7 ? '' : String(i / 500))],
  ] as const)('is refused from a time column with %s', (_, time) => {
    const error = refusal(table('time (s)', time), unit);
    expect(error.code).toBe('values-invalid');
    expect(error.message).toMatch(/row \d+/);
  });

  it('is refused when two sources contradict each other', () => {
    const content = `# sampleRateHz: 1000\n${table('time (s)', (i) => String(i / 500))}`;
    expect(refusal(content, unit).code).toBe('header-invalid');
  });

  it('is taken from the user only where the file is silent', () => {
    expect(decode('# fs = 100\nI\n1\n', both).sampleRateHz).toBe(100);
    expect(decode('I\n1\n', both).sampleRateHz).toBe(500);
  });

  it('is refused when sample numbers skip', () => {
    expect(refusal('sample,I\n0,1\n1,1\n3,1\n', both).message).toContain('row 4');
  });
});

describe('the side file', () => {
  const side = (content: string): NamedBytes => file(content, 'r.json');

  it('is asked for, not required', () => {
    expect(csv.companions([file('I\n1\n')])).toEqual([
      { name: 'r.json', required: false },
      { name: 'r.csv.json', required: false },
    ]);
  });

  it('gives rate, unit and leads', () => {
    const recording = decode('1,2\n3,4\n', {}, [
      side('{"sampleRateHz": 250, "unit": "uV", "leads": ["i", "v1"], "age": 50, "nested": {"a": 1}}'),
    ]);
    expect(leads(recording)).toEqual({ I: [f(0.001), f(0.003)], V1: [f(0.002), f(0.004)] });
    expect(recording.sampleRateHz).toBe(250);
    expect(recording.patient.ageYears).toBe(50);
  });

  it('is passed over with a note when it is something else, refused when its rate is none', () => {
    expect(decode('I\n1\n', both, [side('not json')]).notes.map((note) => note.code)).toEqual(['side-file-ignored']);
    expect(refusal('I\n1\n', both, [side('{"sampleRateHz": 0}')])).toMatchObject({
      code: 'header-invalid',
      file: 'r.json',
    });
    expect(refusal('1,2\n3,4\n', both, [side('{"leads": ["I"]}')]).code).toBe('header-invalid');
  });
});

describe('bad input', () => {
  it.each([
    ['no rate', 'I (mV)\n1\n2\n', {}, 'rate-missing'],
    ['no unit', 'I\n1\n2\n', { sampleRateHz: 500 }, 'unit-missing'],
    ['a unit that nobody knows', '# unit: parrots\nI\n1\n', both, 'header-invalid'],
    ['0 Hz', '# sampleRateHz: 0\nI\n1\n', both, 'header-invalid'],
    ['a rate in words', '# sampleRateHz: fast\nI\n1\n', both, 'header-invalid'],
    ['0 Hz from the user', 'I\n1\n', { sampleRateHz: 0, unit: 'mV' }, 'header-invalid'],
    ['a heading alone', 'I,II\n', both, 'values-invalid'],
    ['nothing', '', both, 'empty-file'],
    ['a number beyond any', 'I\n1e300\n', both, 'values-invalid'],
    ['infinity', 'I\n1\nInfinity\n', both, 'values-invalid'],
    ['hexadecimal', 'I\n1\n0x10\n', both, 'values-invalid'],
    ['a first row that promises the world', `${','.repeat(5000)}I\n${'1\n'.repeat(5000)}`, both, 'values-invalid'],
    ['no ECG at all', 'ABP (mmHg)\n1\n2\n', both, 'unsupported'],
  ] as const)('refuses %s', (_, content, hints, code) => {
    expect(refusal(content, hints)).toMatchObject({ code, file: 'r.csv' });
  });

  it('names row and column of a text, and the row that is too short or too long', () => {
    expect(refusal('# c\nI,II\n1,2\n3,oops\n', both).message).toContain('row 4, column II');
    expect(refusal('I,II\n1,2\n3\n', both).message).toContain('row 3');
    expect(refusal('I,II\n1,2\n\n3,4\n', both).message).toContain('row 3');
    expect(refusal('I,II\n1,2,3\n', both).message).toContain('row 2');
  });

  it("does not repeat a cell's words: they may be a patient's", () => {
    expect(refusal('I,II\n1,2\n3,Jane Doe\n', both).message).not.toContain('Jane');
  });
});

describe('speed', () => {
  it('decodes 12 x 5000 in well under a second', () => {
    const names = Array.from({ length: 12 }, (_, i) => `L${i}`).join(',');
    const row = Array.from({ length: 12 }, (_, i) => (i / 7).toFixed(4)).join(',');
    const content = `# sampleRateHz: 500\n# unit: mV\n${names}\n${`${row}\n`.repeat(5000)}`;
    decode(content);
    const started = performance.now();
    decode(content);
    // About 20-40 ms on two shared cores; the limit only catches a change of kind.
    expect(performance.now() - started).toBeLessThan(500);
  });
});
