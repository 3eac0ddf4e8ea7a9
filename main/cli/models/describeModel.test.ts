import { expect, test } from 'vitest';
import { testManifest } from '../../../app/models/fixtures.ts';
import { describeModel } from './describeModel.ts';

const metrics = {
  set: 'fold 9',
  auc: { macro: { value: 0.93, low: 0.91, high: 0.95 }, MI: { value: 0.92, low: 0.88, high: 0.96, positives: 55 } },
  bestEpochs: [22, 20, 18],
  confusion: [[1, 2]],
  byRecord: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [String(i), {}])),
};

test('says for what a model is, what it takes and gives, and how good it was', () => {
  const text = describeModel({ ...testManifest, notFor: ['paced rhythm'], metrics }).join('\n');
  for (const part of [
    'test-net 1.2.3: A manifest for tests',
    'Not for\n  paced rhythm',
    'ecg: I II III aVR aVL aVF V1 V2 V3 V4 V5 V6, 100 Hz, 1000 samples, mV, prepared by mv100-meanfree-v1',
    'MI: stated from a probability of 0.2',
    'Platt; slope NORM 1, MI 2; intercept NORM 0, MI -1',
    '  auc.macro: 0.93 [0.91, 0.95]',
    '  auc.MI: 0.92 [0.88, 0.96], positives 55',
    '  bestEpochs: 22, 20, 18',
    '  confusion: 1 entries',
    '  byRecord: 21 entries',
    'licence of the data: none',
  ])
    expect(text).toContain(part);
});

test('a model without thresholds states the most probable class', () => {
  const calibration = { method: 'softmax' as const, scale: 0.8, bias: [0, 1] };
  const text = describeModel({ ...testManifest, thresholds: null, calibration }).join('\n');
  expect(text).toContain('NORM: stated when it is the most probable');
  expect(text).toContain('softmax of 0.8 x logits + bias; bias NORM 0, MI 1');
});
