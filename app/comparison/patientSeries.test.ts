import { expect, test } from 'vitest';
import { inOrderOfTime, neighbourOf, timeOf } from './patientSeries.ts';

const recording = (id: number, startTime: string | null, importedAt = `2026-01-0${id}T00:00:00.000Z`) => ({
  id,
  startTime,
  importedAt,
});

test('recordings stand in the order in which they were made, those without a time where they were taken in', () => {
  const series = inOrderOfTime([
    recording(1, '2024-05-01T10:00:00'),
    recording(2, null, '2023-01-01T00:00:00.000Z'),
    recording(3, '2020-05-01T10:00:00Z'),
    recording(4, '2024-05-01T10:00:00'),
  ]);
  expect(series.map(({ id }) => id)).toEqual([3, 2, 1, 4]);
  expect(timeOf(recording(1, null))).toBe('2026-01-01T00:00:00');
});

test('the previous recording is the one before; the first is compared with the one after it', () => {
  const series = [recording(3, null), recording(1, null), recording(2, null)];
  expect(neighbourOf(series, 2)?.id).toBe(1);
  expect(neighbourOf(series, 1)?.id).toBe(3);
  expect(neighbourOf(series, 3)?.id).toBe(1);
  expect(neighbourOf([recording(3, null)], 3)).toBeNull();
  expect(neighbourOf(series, 9)).toBeNull();
});
