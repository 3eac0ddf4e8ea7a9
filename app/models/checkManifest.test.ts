import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { checkManifest, parseManifest } from './checkManifest.ts';
import { testManifest, testManifestInput } from './fixtures.ts';

test('takes a manifest that fits', () => {
  expect(checkManifest(testManifest).ok).toBe(true);
  expect(parseManifest(JSON.stringify(testManifest), 'folder')).toEqual({ ok: true, value: testManifest });
});

const [first, second, ...rest] = standardLeads;

test.each([
  ['an unknown preparation', testManifestInput({ preparation: 'raw' }), '"raw"'],
  ['another rate', testManifestInput({ sampleRateHz: 500 }), '500 Hz'],
  ['another lead order', testManifestInput({ leads: [second, first, ...rest] }), 'II, I, III'],
  ['a lead named twice', testManifestInput({ leads: ['I', 'I'] }), 'order'],
  ['a lead that is unknown', testManifestInput({ leads: ['I', 'V7'] }), 'V7'],
  ['a class named twice', { ...testManifest, classes: ['MI' as const, 'MI' as const] }, 'twice'],
  ['a threshold too few', { ...testManifest, thresholds: [0.5] }, '1 values of thresholds'],
  [
    'a slope too many',
    { ...testManifest, calibration: { ...testManifest.calibration, slope: [1, 1, 1] } },
    '3 values of slope',
  ],
])('refuses %s and names the model', (_, manifest, words) => {
  const refused = checkManifest(manifest);
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused' } });
  expect(JSON.stringify(refused)).toContain('Model test-net: ');
  expect(JSON.stringify(refused).replaceAll('\\"', '"')).toContain(words);
});

test.each([
  ['another unit', JSON.stringify(testManifest).replace('"mV"', '"uV"'), 'input.unit'],
  ['what is not JSON', '{', 'not JSON'],
  ['an empty object', '{}', 'schema'],
])('refuses %s and names the folder', (_, text, words) => {
  const refused = parseManifest(text, 'some-folder');
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-refused', file: 'model.json' } });
  expect(JSON.stringify(refused)).toContain('some-folder');
  expect(JSON.stringify(refused)).toContain(words);
});
