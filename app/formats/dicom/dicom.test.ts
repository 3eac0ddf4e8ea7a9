import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import {
  dataSetBytes,
  dicomBytes,
  int16,
  metaBytes,
  type TestChannel,
  type TestFile,
  type TestGroup,
} from './dicom.testing.ts';
import { dicom } from './dicom.ts';
import { code, joined, text, whole } from './elementBytes.ts';

const decodeBytes = (bytes: Uint8Array) => dicom.decode([{ name: 'e.dcm', bytes }], {});
const decode = (file: TestFile): Recording => {
  const result = decodeBytes(dicomBytes(file));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const samples = (recording: Recording, lead = 0) => [...recording.leads[lead]!.samplesMv];
const codes = (recording: Recording) => recording.notes.map((note) => note.code);
const lead = (number: number, further: TestChannel = {}): TestChannel => ({
  code: [`5.6.3-9-${number}`, 'SCPECG', 'not the name'],
  ...further,
});
const group = (further: Partial<TestGroup> = {}): TestGroup => ({
  channels: [lead(1)],
  samples: 3,
  data: int16(0, 1000, -1000, 0),
  ...further,
});

describe('DICOM samples', () => {
  it('are stored value x sensitivity x correction + baseline in the coded unit', () => {
    const channels = [
      lead(1, { sensitivity: '2.5', correction: '2', baseline: '10' }),
      lead(61, { sensitivity: '0.5', unit: 'mV', baseline: '-1' }),
    ];
    const recording = decode({ groups: [group({ channels, samples: 2, data: int16(100, 1, -100, -3) })] });
    expect(recording.leads.map(({ name }) => name)).toEqual(['I', 'III']);
    expect(samples(recording, 0)).toEqual([0.51, -0.49].map(Math.fround));
    expect(samples(recording, 1)).toEqual([-0.5, -2.5]);
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 2 });
  });

  const of = (values: readonly number[]) => Uint8Array.from(values);
  it.each([
    ['8 bits signed', { bits: 8, interpretation: 'SB', data: of([1, 255, 128, 0]) }, 8, [1, -1, -128]],
    ['8 bits unsigned', { bits: 8, interpretation: 'UB', data: of([1, 255, 128, 0]) }, 8, [1, 255, 128]],
    ['16 bits signed', { data: of([1, 0, 0xff, 0xff, 0, 0x80]) }, 16, [1, -1, -32768]],
    ['16 bits unsigned', { interpretation: 'US', data: of([1, 0, 0xff, 0xff, 0, 0x80]) }, 16, [1, 65535, 32768]],
    ['12 in 16 with the sign carried', { data: of([1, 0, 0xff, 0xff, 0, 0xf8]) }, 12, [1, -1, -2048]],
    ['12 in 16 without', { data: of([1, 0, 0xff, 0x0f, 0, 0x08]) }, 12, [1, -1, -2048]],
    ['12 in 16 unsigned', { interpretation: 'US', data: of([1, 0, 0xff, 0x0f, 0, 0x08]) }, 12, [1, 4095, 2048]],
    [
      '32 bits signed',
      { bits: 32, interpretation: 'SL', data: of([1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 1, 0]) },
      32,
      [1, -1, 65536],
    ],
  ] as const)('of %s', (_, further, bitsStored, expected) => {
    const recording = decode({
      groups: [group({ channels: [lead(1, { sensitivity: '1000', bitsStored })], ...further })],
    });
    expect(samples(recording)).toEqual(expected);
  });

  it('are refused beyond the bits that they are stored in', () => {
    const result = decodeBytes(
      dicomBytes({ groups: [group({ channels: [lead(1, { bitsStored: 12 })], data: int16(0, 9000, 0, 0) })] }),
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'values-invalid' } });
  });

  it('are missing where the padding value stands, if it can be one', () => {
    const padded = decode({ groups: [group({ data: int16(0, -32768, 0, 0), padding: [0, 0x80] })] });
    expect(samples(padded)).toEqual([0, Number.NaN, 0]);
    const ordinary = decode({ groups: [group({ padding: [0, 0] })] });
    expect(samples(ordinary)).toEqual([0, 1, -1]);
    expect(codes(ordinary)).toContain('padding-ignored');
  });

  it.each([
    [lead(2), 'II'],
    [{ code: ['2:63', 'MDC', 'whatever'] }, 'aVL'],
    [{ code: ['X-1', '99ME', 'Lead V3 (precordial)'] }, 'V3'],
    [{ label: 'aVR\0' }, 'aVR'],
    [{ label: 'Frank X ' }, 'Frank X'],
    [{}, 'signal 1'],
  ] as const)('belong to the lead that the code names, else the words: %o', (channel, name) => {
    expect(decode({ groups: [group({ channels: [channel as TestChannel] })] }).leads[0]!.name).toBe(name);
  });
});

describe('DICOM multiplex groups', () => {
  const median = group({
    label: 'MEDIAN BEAT',
    originality: 'DERIVED',
    samples: 2,
    data: int16(5, -32768),
    rate: '1000',
  });

  it('keep the median beat apart', () => {
    const recording = decode({ groups: [median, group()] });
    expect(recording.sampleCount).toBe(3);
    expect(recording.fromDevice?.medianBeat?.sampleRateHz).toBe(1000);
    expect([...recording.fromDevice!.medianBeat!.leads[0]!.samplesMv]).toEqual([0.005, NaN].map(Math.fround));
  });

  it('are put together where they were recorded one after the other', () => {
    const later = group({ channels: [lead(3)], offsetMs: '4', data: int16(7, 7, 7, 0) });
    const recording = decode({ groups: [group({ offsetMs: '0' }), later] });
    expect(samples(recording, 0)).toEqual([0, 1, -1, NaN, NaN]);
    expect(samples(recording, 1)).toEqual([NaN, NaN, 0.007, 0.007, 0.007].map(Math.fround));
  });

  it('are left out by name where they are of another rate or bring a lead again', () => {
    const recording = decode({ groups: [group(), group({ rate: '250', label: 'SLOW' }), group({ label: 'AGAIN' })] });
    expect(recording.leads).toHaveLength(1);
    expect(recording.notes.find((note) => note.code === 'groups-left-out')?.text).toMatch(/SLOW.*AGAIN/);
  });

  it('leave channels out that are in no unit of voltage', () => {
    const channels = [lead(1), { label: 'Pressure', unit: 'mm[Hg]' }];
    const recording = decode({ groups: [group({ channels, samples: 2, data: int16(1, 2, 3, 4) })] });
    expect(recording.leads.map(({ name }) => name)).toEqual(['I']);
    expect(codes(recording)).toContain('signals-left-out');
  });
});

describe('what DICOM says beside the samples', () => {
  const annotation = (...parts: readonly Uint8Array[]) => joined(parts);
  const concept = (value: string, meaning: string) => code(0x0040a043, value, 'SCPECG', '1.3', meaning);

  it('is read: patient, time, device, filters, measurements, statements', () => {
    const filtered = [text(0x003a0220, 'DS', '0.05'), text(0x003a0221, 'DS', '300'), text(0x003a0222, 'DS', '50')];
    const recording = decode({
      groups: [group({ channels: [lead(1, { further: filtered })] })],
      elements: [
        text(0x00080005, 'CS', 'ISO_IR 192'),
        text(0x0008002a, 'DT', '20261121093005.250+0100'),
        text(0x00080070, 'LO', 'Maker'),
        text(0x00081090, 'LO', 'Cart 7'),
        text(0x00100010, 'PN', 'M\u00fcller^Ada^^Dr.'),
        text(0x00100020, 'LO', 'H-17'),
        text(0x00100030, 'DA', '19570131'),
        text(0x00100040, 'CS', 'F'),
      ],
      annotations: [
        annotation(text(0x00700006, 'ST', 'Sinus rhythm')),
        annotation(concept('5.10.2.1-3', 'Rhythm'), code(0x0040a168, 'MDC_X', 'MDC', null, 'Atrial fibrillation')),
        annotation(
          code(0x004008ea, 'ms', 'UCUM', '1.4', 'milliseconds'),
          concept('5.13.5-7', 'PR Interval'),
          text(0x0040a30a, 'DS', '161'),
        ),
        annotation(concept('5.13.5-8', 'P Axis'), text(0x0040a30a, 'DS', 'none')),
      ],
    });
    expect(recording).toMatchObject({
      startTime: '2026-11-21T09:30:05.25+01:00',
      patient: { id: 'H-17', name: 'M\u00fcller Ada Dr.', ageYears: 69, sex: 'F' },
      device: 'Maker Cart 7',
      appliedFilters: ['high-pass 0.05 Hz', 'low-pass 300 Hz', 'notch 50 Hz'],
      fromDevice: {
        statements: ['Sinus rhythm', 'Rhythm: Atrial fibrillation'],
        measurements: [{ name: 'PR Interval', value: 161, unit: 'ms' }],
        medianBeat: null,
      },
    });
  });

  it('takes the stated age, in years, months, weeks or days', () => {
    const age = (value: string) =>
      decode({ groups: [group()], elements: [text(0x00101010, 'AS', value)] }).patient.ageYears;
    expect([age('042Y'), age('018M'), age('003W'), age('999Y'), age('old')]).toEqual([42, 1, 0, null, null]);
  });
});

describe('DICOM files of other shapes', () => {
  const file: TestFile = { groups: [group()] };
  const preambleless = joined([metaBytes(), dataSetBytes(file)]);

  it.each([
    ['without preamble', preambleless],
    ['with the prefix alone', joined([new TextEncoder().encode('DICM'), preambleless])],
    ['without a meta header', dataSetBytes(file)],
  ])('are known and read %s', (_, bytes) => {
    expect(dicom.recognises(bytes, 'x')).toBe(true);
    const result = decodeBytes(bytes);
    expect(result.ok && [...result.value.leads[0]!.samplesMv]).toEqual([0, 1, -1]);
  });

  it('are not taken for DICOM by two zero bytes', () => {
    expect(dicom.recognises(Uint8Array.from([8, 0, 5, 0, 67, 83, 10, 0]), 'x')).toBe(false);
  });

  it.each([
    ['deflated', dicomBytes({ ...file, syntax: '1.2.840.10008.1.2.1.99' }), 'unsupported'],
    ['another object', dicomBytes({ ...file, sopClass: '1.2.840.10008.5.1.4.1.1.2' }), 'unsupported'],
    ['a blood pressure', dicomBytes({ ...file, sopClass: '1.2.840.10008.5.1.4.1.1.9.2.1' }), 'unsupported'],
    ['no group', dicomBytes({ groups: [] }), 'unsupported'],
    ['a median alone', dicomBytes({ groups: [group({ label: 'MEDIAN' })] }), 'unsupported'],
    ['no sensitivity', dicomBytes({ groups: [group({ channels: [lead(1, { sensitivity: null })] })] }), 'unit-missing'],
    [
      'a sensitivity of 0',
      dicomBytes({ groups: [group({ channels: [lead(1, { sensitivity: '0' })] })] }),
      'header-invalid',
    ],
    ['no lead in volts', dicomBytes({ groups: [group({ channels: [lead(1, { unit: 'mm[Hg]' })] })] }), 'unsupported'],
    ['no rate', dicomBytes({ groups: [group({ rate: null })] }), 'rate-missing'],
    ['a rate of nothing', dicomBytes({ groups: [group({ rate: '0' })] }), 'header-invalid'],
    ['another number of channels', dicomBytes({ groups: [group({ channelCount: 2 })] }), 'header-invalid'],
    ['more samples than bytes', dicomBytes({ groups: [group({ samples: 5 })] }), 'truncated'],
    ['a giant number of samples', dicomBytes({ groups: [group({ samples: 0xffffffff })] }), 'truncated'],
    ['mu-law', dicomBytes({ groups: [group({ bits: 8, interpretation: 'MB' })] }), 'unsupported'],
    [
      'an offset of years',
      dicomBytes({ groups: [group({ offsetMs: '0' }), group({ offsetMs: '1e12', channels: [lead(2)] })] }),
      'too-large',
    ],
    ['cut off', dicomBytes(file).subarray(0, dicomBytes(file).length - 20), 'truncated'],
    ['nothing but a preamble', dicomBytes(file).subarray(0, 132), 'truncated'],
  ] as const)('are refused: %s', (_, bytes, expected) => {
    expect(decodeBytes(bytes)).toMatchObject({ ok: false, error: { code: expected, file: 'e.dcm' } });
  });

  it('are read in implicit VR and in big endian', () => {
    // The same tags by hand: tag, 32-bit length, value; only what is needed.
    const implicit = (tag: number, value: Uint8Array) => {
      const bytes = new Uint8Array(8 + value.length);
      const view = new DataView(bytes.buffer);
      view.setUint16(0, tag >>> 16, true);
      view.setUint16(2, tag & 0xffff, true);
      view.setUint32(4, value.length, true);
      bytes.set(value, 8);
      return bytes;
    };
    const ascii = (value: string) => new TextEncoder().encode(value.length % 2 === 0 ? value : `${value} `);
    const item = (...parts: readonly Uint8Array[]) => implicit(0xfffee000, joined(parts));
    const unit = item(implicit(0x00080100, ascii('uV')), implicit(0x00080104, ascii('microvolt')));
    const channel = item(
      implicit(0x003a0203, ascii('II')),
      implicit(0x003a0210, ascii('1')),
      implicit(0x003a0211, unit),
    );
    const inside = item(
      implicit(0x003a0005, int16(1)),
      implicit(0x003a0010, Uint8Array.from([2, 0, 0, 0])),
      implicit(0x003a001a, ascii('500')),
      implicit(0x003a0200, channel),
      implicit(0x54001004, int16(16)),
      implicit(0x54001006, ascii('SS')),
      implicit(0x54001010, int16(1000, -1000)),
    );
    const set = joined([implicit(0x00080016, ascii('1.2.840.10008.5.1.4.1.1.9.1.2')), implicit(0x54000100, inside)]);
    const preamble = dicomBytes(file).slice(0, 132);
    const little = decodeBytes(joined([preamble, metaBytes('1.2.840.10008.1.2'), set]));
    expect(little.ok && [...little.value.leads[0]!.samplesMv]).toEqual([1, -1]);

    const big = (tag: number, vr: string, value: Uint8Array) => {
      const isLong = vr === 'SQ' || vr === 'OW';
      const bytes = new Uint8Array((isLong ? 12 : 8) + value.length);
      const view = new DataView(bytes.buffer);
      view.setUint16(0, tag >>> 16);
      view.setUint16(2, tag & 0xffff);
      bytes.set(ascii(vr), 4);
      if (isLong) view.setUint32(8, value.length);
      else view.setUint16(6, value.length);
      bytes.set(value, isLong ? 12 : 8);
      return bytes;
    };
    const bigItem = (...parts: readonly Uint8Array[]) => {
      const body = joined(parts);
      const head = new DataView(new ArrayBuffer(8));
      head.setUint16(0, 0xfffe);
      head.setUint16(2, 0xe000);
      head.setUint32(4, body.length);
      return joined([new Uint8Array(head.buffer), body]);
    };
    const bigUnit = bigItem(big(0x00080100, 'SH', ascii('uV')), big(0x00080104, 'LO', ascii('microvolt')));
    const bigChannel = bigItem(
      big(0x003a0203, 'SH', ascii('II')),
      big(0x003a0210, 'DS', ascii('1')),
      big(0x003a0211, 'SQ', bigUnit),
    );
    const bigInside = bigItem(
      big(0x003a0005, 'US', Uint8Array.from([0, 1])),
      big(0x003a0010, 'UL', Uint8Array.from([0, 0, 0, 2])),
      big(0x003a001a, 'DS', ascii('500')),
      big(0x003a0200, 'SQ', bigChannel),
      big(0x54001004, 'US', Uint8Array.from([0, 16])),
      big(0x54001006, 'CS', ascii('SS')),
      big(0x54001010, 'OW', Uint8Array.from([0x03, 0xe8, 0xfc, 0x18])),
    );
    const bigSet = joined([
      big(0x00080016, 'UI', ascii('1.2.840.10008.5.1.4.1.1.9.1.2')),
      big(0x54000100, 'SQ', bigInside),
    ]);
    const read = decodeBytes(joined([preamble, metaBytes('1.2.840.10008.1.2.2'), bigSet]));
    expect(read.ok && [...read.value.leads[0]!.samplesMv]).toEqual([1, -1]);
  });

  it('survive sequences in sequences without end', () => {
    let nested: Uint8Array = whole(0x003a0005, 'US', [1]);
    for (let depth = 0; depth < 4000; depth += 1) {
      const head = new Uint8Array(20);
      head.set([0, 0x54, 0, 1, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff]);
      nested = joined([head, nested]);
    }
    const bytes = joined([dicomBytes({ groups: [] }).subarray(0, 132), metaBytes(), nested]);
    expect(decodeBytes(bytes).ok).toBe(false);
  });
});
