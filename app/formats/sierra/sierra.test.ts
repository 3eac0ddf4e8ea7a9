import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { decodeFiles } from '../registry.ts';
import {
  base64Of,
  heartbeats,
  littleEndian,
  type SierraOptions,
  sierraFile,
  standard,
  xliChunk,
} from '../xml/testFiles.testing.ts';
import { expandLzw } from './lzw.ts';
import { expandXli } from './xli.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const decode = (options: SierraOptions = {}): Recording => {
  const result = decodeFiles([{ name: 's.xml', bytes: utf8(sierraFile(options)) }], {});
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  expect(result.value.format).toBe('sierra');
  return result.value.recording;
};
const refusal = (options: SierraOptions) => {
  const result = decodeFiles([{ name: 's.xml', bytes: utf8(sierraFile(options)) }], {});
  if (result.ok) throw new Error('decoded, though it should have been refused');
  return result.error;
};
const counts = (recording: Recording) =>
  Object.fromEntries(
    recording.leads.map(({ name, samplesMv }) => [name, Array.from(samplesMv, (mv) => Math.round(mv * 200) + 0)]),
  );

describe('samples', () => {
  it.each([
    ['XLI, 1.04', { version: '1.04' }],
    ['XLI, 1.04.01', { version: '1.04.01' }],
    ['XLI, 1.03', { version: '1.03', type: 'SierraECG' }],
    ['base64', { encoding: 'base64' }],
    ['base64, 1.03', { encoding: 'base64', version: '1.03' }],
    ['plain', { encoding: 'plain' }],
  ] as const)('%s', (_, options) => {
    const recording = decode(options);
    expect(counts(recording)).toEqual(heartbeats(500));
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 500, notes: [] });
    expect(recording.leads.every(({ derived }) => !derived)).toBe(true);
  });

  it('reads UTF-16 with a mark', () => {
    const text = `\ufeff${sierraFile().replace('utf-8', 'utf-16')}`;
    const bytes = Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
    const result = decodeFiles([{ name: 's.xml', bytes }], {});
    expect(result.ok && counts(result.value.recording)).toEqual(heartbeats(500));
  });

  it('puts back any channel, also where differences need both bytes', () => {
    const wild = Array.from({ length: 3000 }, (_, i) => Math.round(3000 * Math.sin(i * i)));
    for (const samples of [wild, [7], [7, -9], [], [1, 2, 3], Array.from({ length: 5000 }, () => 0)]) {
      const xli = expandXli(xliChunk(samples), 1);
      if (samples.length === 0) expect(xli).toEqual({ badChunk: 1, isCutOff: false });
      else expect('channels' in xli && [...xli.channels[0]!]).toEqual(samples);
    }
  });

  it('leaves channels behind the named ones alone', () => {
    const chunks = [xliChunk([1, 2, 3]), xliChunk([4, 5, 6])];
    const bytes = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
    expect('channels' in expandXli(bytes, 1) && expandXli(bytes, 1)).toMatchObject({ channels: { length: 1 } });
  });

  it('keeps LZW within its bounds', () => {
    expect(expandLzw(new Uint8Array(0), 100)).toHaveLength(0);
    // 300 is not in the table yet.
    expect(expandLzw(Uint8Array.of(0b01001011, 0b00000000), 100)).toBeNull();
    expect(expandLzw(xliChunk(Array.from({ length: 5000 }, () => 0)).subarray(8), 100)).toBeNull();
  });

  it('takes the calibration pulse off the end and says so', () => {
    const pulse = [...Array<number>(50).fill(0), ...Array<number>(100).fill(200), ...Array<number>(50).fill(0)];
    const leads = heartbeats(500);
    const samples = base64Of(
      Uint8Array.from(
        standard.flatMap((name) => [
          ...littleEndian([...leads[name].map((v) => v + (name === 'V1' ? 20 : 0)), ...pulse]),
        ]),
      ),
    );
    const recording = decode({ encoding: 'base64', samples, count: 700 });
    expect(recording.sampleCount).toBe(500);
    expect(recording.leads.every(({ samplesMv }) => samplesMv.length === 500)).toBe(true);
    expect(recording.notes.map(({ code }) => code)).toEqual(['calibration-left-out']);
  });
});

describe('what the file says', () => {
  it('reads patient, time, device and filters', () => {
    expect(decode()).toMatchObject({
      startTime: '2026-02-03T04:05:06',
      patient: { id: 'P-1', name: null, ageYears: 49, sex: 'F' },
      device: 'PageWriter, C.01',
      appliedFilters: ['high-pass 0.05 Hz', 'low-pass 150 Hz', 'notch 50 Hz'],
    });
  });

  it("keeps the device's figures, statements and beat apart", () => {
    const { fromDevice } = decode();
    expect(fromDevice?.measurements).toEqual([
      { name: 'Heart rate', value: 61, unit: 'bpm' },
      { name: 'PR', value: 144, unit: 'ms' },
      { name: 'QRS axis', value: -21, unit: 'deg' },
    ]);
    expect(fromDevice?.statements).toEqual(['SINUS RHYTHM: V-rate<70', '- OTHERWISE NORMAL ECG -']);
    expect(fromDevice?.medianBeat?.sampleRateHz).toBe(500);
    expect(fromDevice?.medianBeat?.leads[0]).toMatchObject({ name: 'I' });
    expect([...(fromDevice?.medianBeat?.leads[0]?.samplesMv ?? [])]).toEqual([0.01, 0.02, -0.01].map(Math.fround));
  });

  it('reads the rhythm although the beat cannot be read, and says so', () => {
    const beats = '<repbeats samplespersec="500"><repbeat leadname="I"><waveform>?</waveform></repbeat></repbeats>';
    const recording = decode({ beats });
    expect(recording.fromDevice?.medianBeat).toBeNull();
    expect(recording.notes.map(({ code }) => code)).toEqual(['device-beat-unreadable']);
  });
});

describe('what is refused', () => {
  const signal = (inner: string) => ({ version: '1.03', signal: inner });
  const attributes = (inner: string) => ({ attributes: `dataencoding="Base64" ${inner}` });
  const all = `leadlabels="${standard.join(' ')}" samplespersecond="500" resolution="5"`;
  it.each([
    ['another type', { type: 'MortaraECG' }, 'unsupported'],
    ['another version', { version: '1.05' }, 'unsupported'],
    ['no rate', signal('<signalresolution>5</signalresolution><leadset>STD-12</leadset>'), 'rate-missing'],
    ['no resolution', signal('<samplingrate>500</samplingrate><leadset>STD-12</leadset>'), 'unit-missing'],
    [
      'a rate of nothing',
      signal('<samplingrate>0.1</samplingrate><signalresolution>5</signalresolution><leadset>STD-12</leadset>'),
      'header-invalid',
    ],
    [
      'leads of no set',
      signal('<samplingrate>500</samplingrate><signalresolution>5</signalresolution><leadset>X</leadset>'),
      'unsupported',
    ],
    ['an offset', attributes(`${all} compression="XLI" signaloffset="2048"`), 'unsupported'],
    ['unsigned samples', attributes(`${all} compression="XLI" signalsigned="False"`), 'unsupported'],
    ['another compression', attributes(`${all} compression="ZIP"`), 'unsupported'],
    ['another encoding', { attributes: `${all} dataencoding="Hex"` }, 'unsupported'],
    ['text for base64', { samples: '!!!' }, 'values-invalid'],
    ['text for numbers', { encoding: 'plain', samples: '1 x' }, 'values-invalid'],
    ['a chunk cut off', { samples: base64Of(Uint8Array.of(9, 9, 0, 0, 1, 0, 0, 0, 1)) }, 'truncated'],
    ['a header cut off', { samples: base64Of(Uint8Array.of(9, 9)) }, 'truncated'],
    ['a chunk of nonsense', { samples: base64Of(Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0x4b, 0)) }, 'values-invalid'],
    ['too few channels', { samples: base64Of(xliChunk([1, 2, 3])) }, 'truncated'],
    ['no samples', { samples: '' }, 'truncated'],
    ['fewer samples than promised', attributes(`${all} compression="XLI" durationperchannel="9999999"`), 'truncated'],
    ['samples that do not divide', { encoding: 'base64', samples: base64Of(littleEndian([1, 2, 3])) }, 'truncated'],
  ] as const)('%s', (_, options, code) => {
    expect(refusal(options as SierraOptions)).toMatchObject({ code, file: 's.xml' });
  });
});
