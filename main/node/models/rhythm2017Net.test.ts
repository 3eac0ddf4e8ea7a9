import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { askModels } from '../../../app/models/askModels.ts';
import { goodQuality, notPaced, valid } from '../../../app/models/fixtures.ts';
import { joinWindows } from '../../../app/models/leadActivation.ts';
import { type LeadFormula, leadSignal } from '../../../app/models/leadFormula.ts';
import { leadWindowsInput } from '../../../app/models/manifest.ts';
import { probabilitiesOf, rhythm2017 } from '../../../app/models/rhythm2017.ts';
import { durationS, type Recording } from '../../../app/recording/recording.ts';
import { recordingOf } from '../../../app/tracing/testRecordings.ts';
import { loadModels } from './loadModels.ts';

interface Parity {
  readonly tolerance: number;
  readonly vectors: readonly {
    readonly input: LeadFormula;
    readonly windows: number;
    readonly logits: readonly number[];
    readonly signedActivation: readonly number[];
  }[];
}
const released = fileURLToPath(new URL('../../../models/rhythm2017-net/', import.meta.url));
const parity: Parity = JSON.parse(readFileSync(join(released, 'parity.json'), 'utf8'));
const modelsDir = mkdtempSync(join(tmpdir(), 'einthoven-rhythm-'));
afterAll(() => rmSync(modelsDir, { recursive: true }));
cpSync(released, join(modelsDir, 'rhythm2017-net'), { recursive: true });
const { runner } = await loadModels(modelsDir);

const ask = async (recording: Recording) => {
  const input = { recording, validity: valid, quality: goodQuality, pacing: notPaced };
  const asked = await askModels(input, null, runner);
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.value;
};
const recordingFrom = (formula: LeadFormula): Recording => {
  const samplesMv = leadSignal(formula);
  const empty = recordingOf(['I'], 0, () => 0, formula.sampleRateHz);
  return { ...empty, sampleCount: samplesMv.length, leads: [{ name: 'I', samplesMv, derived: false }] };
};
const largestDifference = (found: Float32Array | undefined, expected: readonly number[]): number => {
  expect(found).toHaveLength(expected.length);
  return found!.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
};

test.each(parity.vectors.map((vector) => [vector.input.name, vector] as const))(
  'from lead to logits, map and probabilities the core gives what the training gave: %s',
  async (_, { input, windows, logits, signedActivation }) => {
    const recording = recordingFrom(input);
    const asked = await ask(recording);
    expect(asked.gates).toEqual([]);
    const { manifest, output } = asked.answers[0]!;
    expect(output.rows).toBe(windows);
    expect(largestDifference(output.logits, logits)).toBeLessThan(parity.tolerance);
    expect(largestDifference(output.activation?.signed, signedActivation)).toBeLessThan(parity.tolerance);
    expect(output.activation?.rectified).toEqual(output.activation?.signed.map((value) => Math.max(0, value)));

    const stated = rhythm2017(asked);
    const expected = probabilitiesOf(manifest, { rows: windows, logits: Float32Array.from(logits) });
    expect(stated).toMatchObject({ rhythm2017Source: { model: 'rhythm2017-net', lead: 'I' }, reason: null });
    for (const [name, probability] of Object.entries(stated!.rhythm2017!))
      expect(probability).toBeCloseTo(expected[name as keyof typeof expected], 4);
    expect(Object.values(stated!.rhythm2017!).reduce((a, b) => a + b)).toBeCloseTo(1, 6);

    // What speaks for a class over time adds up to its logit, but for one bias of the class.
    const { cells } = manifest.output.activation!;
    const lead = leadWindowsInput(manifest)!;
    const joined = joinWindows(lead, output.activation!.signed, 4, cells, durationS(recording));
    const joinedCells = joined.length / 4;
    const bias = manifest.classes.map((_, c) => {
      const mean = logits.reduce((sum, value, i) => (i % 4 === c ? sum + value / windows : sum), 0);
      return mean - joined.subarray(c * joinedCells, (c + 1) * joinedCells).reduce((a, b) => a + b, 0);
    });
    const first = parity.vectors[0]!;
    for (const [c, value] of bias.entries()) {
      const added = first.signedActivation.slice(c * cells, (c + 1) * cells).reduce((a, b) => a + b, 0);
      expect(value).toBeCloseTo(first.logits[c]! - added, 3);
    }
  },
);

test('says why it does not judge less than 9 s', async () => {
  const short = recordingFrom({ ...parity.vectors[0]!.input, lengthSamples: 2600 });
  const asked = await ask(short);
  expect(asked.answers).toEqual([]);
  expect(rhythm2017(asked)).toMatchObject({ rhythm2017: null, reason: expect.stringContaining('9 s') });
});

test.each([
  ['another rate', '"sampleRateHz": 100', '"sampleRateHz": 300', '300 Hz'],
  ['another window', '"lengthSamples": 3000', '"lengthSamples": 1000', '1000'],
  ['another preparation', '"preparation": "lead100-band-v1"', '"preparation": "lead100-band-v2"', 'band-v2'],
  ['another unit', '"unit": "mV"', '"unit": "uV"', 'unit'],
])('is refused with %s in its manifest', async (name, from, to, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-rhythm-'));
  try {
    mkdirSync(join(folder, name));
    cpSync(released, join(folder, name), { recursive: true });
    const text = readFileSync(join(released, 'model.json'), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, name, 'model.json'), text.replace(from, to));
    const loaded = await loadModels(folder);
    expect(loaded.runner.models()).toEqual([]);
    expect(loaded.installed[0]!.refusal?.message).toContain(words);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
