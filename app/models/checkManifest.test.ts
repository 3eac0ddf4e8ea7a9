import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { checkManifest, parseManifest } from './checkManifest.ts';
import { measuredFeatureNames } from './features/measuredFeatures.ts';
import { testLeadInput, testLeadManifest, testManifest, testManifestInput } from './fixtures.ts';
import type { FeaturesInput, LeadWindowsInput, Manifest } from './manifest.ts';

test('takes a manifest that fits', () => {
  expect(checkManifest(testManifest).ok).toBe(true);
  expect(parseManifest(JSON.stringify(testManifest), 'folder')).toEqual({ ok: true, value: testManifest });
});

const withFeatures = (changes: Partial<FeaturesInput>): Manifest => ({
  ...testManifest,
  inputs: [
    { kind: 'features', name: 'measured', set: 'measured100-v1', features: [...measuredFeatureNames], ...changes },
  ],
  output: { ...testManifest.output, activation: null },
});

const withLead = (changes: Partial<LeadWindowsInput>): Manifest => ({
  ...testLeadManifest,
  id: 'test-net',
  inputs: [{ ...testLeadInput, ...changes }],
});

test('takes a manifest of the windows of one lead', () => {
  expect(checkManifest(testLeadManifest)).toMatchObject({ ok: true });
});

test('takes a manifest of measured features', () => {
  expect(checkManifest(withFeatures({})).ok).toBe(true);
});

const validityManifest: Manifest = {
  ...testManifest,
  task: 'validity',
  output: { logits: 'score', activation: null, contributions: null },
  classes: ['NOT ECG'],
  thresholds: [0.6],
  calibration: { method: 'platt', slope: [2], intercept: [1] },
};

test('takes a manifest of validity', () => {
  expect(checkManifest(validityManifest).ok).toBe(true);
});

const [first, second, ...rest] = standardLeads;

test.each([
  ['an unknown preparation', testManifestInput({ preparation: 'raw' }), '"raw"'],
  ['another rate', testManifestInput({ sampleRateHz: 500 }), '500 Hz'],
  ['another lead order', testManifestInput({ leads: [second, first, ...rest] }), 'II, I, III'],
  ['a lead named twice', testManifestInput({ leads: ['I', 'I'] }), 'order'],
  ['a lead that is unknown', testManifestInput({ leads: ['I', 'V7'] }), 'V7'],
  ['a class of another task', { ...testManifest, classes: ['NORM', 'A'] }, '"A" is no class'],
  ['an unknown set of features', withFeatures({ set: 'guessed' }), '"guessed"'],
  ['features in another order', withFeatures({ features: [...measuredFeatureNames].reverse() }), 'feature 1 of'],
  ['a feature too many', withFeatures({ features: [...measuredFeatureNames, 'shoe size'] }), 'features, the manifest'],
  [
    'contributions of what is not there',
    { ...testManifest, output: { ...testManifest.output, contributions: { name: 'why', input: 'ecg' } } },
    '"ecg"',
  ],
  ['a validity model on measured features', { ...validityManifest, inputs: withFeatures({}).inputs }, 'one signal'],
  ['a class of another task in validity', { ...validityManifest, classes: ['NORM'] }, '"NORM" is no class'],
  ['a preparation of all leads for one', withLead({ preparation: 'mv100-meanfree-v1' }), '"mv100-meanfree-v1" of one'],
  ['another rate of one lead', withLead({ sampleRateHz: 300 }), '300 Hz'],
  ['another window of one lead', withLead({ lengthSamples: 6000 }), '6000'],
  ['durations that exclude each other', withLead({ leastDurationS: 70 }), '(70 s)'],
  ['a class named twice', { ...testManifest, classes: ['MI', 'MI'] }, 'twice'],
  ['a threshold too few', { ...testManifest, thresholds: [0.5] }, '1 values of thresholds'],
  [
    'a slope too many',
    { ...testManifest, calibration: { method: 'platt' as const, slope: [1, 1, 1], intercept: [0, 0] } },
    '3 values of slope',
  ],
])('refuses %s and names the model', (_, manifest, words) => {
  const refused = checkManifest(manifest);
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused' } });
  expect(JSON.stringify(refused)).toContain('Model test-net: ');
  expect(JSON.stringify(refused).replaceAll('\\"', '"')).toContain(words);
});

test.each([
  ['another unit', JSON.stringify(testManifest).replace('"mV"', '"uV"'), 'inputs.0.unit'],
  ['another unit of one lead', JSON.stringify(testLeadManifest).replace('"mV"', '"uV"'), 'inputs.0.unit'],
  ['what is not JSON', '{', 'not JSON'],
  ['an empty object', '{}', 'schema'],
])('refuses %s and names the folder', (_, text, words) => {
  const refused = parseManifest(text, 'some-folder');
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused', file: 'model.json' } });
  expect(JSON.stringify(refused)).toContain('some-folder');
  expect(JSON.stringify(refused)).toContain(words);
});
