import { expect, test } from 'vitest';
import { lineValue } from './measurementValue.ts';

const measurements = {
  heartRateBpm: 71.6,
  prMs: null,
  qrsMs: null,
  qtMs: 0,
  qtcFridericiaMs: 401.2,
  qrsAxisDeg: -30.4,
  reasons: { prMs: 'No P waves were found.' },
};

test('values are whole, with a true minus and their unit', () => {
  expect(lineValue(measurements, 'heartRateBpm')).toEqual({ text: '72', unit: 'bpm', reason: null });
  expect(lineValue(measurements, 'qrsAxisDeg')).toEqual({ text: '−30', unit: '°', reason: null });
  expect(lineValue({ ...measurements, qrsAxisDeg: -0.2 }, 'qrsAxisDeg').text).toBe('0');
});

test('what was not measured is a dash with its reason, and a measured zero is a zero', () => {
  expect(lineValue(measurements, 'prMs')).toEqual({ text: '–', unit: '', reason: 'No P waves were found.' });
  expect(lineValue(measurements, 'qrsMs').reason).toBe('Not measured.');
  expect(lineValue(measurements, 'qtMs')).toEqual({ text: '0', unit: 'ms', reason: null });
});
