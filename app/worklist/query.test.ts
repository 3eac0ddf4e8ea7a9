import { expect, test } from 'vitest';
import { filterCount, isNarrowed, wholeWorklist, worklistQuerySchema } from './query.ts';

test('the whole worklist is narrowed by nothing', () => {
  expect(worklistQuerySchema.parse(wholeWorklist)).toEqual(wholeWorklist);
  expect(filterCount(wholeWorklist)).toBe(0);
  expect(isNarrowed(wholeWorklist)).toBe(false);
  expect(isNarrowed({ ...wholeWorklist, search: ' a' })).toBe(true);
  expect(filterCount({ ...wholeWorklist, statuses: ['new'], ageToYears: 0, recordedFrom: '2020-01-01' })).toBe(3);
});

test('a question that does not fit is none', () => {
  for (const change of [
    { recordedFrom: '2020-13-01' },
    { ageFromYears: -1 },
    { ageFromYears: Number.NaN },
    { sort: { by: 'id; DROP TABLE recordings', descending: false } },
    { findings: [''] },
    { more: 1 },
  ])
    expect(worklistQuerySchema.safeParse({ ...wholeWorklist, ...change }).success).toBe(false);
});
