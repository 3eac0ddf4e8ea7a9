import { expect, test } from 'vitest';
import { moved, movements, transformations } from './lib/invariance.ts';
import { beyond, checkAgainstTruth, type TruthName } from './lib/truthChecks.ts';

/** `npm run validate -- properties` takes 10,000; these are the first of them, with limits a little under what they reach. */
const count = 150;
const results = Array.from({ length: count }, (_, i) => checkAgainstTruth(i + 1));
const checks = results.map(({ check }) => check);
const beating = checks.filter(({ rhythm }) => rhythm !== 'asystole');

test('no exception, and every result passes the schema and the checks', () => {
  expect(checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

test('asystole is INVALID, a beating heart hardly ever', () => {
  for (const { rhythm, invalid } of checks) if (rhythm === 'asystole') expect(invalid).toBe(true);
  expect(beating.filter(({ invalid }) => invalid).length).toBeLessThanOrEqual(2);
});

test('every beat and no other in nearly all recordings, and their rate', () => {
  const wrong = beating.filter(({ beats }) => beats.missed + beats.false > 0);
  expect(wrong.map(({ seed }) => seed).length).toBeLessThanOrEqual(2);
  expect(beating.filter(({ invalid, rateRight }) => !invalid && !rateRight).length).toBeLessThanOrEqual(2);
});

test.each<[TruthName, number]>([
  ['pMs', 0.9],
  ['prMs', 0.88],
  ['qrsMs', 0.85],
  ['qtMs', 0.85],
])('%s within its tolerance of the truth in %s of the recordings', (name, least) => {
  const measured = beating.filter(({ values }) => typeof values[name] === 'number');
  const right = measured.filter(({ values }) => !beyond(name, values[name]));
  expect(measured.length).toBeGreaterThan(50);
  expect(right.length / measured.length).toBeGreaterThanOrEqual(least);
});

/** Recordings of ten in which something may move further than allowed; none where the arithmetic is the same. */
const mayMove: Readonly<Record<string, number>> = { 'leads in reverse order': 0, 'constants of -2 to 2 mV added': 0 };

test.each(transformations)('results stay within tolerances: $name', (how) => {
  const chosen = results.filter(({ check }) => check.seed % 15 === 0);
  const broken = chosen.filter(
    ({ recording, analysis }) => analysis !== null && movements(recording, analysis, how).some(moved),
  );
  expect(chosen.length).toBe(10);
  expect(broken.map(({ check }) => check.seed).length).toBeLessThanOrEqual(mayMove[how.name] ?? 4);
});
