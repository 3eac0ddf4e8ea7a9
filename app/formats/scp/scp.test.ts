import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { concat, demographic, mendChecksums, type ScpContent, scpBytes, type TestCode } from './scp.testing.ts';
import { scp } from './scp.ts';
import { spread } from './waveforms.ts';

const decodeBytes = (bytes: Uint8Array) => scp.decode([{ name: 'e.scp', bytes }], {});
const decode = (content: ScpContent): Recording => {
  const result = decodeBytes(scpBytes(content));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const steps = (recording: Recording, lead: number, nanovolts: number) =>
  [...recording.leads[lead]!.samplesMv].map((mv) => Math.round((mv * 1e6) / nanovolts));

/** Small, large and very large steps, so that every length of code comes up. */
const wave = (count: number, seed: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => {
    const spike = i % 50 === 20 ? 900 : i % 50 === 22 ? -120 : 0;
    // Towards zero in 32 bits: no -0, which no file can hold.
    return Math.trunc(40 * Math.sin((i + seed) / 7) + spike) | 0;
  });

const plain: ScpContent = {
  leads: [
    { code: 1, first: 1, values: wave(200, 3) },
    { code: 2, first: 1, values: wave(200, 11) },
    { code: 131, first: 1, values: wave(200, 5) },
  ],
  nanovolts: 2500,
  intervalUs: 2000,
  differences: 0,
  huffman: 'none',
};

/** Two tables: the first for small numbers, switching to the second, and back. */
const customTables: readonly (readonly TestCode[])[] = [
  [
    { prefixBits: 1, totalBits: 1, mode: 1, value: 0, code: 0b0 },
    { prefixBits: 3, totalBits: 3, mode: 1, value: 1, code: 0b001 },
    { prefixBits: 3, totalBits: 3, mode: 1, value: -1, code: 0b101 },
    { prefixBits: 3, totalBits: 7, mode: 1, value: 3, code: 0b011 },
    { prefixBits: 3, totalBits: 3, mode: 0, value: 2, code: 0b111 },
  ],
  [
    { prefixBits: 1, totalBits: 13, mode: 1, value: 0, code: 0b0 },
    { prefixBits: 2, totalBits: 18, mode: 1, value: 100, code: 0b01 },
    { prefixBits: 2, totalBits: 2, mode: 0, value: 1, code: 0b11 },
  ],
];

describe('SCP-ECG codings', () => {
  const codings = (['none', 'default', customTables] as const).flatMap((huffman) =>
    ([0, 1, 2] as const).map((differences) => ({ huffman, differences })),
  );
  it.each(codings)('reads what was stored: %o', ({ huffman, differences }) => {
    const recording = decode({ ...plain, huffman, differences });
    for (const [lead, { values }] of plain.leads.entries()) expect(steps(recording, lead, 2500)).toEqual(values);
    expect(recording.leads.map(({ name }) => name)).toEqual(['I', 'II', 'signal 3']);
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 200 });
  });

  const beat = Array.from({ length: 40 }, (_, i) => Math.round(300 * Math.exp(-((i - 19) ** 2) / 20)));
  const qrs = [50, 130].map((fiducial) => ({
    type: 0,
    from: fiducial - 15,
    fiducial,
    to: fiducial + 15,
    protectedFirst: fiducial - 9,
    protectedLast: fiducial + 10,
  }));
  const reference = {
    ms: 80,
    fiducial: 20,
    nanovolts: 5000,
    intervalUs: 2000,
    isSubtracted: true,
    values: [beat, beat.map((value) => (0 - value) | 0)],
    qrs: [...qrs, { type: 1, from: 180, fiducial: 190, to: 199, protectedFirst: 0, protectedLast: 0 }],
  };
  const two = plain.leads.slice(0, 2);

  it('puts the reference beat back, in its own steps, and keeps it as the median beat', () => {
    // The encoder subtracts whole steps of the rhythm's own height: with one height for both, everything is exact.
    const content: ScpContent = {
      ...plain,
      leads: two,
      huffman: 'default',
      differences: 2,
      reference: { ...reference, nanovolts: 2500 },
    };
    const recording = decode(content);
    for (const [lead, { values }] of two.entries()) expect(steps(recording, lead, 2500)).toEqual(values);
    const median = recording.fromDevice?.medianBeat;
    expect(median?.sampleRateHz).toBe(500);
    expect(median?.leads.map(({ name }) => name)).toEqual(['I', 'II']);
    expect([...median!.leads[0]!.samplesMv].map((mv) => Math.round(mv * 400))).toEqual(beat);

    const coarse = decode({ ...content, reference });
    const at = 49;
    expect(steps(coarse, 0, 2500)[at]).toBe(two[0]!.values[at]! + beat[19]!);
  });

  it('reads bimodal compression: sample by sample in protected spans, straight lines between the others', () => {
    const values = Array.from({ length: 200 }, (_, i) =>
      Math.abs(i + 1 - 50) < 10 ? 500 - 40 * Math.abs(i - 49) : i < 100 ? 20 : i,
    );
    const content: ScpContent = {
      ...plain,
      leads: [{ code: 1, first: 1, values }],
      huffman: 'default',
      differences: 1,
      bimodalRate: 4,
      reference: { ...reference, isSubtracted: false, values: [beat] },
    };
    const recording = decode(content);
    const read = steps(recording, 0, 2500);
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 200 });
    for (const { protectedFirst, protectedLast } of qrs) {
      expect(read.slice(protectedFirst - 1, protectedLast)).toEqual(values.slice(protectedFirst - 1, protectedLast));
    }
    expect(read.slice(0, 40)).toEqual(values.slice(0, 40));
    for (let i = 145; i < 195; i += 1) expect(Math.abs(read[i]! - values[i]!)).toBeLessThanOrEqual(2);
    expect(recording.notes.map(({ code }) => code)).toContain('decimated-by-device');
  });

  it('spreads blocks as the standard does: level ends, straight lines from the middle of a block, a rest as it is', () => {
    const spans = [{ first: 11, last: 12 }];
    const stored = Int32Array.from([0, 40, 7, 8, 500, 600, 100]);
    expect([...spread(stored, { first: 1, last: 16 }, spans, 4)]).toEqual([
      0, 0, 0, 10, 20, 30, 40, 40, 7, 8, 500, 600, 100, 100, 100, 100,
    ]);
    expect([...spread(stored.subarray(0, 1), { first: 1, last: 6 }, [], 4)]).toEqual([0, 0, 0, 0, NaN, NaN]);
  });

  it('takes the spans of the reference beat for protected where the list of version 1 is not there', () => {
    const values = Array.from({ length: 200 }, (_, i) =>
      qrs.some(({ from, to }) => i + 1 >= from && i + 1 <= to) ? 900 - i : 3,
    );
    const recording = decode({
      ...plain,
      leads: [{ code: 1, first: 1, values }],
      huffman: 'default',
      bimodalRate: 4,
      reference: {
        ...reference,
        isSubtracted: false,
        values: [beat],
        qrs: qrs.map((one) => ({ ...one, protectedFirst: one.from, protectedLast: one.to })),
        withoutProtectedList: true,
      },
    });
    expect(steps(recording, 0, 2500)).toEqual(values);
  });

  it('reads bimodal compression of residuals', () => {
    const values = Array.from({ length: 200 }, (_, i) => {
      const near = qrs.find(({ from, to }) => i + 1 >= from && i + 1 <= to);
      return 7 + (near === undefined ? 0 : beat[19 + (i + 1 - near.fiducial)]!);
    });
    const recording = decode({
      ...plain,
      leads: [{ code: 1, first: 1, values }],
      huffman: 'default',
      differences: 2,
      bimodalRate: 4,
      reference: { ...reference, nanovolts: 2500, values: [beat] },
    });
    expect(steps(recording, 0, 2500)).toEqual(values);
  });

  it('makes what a lead was not recorded over missing', () => {
    const recording = decode({
      ...plain,
      leads: [
        { code: 1, first: 1, values: [1, 2, 3] },
        { code: 2, first: 3, values: [7, 8, 9] },
      ],
    });
    expect(steps(recording, 0, 2500)).toEqual([1, 2, 3, NaN, NaN]);
    expect(steps(recording, 1, 2500)).toEqual([NaN, NaN, 7, 8, 9]);
    expect(recording.notes.map(({ code }) => code)).toContain('leads-differ-in-time');
  });
});

describe('what SCP-ECG says beside the samples', () => {
  const shorts = (...values: readonly number[]) => new Uint8Array(Int16Array.from(values).buffer);
  const statement = (text: string, ...kind: readonly number[]) => {
    const bytes = concat(Uint8Array.from(kind), new TextEncoder().encode(`${text}\0`));
    return concat(Uint8Array.from([1, bytes.length, 0]), bytes);
  };
  const device = new Uint8Array(40);
  device.set(new TextEncoder().encode('ELI250'), 8);
  const further = new Map<number, Uint8Array>([
    [
      1,
      concat(
        demographic(0, 'Muster'),
        demographic(1, 'Ada'),
        demographic(2, 'H-17'),
        demographic(5, [0x9e, 0x07, 12, 10]),
        demographic(8, [2]),
        demographic(14, [...device]),
        demographic(25, [0xe4, 0x07, 12, 9]),
        demographic(26, [8, 30, 5]),
        demographic(27, [5, 0]),
        demographic(28, [150, 0]),
        demographic(29, [2]),
        demographic(255, []),
      ),
    ],
    [
      7,
      concat(
        Uint8Array.from([1, 1]),
        shorts(812, 29999),
        shorts(10, 110, 170, 260, 560, 40, -61, 999),
        shorts(100, -2),
        new Uint8Array(6),
        shorts(2),
        Uint8Array.from([0, 0]),
        shorts(74, 0, 431),
        Uint8Array.from([0]),
        shorts(0),
      ),
    ],
    [10, concat(shorts(1, 0, 3, 22), shorts(100, 160, 90, 390, 19999, 50, 40, 29999, 29998, -120, 1100))],
    [8, concat(new Uint8Array(8), Uint8Array.from([2]), statement('Sinus rhythm'), statement('Normal ECG'))],
    [11, concat(new Uint8Array(8), Uint8Array.from([2]), statement('NSR', 1), statement('AND', 3))],
  ]);

  it('reads patient, device, time, filters, measurements and statements', () => {
    const recording = decode({ ...plain, further });
    expect(recording).toMatchObject({
      patient: { id: 'H-17', name: 'Ada Muster', ageYears: 69, sex: 'F' },
      startTime: '2020-12-09T08:30:05',
      appliedFilters: ['high-pass 0.05 Hz', 'low-pass 150 Hz', 'notch 50 Hz'],
      notes: [],
    });
    expect(recording.device).toContain('ELI250');
    expect(recording.fromDevice?.statements).toEqual(['Sinus rhythm', 'Normal ECG']);
    expect(recording.fromDevice?.measurements).toEqual([
      { name: 'RR interval', value: 812, unit: 'ms' },
      { name: 'P duration', value: 100, unit: 'ms' },
      { name: 'PR interval', value: 160, unit: 'ms' },
      { name: 'QRS duration', value: 90, unit: 'ms' },
      { name: 'QT interval', value: 390, unit: 'ms' },
      { name: 'P axis', value: 40, unit: 'deg' },
      { name: 'QRS axis', value: -61, unit: 'deg' },
      { name: 'Ventricular rate', value: 74, unit: 'bpm' },
      { name: 'QTc', value: 431, unit: 'ms' },
      { name: 'V1 P duration', value: 100, unit: 'ms' },
      { name: 'V1 PR interval', value: 160, unit: 'ms' },
      { name: 'V1 QRS duration', value: 90, unit: 'ms' },
      { name: 'V1 QT interval', value: 390, unit: 'ms' },
      { name: 'V1 R duration', value: 50, unit: 'ms' },
      { name: 'V1 S duration', value: 40, unit: 'ms' },
      { name: 'V1 Q amplitude', value: -120, unit: 'uV' },
      { name: 'V1 R amplitude', value: 1100, unit: 'uV' },
    ]);
  });

  it('takes the coded statements where there are none in words', () => {
    const coded = new Map([...further].filter(([id]) => id !== 8));
    expect(decode({ ...plain, further: coded }).fromDevice?.statements).toEqual(['NSR']);
  });
});

describe('bad SCP-ECG files', () => {
  const bytes = scpBytes({
    ...plain,
    huffman: 'default',
    differences: 1,
    further: new Map([[1, demographic(2, 'H-17')]]),
  });
  const startOf = (id: number): number => {
    const view = new DataView(bytes.buffer);
    for (let at = 22; ; at += 10) if (view.getUint16(at, true) === id) return view.getUint32(at + 6, true) - 1;
  };
  const changed = (at: number, value: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  };

  it('refuses samples whose checksum is wrong', () => {
    expect(decodeBytes(changed(startOf(6) + 60, 0xaa))).toMatchObject({ ok: false, error: { code: 'values-invalid' } });
  });

  it('leaves another section with a wrong checksum out, and says so', () => {
    const result = decodeBytes(changed(startOf(1) + 20, 0x41));
    expect(result.ok && result.value.patient.id).toBeNull();
    expect(result.ok && result.value.notes.filter(({ code }) => code === 'checksum-mismatch')).toHaveLength(2);
  });

  it('notes a wrong checksum of the whole alone', () => {
    const result = decodeBytes(changed(0, bytes[0]! ^ 1));
    expect(result.ok && result.value.notes.map(({ code }) => code)).toContain('checksum-mismatch');
  });

  const mended = (at: number, ...values: readonly number[]): Uint8Array => {
    const copy = bytes.slice();
    copy.set(values, at);
    return mendChecksums(copy);
  };
  it.each([
    ['a file cut off', () => bytes.subarray(0, bytes.length - 1), 'truncated'],
    ['nothing but a beginning', () => bytes.subarray(0, 30), 'truncated'],
    ['no amplitude', () => mended(startOf(6) + 16, 0, 0), 'unit-missing'],
    ['no interval', () => mended(startOf(6) + 18, 0, 0), 'header-invalid'],
    ['third differences', () => mended(startOf(6) + 20, 3), 'header-invalid'],
    ['bimodal compression without spans', () => mended(startOf(6) + 21, 1), 'header-invalid'],
    ['a reference beat that is not there', () => mended(startOf(3) + 17, 5), 'header-invalid'],
    ['no leads', () => mended(startOf(3) + 16, 0), 'header-invalid'],
    ['a lead of four thousand million samples', () => mended(startOf(3) + 22, 255, 255, 255, 255), 'too-large'],
    ['a lead twice as long as its bytes', () => mended(startOf(3) + 22, 144, 1, 0, 0), 'truncated'],
    ['a lead that ends before it begins', () => mended(startOf(3) + 22, 0, 0, 0, 0), 'header-invalid'],
    ['a lead longer than its section', () => mended(startOf(6) + 22, 255, 255), 'truncated'],
    ['a section that is another', () => mended(startOf(3) + 2, 9), 'header-invalid'],
  ] as const)('refuses %s', (_, make, code) => {
    expect(decodeBytes(make())).toMatchObject({ ok: false, error: { code, file: 'e.scp' } });
  });

  it.each([
    ['a code of no bits', [{ prefixBits: 0, totalBits: 0, mode: 1, value: 0, code: 0 }]],
    ['a code of more bits than there are', [{ prefixBits: 40, totalBits: 40, mode: 1, value: 0, code: 0 }]],
    ['a switch to no table', [{ prefixBits: 1, totalBits: 1, mode: 0, value: 7, code: 0 }]],
  ] as const)('refuses %s', (_, codes) => {
    const content = scpBytes({ ...plain, huffman: 'none' });
    expect(content.length).toBeGreaterThan(0);
    const file = scpBytes({ ...plain, leads: [{ code: 1, first: 1, values: [] }], huffman: [codes] });
    expect(decodeBytes(file)).toMatchObject({ ok: false, error: { code: 'header-invalid' } });
  });

  it('does not go round in circles where a table switches to itself', () => {
    const codes: readonly TestCode[] = [
      { prefixBits: 1, totalBits: 1, mode: 0, value: 1, code: 0 },
      { prefixBits: 1, totalBits: 1, mode: 1, value: 5, code: 1 },
    ];
    const file = scpBytes({ ...plain, leads: [{ code: 1, first: 1, values: [5, 5, 5] }], huffman: [codes] });
    const view = new DataView(file.buffer);
    for (let at = 22; at < 22 + 120; at += 10) {
      if (view.getUint16(at, true) === 6) file[view.getUint32(at + 6, true) - 1 + 16 + 8] = 0;
    }
    expect(decodeBytes(mendChecksums(file))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('says which samples the bytes do not hold', () => {
    const result = decodeBytes(mended(startOf(3) + 22, 210, 0, 0, 0));
    expect(result.ok && result.value.notes.map(({ code }) => code)).toContain('samples-missing');
  });
});
