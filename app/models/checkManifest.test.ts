import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { beatChannels, beatFeatureNames, beatWindowLength, beatWindowRateHz } from './beats/beatInputs.ts';
import { checkManifest, parseManifest } from './checkManifest.ts';
import { measuredFeatureNames } from './features/measuredFeatures.ts';
import { testLeadInput, testLeadManifest, testManifest, testManifestInput } from './fixtures.ts';
import type { BeatFeaturesInput, BeatWindowsInput, FeaturesInput, LeadWindowsInput, Manifest } from './manifest.ts';

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

const beatNames = beatFeatureNames.causal;
const [firstName, secondName, ...otherNames] = beatNames;
const withBeats = (changes: Partial<BeatFeaturesInput> = {}, windows: Partial<BeatWindowsInput> = {}): Manifest => ({
  ...testLeadManifest,
  id: 'test-net',
  task: 'beats',
  inputs: [
    {
      kind: 'beatWindows',
      name: 'windows',
      view: 'causal',
      channels: [...beatChannels],
      sampleRateHz: beatWindowRateHz,
      lengthSamples: beatWindowLength,
      ...windows,
    },
    { kind: 'beatFeatures', name: 'features', view: 'causal', features: [...beatNames], ...changes },
  ],
  output: { ...testLeadManifest.output, activation: null },
  classes: ['N', 'S', 'V', 'F'],
});

test('takes a manifest of beats', () => {
  expect(checkManifest(withBeats())).toMatchObject({ ok: true });
  expect(checkManifest({ ...withBeats(), inputs: withBeats().inputs.slice(0, 1) })).toMatchObject({ ok: true });
});

const withSlope = (slope: number): Manifest => ({
  ...testManifest,
  calibration: { method: 'platt', slope: [1, slope], intercept: [0, 0] },
});
const withIntercept = (intercept: number): Manifest => ({
  ...testManifest,
  calibration: { method: 'platt', slope: [1, 1], intercept: [0, intercept] },
});

test.each(['1.2.3', '0.1.0', '10.0.0-beta.1', '1.0.0+build7'])('takes the version %s', (version) => {
  expect(checkManifest({ ...testManifest, version }).ok).toBe(true);
});

const [first, second, ...rest] = standardLeads;

test.each<[string, Manifest, string]>([
  ['an unknown preparation', testManifestInput({ preparation: 'raw' }), '"raw"'],
  ['another rate', testManifestInput({ sampleRateHz: 500 }), '500 Hz'],
  ['a shortest recording beyond the window', testManifestInput({ leastDurationS: 11 }), '(11 s)'],
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
  [
    'a validity model on measured features',
    { ...validityManifest, inputs: withFeatures({}).inputs },
    'the task validity takes signal; the manifest asks for features',
  ],
  ['a superclass model of beats', { ...testManifest, inputs: withBeats().inputs }, 'asks for beatWindows and beat'],
  ['a binary model of one lead', { ...validityManifest, task: 'binary', inputs: [testLeadInput] }, 'for leadWindows'],
  [
    'a rhythm model of twelve leads',
    { ...testLeadManifest, id: 'test-net', inputs: testManifest.inputs },
    'takes leadW',
  ],
  ['a beats model of a signal', { ...withBeats(), inputs: testManifest.inputs }, 'takes beatWindows'],
  ['a beats model of features alone', { ...withBeats(), inputs: withBeats().inputs.slice(1) }, 'asks for beatFeatures'],
  ['one signal twice', { ...testManifest, inputs: [...testManifest.inputs, ...testManifest.inputs] }, 'signal and sig'],
  ['two inputs of one name', withBeats({ name: 'windows' }), 'one name'],
  ['beats in two views', withBeats({}, { view: 'diagnostic' }), 'two views'],
  [
    'features of a beat in another order',
    withBeats({ features: [secondName!, firstName!, ...otherNames] }),
    `feature 1 of the causal view of a beat is ${firstName}, the manifest asks for ${secondName}`,
  ],
  ['a feature of a beat twice', withBeats({ features: [firstName!, firstName!, ...otherNames] }), 'feature 2 of'],
  ['a feature of a beat too few', withBeats({ features: beatNames.slice(0, -1) }), 'the manifest asks for none'],
  ['a feature of a beat too many', withBeats({ features: [...beatNames, firstName!] }), 'features, the manifest'],
  ['superclasses in another order', { ...testManifest, classes: ['MI', 'NORM'] }, 'in the order NORM, MI'],
  [
    'rhythms in another order',
    { ...testLeadManifest, id: 'test-net', classes: ['A', 'N', 'O', '~'] },
    'in the order N',
  ],
  ['beats in another order', { ...withBeats(), classes: ['N', 'V', 'S', 'F'] }, 'in the order N, S, V, F'],
  ['a slope of nothing', withSlope(0), 'slope'],
  ['a slope that turns the answer round', withSlope(-1), 'slope'],
  ['a slope that is none', withSlope(Number.NaN), 'slope'],
  ['a slope too steep', withSlope(101), 'slope'],
  ['an intercept that decides alone', withIntercept(-101), 'intercept'],
  ['an intercept that is none', withIntercept(Number.NaN), 'intercept'],
  [
    'a bias beyond reason',
    { ...withBeats(), calibration: { method: 'softmax', scale: 1, bias: [0, 0, 0, 1e6] } },
    'intercept',
  ],
  [
    'a softmax of classes that may be together',
    { ...testManifest, calibration: { method: 'softmax', scale: 1, bias: [0, 0] } },
    'by platt',
  ],
  ['a line for each class of one choice', { ...withBeats(), calibration: testManifest.calibration }, 'values of slope'],
  ['a threshold that is always reached', { ...testManifest, thresholds: [0, 0.5] }, 'threshold'],
  ['a threshold that is never reached', { ...testManifest, thresholds: [0.5, 1] }, 'threshold'],
  ['no version', { ...testManifest, version: '' }, 'version ""'],
  ['a version of two numbers', { ...testManifest, version: '1.0' }, 'version "1.0"'],
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
