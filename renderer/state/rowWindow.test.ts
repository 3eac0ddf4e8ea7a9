import { expect, test } from 'vitest';
import type { WorklistRow } from '../../app/ports.ts';
import { idsToRead, keptRows, neighbourId } from './rowWindow.ts';

const row = (id: number): WorklistRow => ({
  id,
  record: `r${id}`,
  status: 'analysed',
  urgency: 'normal',
  patientId: null,
  patientName: null,
  ageYears: null,
  sex: null,
  device: null,
  startTime: null,
  importedAt: '',
  heartRateBpm: null,
  quality: null,
  summary: '',
});

const ids = Int32Array.from({ length: 2000 }, (_, index) => index + 1);

test('only what is in sight and not there yet is read', () => {
  const rows = new Map([[3, row(3)]]);
  expect(idsToRead(ids, rows, { from: 0, to: 5 })).toEqual([1, 2, 4, 5]);
  expect(idsToRead(ids, rows, { from: 1998, to: 3000 })).toEqual([1999, 2000]);
  expect(idsToRead(ids, rows, { from: -5, to: 0 })).toEqual([]);
  expect(idsToRead(ids, rows, { from: 0, to: 2000 })).toHaveLength(500);
});

test('rows far from those in sight are let go', () => {
  const before = new Map([1, 2, 1500].map((id) => [id, row(id)]));
  const kept = keptRows(ids, before, [row(4)], { from: 0, to: 10 });
  expect([...kept.keys()]).toEqual([1, 2, 4]);
});

test('steps stay in the list and begin at its top', () => {
  expect(neighbourId(ids, 5, 1)).toBe(6);
  expect(neighbourId(ids, 5, -10)).toBe(1);
  expect(neighbourId(ids, 5, Number.POSITIVE_INFINITY)).toBe(2000);
  expect(neighbourId(ids, 5, Number.NEGATIVE_INFINITY)).toBe(1);
  expect(neighbourId(ids, 99_999, 1)).toBe(1);
  expect(neighbourId(new Int32Array(0), null, 1)).toBeNull();
});
