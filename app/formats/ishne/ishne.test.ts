import { describe, expect, it } from 'vitest';
import { crcCcitt } from '../crcCcitt.ts';
import { type IshneContent, ishneBytes } from './ishne.testing.ts';
import { ishne } from './ishne.ts';

const content: IshneContent = {
  sampleRateHz: 200,
  leads: [
    { code: 6, nanovolts: 2500, values: [0, 400, -400, 32767] },
    { code: 11, nanovolts: 1000, values: [1, 2, 3, -32768] },
    { code: 1, nanovolts: 5000, values: [5, 5, 5, 5] },
  ],
};
const decode = (bytes: Uint8Array) => ishne.decode([{ name: 'h.ecg', bytes }], {});
const changed = (at: number, value: number, bytes = ishneBytes(content)): Uint8Array => {
  new DataView(bytes.buffer).setInt16(at, value, true);
  return bytes;
};

describe('ISHNE', () => {
  it('has the checksum that the CRC catalogue gives for CRC-16/CCITT-FALSE', () => {
    expect(crcCcitt(new TextEncoder().encode('123456789'))).toBe(0x29b1);
  });

  it('is known by its first eight bytes', () => {
    expect(ishne.recognises(ishneBytes(content), 'x')).toBe(true);
    expect(ishne.recognises(new TextEncoder().encode('ANN  1.0'), 'x.ecg')).toBe(false);
  });

  it('reads leads by code, amplitudes by resolution, the patient and the recorder', () => {
    const result = decode(ishneBytes({ ...content, variableBlock: 'free text of a maker ' }));
    if (!result.ok) throw new Error(result.error.message);
    const recording = result.value;
    expect(recording.leads.map(({ name }) => name)).toEqual(['II', 'V1', 'bipolar']);
    expect([...recording.leads[0]!.samplesMv]).toEqual([0, 1, -1, 81.9175].map(Math.fround));
    expect([...recording.leads[1]!.samplesMv]).toEqual([0.001, 0.002, 0.003, -32.768].map(Math.fround));
    expect(recording).toMatchObject({
      sampleRateHz: 200,
      sampleCount: 4,
      startTime: '2020-12-09T08:30:05',
      patient: { id: 'H-17', name: 'Ada Muster', ageYears: 69, sex: 'F' },
      device: 'digital recorder',
      notes: [{ code: 'pacemaker', text: 'The header names a pacemaker: single chamber, bipolar.' }],
    });
  });

  it('takes a stated size for that of all leads where only so it fits the bytes', () => {
    const result = decode(ishneBytes({ ...content, statedSamples: 12 }));
    expect(result.ok && result.value.sampleCount).toBe(4);
    const short = decode(ishneBytes({ ...content, statedSamples: 3 }));
    expect(short.ok && short.value.notes.map(({ code }) => code)).toContain('trailing-samples');
  });

  it('says that the checksum of the header is wrong, and reads on', () => {
    const result = decode(changed(8, 0));
    expect(result.ok && result.value.notes.map(({ code }) => code)).toContain('checksum-mismatch');
  });

  it.each([
    ['a cut-off header', ishneBytes(content).subarray(0, 300), 'truncated'],
    ['cut-off samples', ishneBytes(content).subarray(0, 540), 'truncated'],
    ['no leads', changed(156, 0), 'header-invalid'],
    ['13 leads', changed(156, 13), 'header-invalid'],
    ['no rate', changed(272, 0), 'header-invalid'],
    ['no resolution', changed(206, -9), 'unit-missing'],
    ['samples in the header', changed(22, 100), 'header-invalid'],
    ['no samples', ishneBytes({ ...content, statedSamples: 0 }), 'truncated'],
    ['a negative number of samples', ishneBytes({ ...content, statedSamples: -5 }), 'truncated'],
  ] as const)('refuses %s', (_, bytes, code) => {
    expect(decode(bytes)).toMatchObject({ ok: false, error: { code, file: 'h.ecg' } });
  });

  it('refuses a Holter recording of 72 hours, and says how much is read', () => {
    const head = ishneBytes({ sampleRateHz: 200, leads: content.leads.map((lead) => ({ ...lead, values: [] })) });
    const hours = 72 * 3600 * 200;
    const bytes = new Uint8Array(head.length + 6 * hours);
    bytes.set(head);
    new DataView(bytes.buffer).setInt32(14, hours, true);
    const result = decode(bytes);
    expect(result).toMatchObject({ ok: false, error: { code: 'too-large' } });
    expect(result.ok ? '' : result.error.message).toMatch(/72\.0 hours of 3 signals at 200 Hz.*11\.1 hours/);
  });
});
