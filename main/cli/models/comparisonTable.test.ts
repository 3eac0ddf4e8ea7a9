import { expect, test } from 'vitest';
import { comparisonTable } from './comparisonTable.ts';

const none = { value: null, low: null, high: null };

test('one line a figure, signs at differences alone, a dash for what cannot be given', () => {
  const lines = comparisonTable([
    {
      name: 'AUC',
      of: 'MI',
      positives: 55,
      first: { value: 0.9258, low: 0.8863, high: 0.959 },
      second: { value: 0.94, low: 0.91, high: 0.97 },
      difference: { value: 0.0142, low: -0.00004, high: 0.03 },
      test: { name: 'DeLong', p: 0.0004 },
    },
    {
      name: 'AUC',
      of: 'HYP',
      positives: 0,
      first: none,
      second: none,
      difference: none,
      test: { name: 'DeLong', p: null },
    },
  ]);
  expect(lines.slice(2).map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    'AUC | MI | 55 | 0.926 [0.886, 0.959] | 0.940 [0.910, 0.970] | +0.014 [0.000, +0.030] | DeLong | < .001',
    'AUC | HYP | 0 | - | - | - | DeLong | -',
  ]);
});
