import { expect, test } from 'vitest';
import type { WorklistRow } from '../../app/ports.ts';
import { matchingRows, neighbourId } from './matchingRows.ts';

const row = (id: number, record: string, more: Partial<WorklistRow> = {}): WorklistRow => ({
  id,
  record,
  status: 'analysed',
  patientId: null,
  startTime: null,
  importedAt: '2026-01-01T00:00:00.000Z',
  heartRateBpm: null,
  quality: 'acceptable',
  summary: '',
  ...more,
});
const rows = [row(3, 'sinus'), row(1, 'AF-noisy', { quality: 'limited' }), row(2, 'af', { patientId: 'P-77' })];

test('every word must be found, in any field, in any case', () => {
  expect(matchingRows(rows, ' AF ').map(({ id }) => id)).toEqual([1, 2]);
  expect(matchingRows(rows, 'limited af').map(({ id }) => id)).toEqual([1]);
  expect(matchingRows(rows, 'p-77').map(({ id }) => id)).toEqual([2]);
  expect(matchingRows(rows, 'nothing')).toEqual([]);
  expect(matchingRows(rows, '')).toBe(rows);
});

test('stepping stays inside the list and starts at its top', () => {
  expect(neighbourId(rows, 3, 1)).toBe(1);
  expect(neighbourId(rows, 3, -1)).toBe(3);
  expect(neighbourId(rows, 2, 1)).toBe(2);
  expect(neighbourId(rows, 99, 1)).toBe(3);
  expect(neighbourId([], 3, 1)).toBeNull();
});
