import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Recording, standardLeads } from '../recording/recording.ts';
import { type ParityFormula, paritySignal, testLeadManifest, testManifest, testRecording } from './fixtures.ts';
import { lead100Windows, prepareLead100Band } from './lead100Band.ts';
import type { Manifest } from './manifest.ts';
import { featuresOnce, prepareInputs } from './prepareInputs.ts';

interface PreparationCheck {
  readonly input: ParityFormula & {
    readonly scaled: { readonly lead: string; readonly factor: number };
    readonly offsetsMv: readonly number[];
    readonly missing: readonly { readonly lead: string; readonly from: number; readonly to: number }[];
  };
  readonly expected: {
    readonly sums: readonly number[];
    readonly sumsOfSquares: readonly number[];
    readonly columns: readonly number[];
    readonly values: readonly (readonly number[])[];
  };
}
const parity: { readonly preparation: PreparationCheck } = JSON.parse(
  readFileSync(new URL('../../models/superclass-ensemble/parity.json', import.meta.url), 'utf8'),
);

const inputsOf = (recording: Recording, manifest: Manifest) =>
  prepareInputs(recording, manifest, featuresOnce(recording));

const dataOf = (result: ReturnType<typeof prepareInputs>): Float32Array => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value[0]!.data;
};

test('makes what the training made of a short recording with offset, gaps, an excess and an empty lead', () => {
  const { input, expected } = parity.preparation;
  const leads = paritySignal(input).map((samples, lead) => {
    const name = standardLeads[lead]!;
    const scale = input.scaled.lead === name ? input.scaled.factor : 1;
    const gaps = input.missing.filter((gap) => gap.lead === name);
    const samplesMv = samples.map((value, t) =>
      gaps.some(({ from, to }) => t >= from && t < to) ? Number.NaN : value * scale + input.offsetsMv[lead]!,
    );
    return { name, samplesMv, derived: false };
  });
  const recording = { ...testRecording(100, 0, () => 0), leads, sampleCount: input.lengthSamples };
  const data = dataOf(inputsOf(recording, testManifest));

  for (const [lead, values] of expected.values.entries()) {
    const row = data.subarray(lead * 1000, (lead + 1) * 1000);
    for (const [i, column] of expected.columns.entries()) expect(row[column]).toBeCloseTo(values[i]!, 5);
    const squares = row.reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(expected.sumsOfSquares[lead]!, 2);
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(expected.sums[lead]!, 3);
  }
});

test('puts the leads into the order of the manifest, whatever the order of the file', () => {
  const recording = testRecording(100, 10, (timeS, lead) => (timeS < 5 ? lead : -lead) / 10);
  const shuffled = { ...recording, leads: [...recording.leads].reverse() };
  const data = dataOf(inputsOf(shuffled, testManifest));
  expect(data).toEqual(dataOf(inputsOf(recording, testManifest)));
  expect(standardLeads.map((_, lead) => data[lead * 1000])).toEqual(
    standardLeads.map((_, lead) => expect.closeTo(lead / 10, 5)),
  );
});

test.each([250, 500, 360, 1000, 257.5])('a recording at %d Hz becomes what it is at 100 Hz', (rateHz) => {
  const wave = (timeS: number, lead: number) => Math.sin(2 * Math.PI * (1 + lead) * timeS);
  const at100 = dataOf(inputsOf(testRecording(100, 10, wave), testManifest));
  const resampled = dataOf(inputsOf(testRecording(rateHz, 12, wave), testManifest));
  // The mean is taken over what is there, so both are mean-free over the same 10 s; the first samples feel the edge.
  for (let i = 0; i < at100.length; i++)
    if (i % 1000 > 50) expect(Math.abs(resampled[i]! - at100[i]!)).toBeLessThan(0.01);
});

test('of a long recording only the first window counts', () => {
  const wave = (timeS: number, lead: number) => Math.sin(2 * Math.PI * 1.3 * timeS + lead);
  const short = dataOf(inputsOf(testRecording(500, 14, wave), testManifest));
  const long = dataOf(inputsOf(testRecording(500, 60, wave), testManifest));
  expect(long).toEqual(short);
});

test('refuses a recording without a lead', () => {
  const recording = testRecording(100, 10, () => 0);
  const withoutV6 = { ...recording, leads: recording.leads.slice(0, 11) };
  expect(inputsOf(withoutV6, testManifest)).toMatchObject({
    error: { code: 'model-refused', message: expect.stringContaining('V6') },
  });
});

test('gives a model of one lead the windows of the lead that was chosen, of the beginning of a long recording', () => {
  const wave = (timeS: number, lead: number) => Math.sin(2 * Math.PI * (1 + lead) * timeS);
  const recording = testRecording(250, 40, wave);
  const given = (of: Recording, lead: string | null) => {
    const result = prepareInputs(of, testLeadManifest, featuresOnce(of), lead);
    if (!result.ok) throw new Error(result.error.message);
    return result.value[0]!;
  };
  const windowsOf = (lead: number) => lead100Windows(prepareLead100Band(recording.leads[lead]!.samplesMv, 250));
  expect(given(recording, null)).toEqual({ name: 'ecg', data: windowsOf(1), dims: [2, 1, 3000] });
  expect(given(recording, 'V1').data).toEqual(windowsOf(6));
  expect(given(recording, 'none such').data).toEqual(windowsOf(1));
  expect(given({ ...recording, leads: recording.leads.slice(3) }, null).data).toEqual(windowsOf(3));
  expect(given(testRecording(250, 61, wave), null).data).toEqual(given(testRecording(250, 200, wave), null).data);
  expect(prepareInputs({ ...recording, leads: [] }, testLeadManifest, featuresOnce(recording))).toMatchObject({
    error: { code: 'model-refused' },
  });
});

test('features are measured once a recording, however many models ask for them', () => {
  const featuresOf = featuresOnce(testRecording(100, 1, () => 0));
  expect(featuresOf('measured100-v1')).toBe(featuresOf('measured100-v1'));
});
