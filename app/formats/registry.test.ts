import { describe, expect, it } from 'vitest';
import type { NamedBytes } from './format.ts';
import { decodeFiles, recogniseFormat } from './registry.ts';

const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);
const recognised = (content: string | Uint8Array, name: string): string | null =>
  recogniseFormat(typeof content === 'string' ? bytesOf(content) : content, name)?.id ?? null;

const header = 'r 2 360 4\nr.dat 16 200(0)/mV 16 0 0 0 0 I\nr.dat 16 200(0)/mV 16 0 0 0 0 II\n# Age: 60\n';
const table = '# sampleRateHz: 250\n# unit: mV\nI,II\n0.1,0.2\n-0.1,\n1e-3,4\n';

describe('recognition by content', () => {
  it.each([
    ['a header', header, 'r.hea', 'wfdb'],
    ['a header under another name', header, 'r.txt', 'wfdb'],
    ['a header with comments first', `# x\n\n${header}`, 'r', 'wfdb'],
    ['a multi-segment header', 'm/2 2 250 9\na 4\n~ 5\n', 'm', 'wfdb'],
    ['a record line alone', 'r 12 500 5000\n', 'r.hea', 'wfdb'],
    ['our CSV', '# einthoven csv 1\nI\n1\n', 'x', 'csv'],
    ['a CSV', table, 'r.csv', 'csv'],
    ['a CSV called .hea', table, 'r.hea', 'csv'],
    ['a table without any fact', '1,2\n3,4\n5,6\n', 'x.csv', 'csv'],
    ['a table of whole numbers with tabs', '1\t16\t200\n2\t16\t201\n', 'x.tsv', 'csv'],
    ['a table with a text in it', 'I,II,V1\n1,2,3\n4,x,6\n', 'x.csv', 'csv'],
    ['a heading without rows', 'I,II,III\n', 'x.csv', 'csv'],
    ['one long row per lead', `I,${'0.125,'.repeat(20_000)}1\nII,0\n`, 'x.csv', 'csv'],
    ['prose', 'The heart, said Harvey, is a pump.\nIt beats 72 times.\n', 'x.txt', null],
    ['prose that begins like a header', 'Section 4 of this text\nexplains what follows.\n', 'x.txt', null],
    ['JSON', '{"a": 1,\n"b": 2}', 'x.json', null],
    ['a JSON array of numbers', '[1,2,3,\n4,5,6,\n7,8,9]\n', 'x.csv', null],
    ['source code', 'import x from "y";\nconst a = [1, 2];\n', 'x.ts', null],
    ['XML', '<a>1,2,3</a>\n', 'x.xml', null],
    ['a list of record names', '100\n101\n102\n', 'RECORDS', null],
    ['a list of patients', 'id,name,age\n1,Ann,60\n2,Bob,61\n', 'x.csv', null],
    [
      'a list of labels',
      'record,NORM,MI,CD,HYP,STTC,fold\n00001_lr,1,0,0,0,0,3\n00002_lr,1,0,0,0,0,2\n',
      'x.csv',
      null,
    ],
    ['a PDF', '%PDF-1.7\n1 0 obj\n', 'x.pdf', null],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'x.csv', null],
    ['samples', new Uint8Array(5000).map((_, i) => (i * 131) & 0xff), 'x.dat', null],
    ['nothing', '', 'x.csv', null],
  ] as const)('%s', (_, content, name, id) => {
    expect(recognised(content, name)).toBe(id);
  });
});

describe('decodeFiles', () => {
  const dat: NamedBytes = {
    name: 'r.dat',
    bytes: new Uint8Array(Int16Array.from([0, 0, 200, 100, 0, 50, 9, 9]).buffer),
  };

  it('decodes and derives the limb leads', () => {
    const result = decodeFiles([{ name: 'r.hea', bytes: bytesOf(header) }, dat], {});
    expect(result.ok && result.value.format).toBe('wfdb');
    expect(result.ok && result.value.recording.leads.map((lead) => lead.name)).toEqual([
      'I',
      'II',
      'III',
      'aVR',
      'aVL',
      'aVF',
    ]);
  });

  it('refuses what is empty, unknown or nothing', () => {
    expect(decodeFiles([], {})).toMatchObject({ ok: false, error: { code: 'empty-file' } });
    expect(decodeFiles([{ name: 'x.csv', bytes: bytesOf('') }], {})).toMatchObject({
      ok: false,
      error: { code: 'empty-file', file: 'x.csv' },
    });
    expect(decodeFiles([{ name: 'x.txt', bytes: bytesOf('Hello, reader.') }], {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-format', file: 'x.txt' },
    });
  });
});

/** Small seeded generator (mulberry32): a failing mutation can be made again from its number. */
const seeded = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const odd = ['NaN', '-1', '0', '1e999', '999999999999', '~', '../x', ',', '\0', '\n', ';', '/', ' ', 'x', '"', '#'];

const mutate = (bytes: Uint8Array, random: (below: number) => number): Uint8Array => {
  const kind = random(5);
  if (kind === 0) return bytes.subarray(0, random(bytes.length + 1));
  const at = random(bytes.length);
  if (kind === 1) {
    const flipped = bytes.slice();
    flipped[at] = flipped[at]! ^ (1 << random(8));
    return flipped;
  }
  if (kind === 2) {
    const replaced = bytes.slice();
    const digits = [...bytes.keys()].filter((index) => isDigit(bytes[index]!));
    if (digits.length > 0) replaced[digits[random(digits.length)]!] = 48 + random(10);
    return replaced;
  }
  const insert = bytesOf(odd[random(odd.length)]!);
  const drop = kind === 3 ? 0 : random(12);
  return Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + drop)]);
};

describe('mutated files', () => {
  const noise = seeded(7);
  const data = (name: string, length: number): NamedBytes => ({
    name,
    bytes: new Uint8Array(length).map(() => noise(256)),
  });
  const named = (name: string, content: string): NamedBytes => ({ name, bytes: bytesOf(content) });
  const seeds: readonly (readonly NamedBytes[])[] = [
    [named('r.hea', header.replace('360 4', '360 60').replaceAll(' 0 0 0 0 ', ' 0 0 77 0 ')), data('r.dat', 240)],
    [
      named(
        's.hea',
        's 3 250/360 40 8:26:04 26/10/1994\ns.dat 212x2:1 200(5)/mV 12 0 3 4 0 II\ns.dat 212 0 12 0 3 4 0 V\ns.d1 8+3 1e2/uV\n',
      ),
      data('s.dat', 180),
      data('s.d1', 43),
    ],
    [
      named('m.hea', 'm/3 2 250 110\nl 0\na 60\n~ 50\n'),
      named('l.hea', 'l 2 250 0\n~ 0 100/mV 8 0 0 0 0 V1\n~ 0 100/mV 8 0 0 0 0 II\n'),
      named('a.hea', 'a 1 250 60\na.dat 311 100/mV 10 0 0 0 0 II\n'),
      data('a.dat', 80),
    ],
    [named('t.csv', table)],
    [
      named(
        'u.csv',
        `time (s);I (mV);II (uV)\n${Array.from({ length: 30 }, (_, i) => `${i * 4}e-3;0,5;-1\n`).join('')}`,
      ),
    ],
    [
      named('v.csv', `I,${'0.5,'.repeat(80)}1\nII,${'-0.5,'.repeat(80)}1\n`),
      named('v.json', '{"sampleRateHz":500,"unit":"mV"}'),
    ],
  ];

  it('become a recording of finite or missing samples or a typed refusal, quickly', () => {
    const random = seeded(20261121);
    let decoded = 0;
    let slowestMs = 0;
    for (let round = 0; round < 4000; round += 1) {
      const files = seeds[round % seeds.length]!;
      const target = random(files.length);
      const rounds = 1 + random(3);
      const mutated = files.map((file, index) => {
        if (index !== target) return file;
        let bytes = file.bytes;
        for (let i = 0; i < rounds && bytes.length > 0; i += 1) bytes = mutate(bytes, random);
        return { name: file.name, bytes };
      });
      const started = performance.now();
      const format = recogniseFormat(mutated[0]!.bytes, mutated[0]!.name);
      format?.companions(mutated);
      const result = decodeFiles(mutated, {});
      slowestMs = Math.max(slowestMs, performance.now() - started);
      if (!result.ok) {
        expect(result.error.code, `mutation ${round}: ${result.error.message}`).not.toBe('internal');
        expect(result.error.file).not.toBeNull();
        continue;
      }
      decoded += 1;
      const { leads, sampleCount, sampleRateHz } = result.value.recording;
      expect(leads.length).toBeGreaterThan(0);
      expect(sampleCount).toBeGreaterThan(0);
      expect(sampleRateHz > 0 && Number.isFinite(sampleRateHz)).toBe(true);
      for (const { samplesMv } of leads) {
        expect(samplesMv.length).toBe(sampleCount);
        expect(
          samplesMv.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY),
          `mutation ${round}`,
        ).toBe(false);
      }
    }
    expect(slowestMs).toBeLessThan(1000);
    // Were every mutation refused at the door, nothing behind it would have been tried.
    expect(decoded).toBeGreaterThan(500);
    expect(decoded).toBeLessThan(3900);
  });
});
