import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import type { Result } from '../../result.ts';
import type { DecodeHints, NamedBytes } from '../format.ts';
import { wfdb } from './wfdb.ts';

const text = (name: string, content: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) });
const raw = (name: string, bytes: readonly number[]): NamedBytes => ({ name, bytes: Uint8Array.from(bytes) });
const int16 = (name: string, values: readonly number[]): NamedBytes => ({
  name,
  bytes: new Uint8Array(Int16Array.from(values).buffer),
});

const decode = (files: readonly NamedBytes[], hints: DecodeHints = {}): Recording => {
  const result = wfdb.decode(files, hints);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const refusal = (files: readonly NamedBytes[], hints: DecodeHints = {}) => {
  const result: Result<Recording> = wfdb.decode(files, hints);
  if (result.ok) throw new Error('decoded, though it should have been refused');
  return result.error;
};
const samples = (recording: Recording, lead: number): readonly number[] => [...recording.leads[lead]!.samplesMv];
const codes = (recording: Recording): readonly string[] => recording.notes.map((note) => note.code);

describe('an ordinary record', () => {
  it('reads interleaved leads, gain, baseline, unit and comments', () => {
    const header = text(
      'r.hea',
      '# made by hand\r\nr 2 500 3 8:26:04.5 26/10/1994  \r\nr.dat 16 200(100)/mV 16 0 300 600 0 i\r\n\r\n' +
        'r.dat 16 1000/uV 16 0 -1000 0 0 avr \r\n# Age: 60\r\n# Sex: Female\r\n',
    );
    const recording = decode([header, int16('r.dat', [300, -1000, 100, 0, 200, 1000])]);
    expect(recording.leads.map((lead) => lead.name)).toEqual(['I', 'aVR']);
    expect(samples(recording, 0)).toEqual([1, 0, 0.5]);
    expect(samples(recording, 1)).toEqual([-0.001, 0, 0.001].map(Math.fround));
    expect(recording.startTime).toBe('1994-10-26T08:26:04.5');
    expect(recording.patient).toEqual({ id: null, name: null, ageYears: 60, sex: 'F' });
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 3, notes: [] });
  });

  it.each([
    ['# <age>: 25  <sex>: M  <diagnoses>: (none)', 25, 'M'],
    ['# 69 M 1085 1629 x1', 69, 'M'],
    ['#<age>: 51\n#<sex>: F', 51, 'F'],
    ['#Age: 77  Sex: F', 77, 'F'],
    ['# <age>: ?? <sex>: ?', null, null],
    ['# -1 M 1629 1629 x1', null, 'M'],
    ['# Sexual history: M', null, null],
  ] as const)('reads the patient from "%s"', (comment, ageYears, sex) => {
    const files = [text('r.hea', `r 1 250 1\nr.dat 16 200 16 0 0 0 0 II\n${comment}\n`), int16('r.dat', [0])];
    expect(decode(files).patient).toMatchObject({ ageYears, sex });
  });

  it('takes the baseline from the ADC zero, and says so when it must assume the gain', () => {
    const files = [text('r.hea', 'r 1 360 2\nr.dat 16 0 11 1024 0 0 0 MLII\n'), int16('r.dat', [1024, 1224])];
    const recording = decode(files);
    expect(samples(recording, 0)).toEqual([0, 1]);
    expect(recording.leads[0]!.name).toBe('MLII');
    expect(codes(recording)).toEqual(['checksum-mismatch', 'gain-assumed']);
  });

  it.each([
    [16, [0x00, 0x80, 0xc8, 0x00]],
    [61, [0x80, 0x00, 0x00, 0xc8]],
    [160, [0x00, 0x00, 0xc8, 0x80]],
    [24, [0x00, 0x00, 0x80, 0xc8, 0x00, 0x00]],
    [32, [0x00, 0x00, 0x00, 0x80, 0xc8, 0x00, 0x00, 0x00]],
    [212, [0x00, 0x08, 0xc8]],
    [310, [0x00, 0x04, 0x90, 0x01]],
    [311, [0x00, 0x22, 0x03]],
  ] as const)('makes the missing-sample mark of format %i NaN', (format, bytes) => {
    const files = [text('r.hea', `r 1 250 2\nr.dat ${format} 200/mV\n`), raw('r.dat', bytes)];
    expect(samples(decode(files), 0)).toEqual([Number.NaN, 1]);
  });

  it('sums the first differences of format 8, each lead from its initial value', () => {
    const header = text('r.hea', 'r 2 250 3\nr.dat 8 100/mV 8 0 50 0 0 I\nr.dat 8 100/mV 8 0 -50 0 0 II\n');
    const recording = decode([header, raw('r.dat', [0, 0, 10, 246, 246, 10])]);
    expect(samples(recording, 0)).toEqual([0.5, 0.6, 0.5].map(Math.fround));
    expect(samples(recording, 1)).toEqual([-0.5, -0.6, -0.5].map(Math.fround));
  });

  it('skips the head of a .mat file and applies skew', () => {
    const mat = raw('r.mat', [...new Array<number>(24).fill(7), 100, 0, 200, 0, 44, 1]);
    expect(samples(decode([text('r.hea', 'r 1 250 3\nr.mat 16x1:1+24 100/mV\n'), mat]), 0)).toEqual([2, 3, Number.NaN]);
  });

  it('averages several samples per frame, over those that were recorded', () => {
    const header = text('r.hea', 'r 2 100 2\nr.dat 16x2 100/mV 16 0 0 0 0 II\nr.dat 16 100/mV 16 0 0 0 0 V1\n');
    const recording = decode([header, int16('r.dat', [100, 200, 7, -32768, 50, 8])]);
    expect(samples(recording, 0)).toEqual([1.5, 0.5]);
    expect(samples(recording, 1)).toEqual([0.07, 0.08].map(Math.fround));
    expect(recording.notes.find((note) => note.code === 'averaged-to-frame-rate')?.text).toContain('II (200 Hz)');
  });

  it('keeps every sample of a frame where all ECG signals have as many', () => {
    const header = text(
      'r.hea',
      'r 3 125 2\nr.dat 16x2 100/mV 16 0 0 0 0 II\nr.dat 16x2:1 100/mV 16 0 0 0 0 V1\nr.dat 16 1/mmHg 16 0 0 0 0 ABP\n',
    );
    const recording = decode([header, int16('r.dat', [100, 200, 7, 7, 90, -32768, 400, 800, 900, 91])]);
    expect(recording).toMatchObject({ sampleRateHz: 250, sampleCount: 4 });
    expect(samples(recording, 0)).toEqual([1, 2, NaN, 4]);
    expect(samples(recording, 1)).toEqual([8, 9, NaN, NaN]);
    expect(codes(recording)).toEqual(['checksum-mismatch', 'signals-left-out']);
  });

  it('reads a record of several files, leaves out what is no ECG, and tells the length from the bytes', () => {
    const header = text(
      'r.hea',
      'r 3 250\na.dat 16 200/mV\nb.dat 80 1/mmHg 8 0 0 0 0 ABP\na.dat 16 200 12 0 0 0 0 RESP\n',
    );
    const recording = decode([header, int16('a.dat', [200, 1, 400, 1]), raw('b.dat', [1, 2])]);
    expect(recording.leads.map((lead) => lead.name)).toEqual(['signal 1']);
    expect(recording.sampleCount).toBe(2);
    expect(recording.notes.find((note) => note.code === 'signals-left-out')?.text).toContain('ABP (mmHg), RESP (mV)');
  });

  it('survives a date that does not exist, with a note', () => {
    const recording = decode([text('r.hea', 'r 1 250 1 10:00:00 31/02/2020\nr.dat 16 200\n'), int16('r.dat', [0])]);
    expect(recording.startTime).toBeNull();
    expect(codes(recording)).toContain('start-time-unknown');
  });

  it('notes a checksum that does not fit, and only then', () => {
    const header = (sum: number) => text('r.hea', `r 1 250 2\nr.dat 16 200/mV 16 0 0 ${sum} 0 I\n`);
    const data = int16('r.dat', [30000, 30000]);
    expect(codes(decode([header(60000), data]))).toEqual([]);
    expect(codes(decode([header(60000 - 65536), data]))).toEqual([]);
    expect(codes(decode([header(1), data]))).toEqual(['checksum-mismatch']);
  });

  it('gives leads of one name distinct names', () => {
    const header = text('r.hea', 'r 2 250 1\nr.dat 16 200/mV 16 0 0 0 0 ECG\nr.dat 16 200/mV 16 0 0 0 0 ECG\n');
    expect(decode([header, int16('r.dat', [0, 0])]).leads.map((lead) => lead.name)).toEqual(['ECG', 'ECG (2)']);
  });
});

describe('bad input', () => {
  const signal = 'r.dat 16 200/mV 16 0 0 0 0 I';
  const data = int16('r.dat', [0, 0, 0, 0]);

  it.each([
    ['no rate', `r 1\n${signal}\n`, 'rate-missing'],
    ['0 Hz', `r 1 0 4\n${signal}\n`, 'header-invalid'],
    ['a negative rate', `r 1 -250 4\n${signal}\n`, 'header-invalid'],
    ['a rate that is no number', `r 1 NaN 4\n${signal}\n`, 'header-invalid'],
    ['an infinite rate', `r 1 1e999 4\n${signal}\n`, 'header-invalid'],
    ['a rate that no ECG has', `r 1 1e9 4\n${signal}\n`, 'header-invalid'],
    ['more leads than lines', `r 2 250 4\n${signal}\n`, 'header-invalid'],
    ['fewer leads than lines', `r 1 250 4\n${signal}\n${signal}\n`, 'header-invalid'],
    ['a number of leads beyond reason', `r 99999999 250 4\n${signal}\n`, 'header-invalid'],
    ['no leads', 'r 0 250 4\n', 'header-invalid'],
    ['more samples than bytes', `r 1 250 5\n${signal}\n`, 'truncated'],
    ['a giant length', `r 1 250 999999999999999\n${signal}\n`, 'truncated'],
    ['a negative length', `r 1 250 -4\n${signal}\n`, 'header-invalid'],
    ['a large frame', 'r 1 250 4\nr.dat 16x300 200/mV\n', 'truncated'],
    ['a giant frame', 'r 1 250 4\nr.dat 16x999999 200/mV\n', 'header-invalid'],
    ['an offset behind the end', 'r 1 250\nr.dat 16+999999999999 200/mV\n', 'truncated'],
    ['no samples per frame', 'r 1 250 4\nr.dat 16x0 200/mV\n', 'header-invalid'],
    ['a gain that is no number', 'r 1 250 4\nr.dat 16 abc/mV\n', 'header-invalid'],
    ['a gain that overflows', 'r 1 250 4\nr.dat 16 1e-300/mV\n', 'header-invalid'],
    ['FLAC', 'r 1 250 4\nr.dat 516 200/mV\n', 'unsupported'],
    ['an unknown signal format', 'r 1 250 4\nr.dat 17 200/mV\n', 'unsupported'],
    ['two formats in one file', 'r 2 250 1\nr.dat 16 200/mV\nr.dat 80 200/mV\n', 'header-invalid'],
    ['no lead in volts', 'r 1 250 4\nr.dat 16 200/mmHg\n', 'unsupported'],
    ['a missing signal file', 'r 1 250 4\nx.dat 16 200/mV\n', 'missing-companion'],
    ['a signal file elsewhere', 'r 1 250 4\n../r.dat 16 200/mV\n', 'header-invalid'],
    ['an absolute signal file', 'r 1 250 4\n/etc/passwd 16 200/mV\n', 'header-invalid'],
    ['a signal file behind a backslash', 'r 1 250 4\n..\\r.dat 16 200/mV\n', 'header-invalid'],
    ['nothing but comments', '# nothing\n', 'header-invalid'],
    ['nothing', '', 'empty-file'],
  ] as const)('refuses a header with %s', (_, header, code) => {
    const error = refusal([text('r.hea', header), data]);
    expect(error.code).toBe(code);
    expect(error.file).toMatch(/^(?:r\.hea|[rx]\.dat)$/);
  });

  it('names what a truncated file should hold and what it holds', () => {
    const error = refusal([text('r.hea', `r 1 250 1000\n${signal}\n`), data]);
    expect(error).toMatchObject({ code: 'truncated', file: 'r.dat' });
    expect(error.message).toContain('2000 bytes');
    expect(error.message).toContain('holds 8');
    expect(refusal([text('r.hea', `r 1 250\n${signal}\n`), raw('r.dat', [])]).code).toBe('truncated');
  });

  it('refuses a header that leaves bytes over and whose checksums all fail: it belongs to another file', () => {
    const wrong = text('r.hea', 'r 1 250 2\nr.dat 16 200/mV 16 0 0 9 0 I\n');
    expect(refusal([wrong, data]).code).toBe('header-invalid');
    const right = text('r.hea', 'r 1 250 2\nr.dat 16 200/mV 16 0 0 0 0 I\n');
    expect(codes(decode([right, data]))).toEqual(['trailing-samples']);
  });

  it('takes a rate from the user only where the header is silent', () => {
    expect(decode([text('r.hea', `r 1\n${signal}\n`), data], { sampleRateHz: 300 }).sampleRateHz).toBe(300);
    expect(decode([text('r.hea', `r 1 250\n${signal}\n`), data], { sampleRateHz: 300 }).sampleRateHz).toBe(250);
  });
});

describe('multi-segment records', () => {
  const part = (name: string, lead: string) =>
    text(
      `${name}.hea`,
      `${name} 2 250 2\n${name}.dat 16 100/mV 16 0 0 0 0 ${lead}\n${name}.dat 16 100/mV 16 0 0 0 0 V1\n`,
    );
  const data = (name: string) => int16(`${name}.dat`, [100, 200, 300, 400]);

  it('joins a fixed layout, a null segment becoming NaN', () => {
    const master = text('m.hea', 'm/3 2 250 7\na 2\n~ 3\nb 2\n');
    const recording = decode([master, part('a', 'II'), part('b', 'II'), data('a'), data('b')]);
    expect(recording.leads.map((lead) => lead.name)).toEqual(['II', 'V1']);
    expect(samples(recording, 0)).toEqual([1, 3, Number.NaN, Number.NaN, Number.NaN, 1, 3]);
  });

  it('places the signals of a variable layout by name', () => {
    const layout = text('l.hea', 'l 2 250 0\n~ 0 100/mV 8 0 0 0 0 V1\n~ 0 100/mV 8 0 0 0 0 III\n');
    const master = text('m.hea', 'm/3 2 250 4\nl 0\na 2\nb 2\n');
    const recording = decode([master, layout, part('a', 'II'), part('b', 'III'), data('a'), data('b')]);
    expect(recording.leads.map((lead) => lead.name)).toEqual(['V1', 'III']);
    expect(samples(recording, 0)).toEqual([2, 4, 2, 4]);
    expect(samples(recording, 1)).toEqual([Number.NaN, Number.NaN, 1, 3]);
    expect(codes(recording)).toContain('signals-left-out');
  });

  it('keeps every sample of the frames of all segments', () => {
    const layout = text('l.hea', 'l 1 125 0\n~ 0 100/mV 8 0 0 0 0 II\n');
    const segment = text('a.hea', 'a 1 125 2\na.dat 16x2 100/mV 16 0 0 0 0 II\n');
    const recording = decode([text('m.hea', 'm/4 1 125 5\nl 0\n~ 1\na 2\na 2\n'), layout, segment, data('a')]);
    expect(recording).toMatchObject({ sampleRateHz: 250, sampleCount: 10 });
    expect(samples(recording, 0)).toEqual([NaN, NaN, 1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it('asks for headers first, then for the files that they name', () => {
    const master = text('m.hea', 'm/3 2 250 7\na 2\n~ 3\na 2\n');
    expect(wfdb.companions([master])).toEqual([{ name: 'a.hea', required: true }]);
    expect(wfdb.companions([master, part('a', 'II')])).toEqual([{ name: 'a.dat', required: true }]);
    expect(wfdb.companions([master, part('a', 'II'), data('a')])).toEqual([]);
  });

  it.each([
    ['a missing segment', 'm/2 2 250 4\na 2\nx 2\n', 'missing-companion'],
    ['a sum that does not fit', 'm/2 2 250 5\na 2\nb 2\n', 'header-invalid'],
    ['a length that its segment contradicts', 'm/1 2 250 3\na 3\n', 'header-invalid'],
    ['another rate than its segment', 'm/1 2 500 2\na 2\n', 'header-invalid'],
    ['itself as a segment', 'm/1 2 250 2\nm 2\n', 'header-invalid'],
    ['a segment elsewhere', 'm/1 2 250 2\n../a 2\n', 'header-invalid'],
    ['another number of leads', 'm/1 3 250 2\na 2\n', 'header-invalid'],
    ['other leads in another segment', 'm/2 2 250 4\na 2\nb 2\n', 'header-invalid'],
    ['gaps beyond reason', 'm/2 2 250 999999999999\na 2\n~ 999999999997\n', 'too-large'],
    ['nothing but gaps', 'm/1 2 250 9\n~ 9\n', 'header-invalid'],
  ] as const)('refuses %s', (_, master, code) => {
    const files = [text('m.hea', master), part('a', 'II'), part('b', 'III'), data('a'), data('b')];
    expect(refusal(files).code).toBe(code);
  });
});

describe('speed', () => {
  it('decodes 650,000 x 2 samples of format 212 in well under a second', () => {
    const files = [
      text('r.hea', 'r 2 360 650000\nr.dat 212 200(1024)/mV\nr.dat 212 200(1024)/mV\n'),
      { name: 'r.dat', bytes: new Uint8Array(650_000 * 3).fill(0x55) },
    ];
    decode(files);
    const started = performance.now();
    decode(files);
    // 20-30 ms on two shared cores; the limit only catches a change of kind.
    expect(performance.now() - started).toBeLessThan(600);
  });
});
