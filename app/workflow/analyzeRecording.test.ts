import { expect, test } from 'vitest';
import { type Analysis, analysisSchema } from '../analysis/schema.ts';
import { encodeWfdb } from '../formats/wfdb/write.ts';
import { testManifest } from '../models/fixtures.ts';
import { isRuleGate } from '../models/gates.ts';
import type { ModelRunner } from '../models/runner.ts';
import { type AnalysisOptions, defaultOptions, type FileBundle } from '../ports.ts';
import { accept } from '../result.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeRecording } from './analyzeRecording.ts';
import { heartBundle } from './fixtures.ts';

const runnerOf = (logits: readonly number[]): ModelRunner => ({
  models: () => [{ manifest: testManifest }],
  refused: () => [],
  run: async () =>
    accept({
      rows: 1,
      logits: Float32Array.from(logits),
      activation: {
        rectified: Float32Array.of(1, 2, 0, 0, 0, 0, 4, 0),
        signed: Float32Array.of(1, 2, -1, 0, 0, 0, 4, -2),
      },
      contributions: null,
    }),
});

const analyze = (bundle: FileBundle, options: Partial<AnalysisOptions> = {}, logits: readonly number[] = [3, -3]) => {
  let now = 0;
  const ports = { runner: runnerOf(logits), nowMs: () => now++ };
  return analyzeRecording(bundle, { ...defaultOptions, ...options }, ports);
};

const analysisOf = async (...args: Parameters<typeof analyze>): Promise<Analysis> => {
  const result = await analyze(...args);
  if (!result.ok) throw new Error(result.error.message);
  return analysisSchema.parse(result.value);
};

test('assembles the analysis of a recording from file to probabilities', async () => {
  const bundle = heartBundle('heart.v2');
  const analysis = await analysisOf(bundle);
  expect(analysis).toMatchObject({
    schema: 'einthoven.analysis/1',
    record: 'heart.v2',
    source: { file: 'somewhere/heart.v2.hea', format: 'wfdb', sha256: bundle.sha256 },
    recording: {
      sampleRateHz: 100,
      durationS: 10,
      patient: { id: null, ageYears: 50, sex: 'M' },
      derivedLeads: [],
      notes: [],
    },
    validity: { status: 'VALID' },
    quality: { verdict: 'acceptable' },
    gates: [{ model: 'rules/notch', code: 'rate-too-low' }],
    diagnoses: [
      { model: 'test-net', class: 'NORM', positive: true, calibrated: true },
      { model: 'test-net', class: 'MI', positive: false },
    ],
    binary: [],
    recommendations: [],
    models: [{ id: 'test-net', version: '1.2.3', sha256: testManifest.sha256 }],
    timingMs: { decode: 1, signal: 1, models: 1, total: 4 },
  });
  expect(analysis.source.bytes).toBe(bundle.files[0]!.bytes.length + bundle.files[1]!.bytes.length);
  expect(analysis.recording.leads).toHaveLength(12);
  expect(analysis.measurements.heartRateBpm).toBeCloseTo(75, 0);
  expect(analysis.beats.length).toBeGreaterThan(10);
});

test("the user's age and sex go before the file's, are said so, and reach the gates", async () => {
  const analysis = await analysisOf(heartBundle('heart'), { ageYears: 12, sex: 'F' });
  expect(analysis.recording.patient).toMatchObject({ ageYears: 12, sex: 'F' });
  expect(analysis.recording.notes.map(({ code }) => code)).toEqual(['age-from-user', 'sex-from-user']);
  expect(analysis.gates.filter((gate) => !isRuleGate(gate))).toMatchObject([
    { model: 'test-net', code: 'age-below-minimum' },
  ]);
  expect(analysis.diagnoses).toEqual([]);
});

test('an unknown age is a note, not a closed gate', async () => {
  const analysis = await analysisOf(heartBundle('heart', 10, '# no age'));
  expect(analysis.recording.notes.map(({ code }) => code)).toEqual(['sex-missing', 'age-unknown']);
  expect(analysis.gates.filter((gate) => !isRuleGate(gate))).toEqual([]);
  expect(analysis.diagnoses).toHaveLength(2);
});

test('lost chest leads silence what they are needed for, and nothing else', async () => {
  const { recording } = synthesise(
    synthSpec({ seed: 5, morphology: 'inferior-st-elevation', patient: { id: null, ageYears: 55, sex: 'M' } }),
  );
  const leads = recording.leads.map((lead) =>
    lead.name.startsWith('V') ? { ...lead, samplesMv: lead.samplesMv.map(() => 0) } : lead,
  );
  const files = encodeWfdb({ ...recording, leads }, 'limbs', 1000, []);
  const analysis = await analysisOf({ path: 'limbs.hea', files, sha256: '0'.repeat(64) });
  expect(analysis.quality).toMatchObject({ verdict: 'limited' });
  expect(analysis.validity.status).toBe('VALID');
  expect(analysis.diagnoses).toEqual([]);
  expect(analysis.rhythm.statements.map(({ code }) => code)).toContain('sinus-rhythm');
  const codes = analysis.statements.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['axis-normal', 'st-elevation-inferior']));
  expect(analysis.statements.flatMap(({ evidence }) => evidence.leads).filter((lead) => lead.startsWith('V'))).toEqual(
    [],
  );
  const gates = analysis.gates.map(({ model, code }) => `${model} ${code}`);
  expect(gates).toEqual(
    expect.arrayContaining(['test-net leads-missing', 'rules/conduction leads-missing', 'rules/leads lead-quality']),
  );
});

test('behind a closed gate there is no probability, and the gate says why', async () => {
  const analysis = await analysisOf(heartBundle('short', 4));
  expect(analysis.diagnoses).toEqual([]);
  expect(analysis.gates.map(({ code }) => code)).toContain('too-short');
  expect(analysis.models).toHaveLength(1);
});

test('in a rhythm of a ventricle no model judges the shape, and the gate says why', async () => {
  const { recording } = synthesise(
    synthSpec({ seed: 5, rhythm: 'ventricular-tachycardia', patient: { id: null, ageYears: 55, sex: 'M' } }),
  );
  const files = encodeWfdb(recording, 'vt', 1000, []);
  const analysis = await analysisOf({ path: 'vt.hea', files, sha256: '0'.repeat(64) });
  expect(analysis.rhythm.statements.map(({ code }) => code)).toContain('ventricular-tachycardia');
  expect(analysis.diagnoses).toEqual([]);
  expect(analysis.gates).toContainEqual(
    expect.objectContaining({ model: 'test-net', code: 'ventricular-tachycardia' }),
  );
});

test('works without models when none are chosen', async () => {
  const analysis = await analysisOf(heartBundle('heart'), { modelIds: [] });
  expect(analysis).toMatchObject({ diagnoses: [], models: [] });
  expect(analysis.gates.filter((gate) => !isRuleGate(gate))).toEqual([]);
  expect(analysis.statements.map(({ code }) => code)).toContain('axis-normal');
});

test('refuses a lead and a model that are not there, naming the file', async () => {
  expect(await analyze(heartBundle('heart'), { lead: 'V9' })).toMatchObject({
    error: { code: 'invalid-input', file: 'heart.hea', message: expect.stringContaining('V9') },
  });
  expect(await analyze(heartBundle('heart'), { modelIds: ['none-such'] })).toMatchObject({
    error: { code: 'not-found', file: 'heart.hea' },
  });
  const inII = await analysisOf(heartBundle('heart'), { lead: 'II' });
  expect(inII.beats.length).toBeGreaterThan(10);
  // As a person types it; the result keeps the file's spelling.
  const typed = await analysisOf(heartBundle('heart'), { lead: 'ii' });
  expect(typed.beats).toEqual(inII.beats);
  expect(typed.recording.leads).toEqual(inII.recording.leads);
});

test('passes on why a file cannot be decoded', async () => {
  const { files, ...rest } = heartBundle('heart');
  const cut = [files[0]!, { name: files[1]!.name, bytes: files[1]!.bytes.subarray(0, 100) }];
  expect(await analyze({ ...rest, files: cut })).toMatchObject({ ok: false, error: { code: 'truncated' } });
});

test('a result that does not fit its own schema does not leave', async () => {
  expect(await analyze(heartBundle('heart'), {}, [Number.NaN, 0])).toMatchObject({
    error: { code: 'internal', message: 'The analysis does not fit its schema at "diagnoses.0.probability".' },
  });
});
