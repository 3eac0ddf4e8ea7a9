import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { disagreements, ludbScores, qrsScores, qtdbScores, readPredictions } from './lib/predictionScores.ts';

/** Made up by validation/scorerFixture.py; `expected.json` is what the reference scorers said of it. */
const fixture = (name: string) => {
  const folder = join(import.meta.dirname, 'fixtures', 'scorers', name);
  return {
    folder,
    predictions: readPredictions(join(folder, 'predictions.ndjson')),
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, unknown>,
  };
};

test('beats are matched and counted as score_qrs.py does, to its last digit', () => {
  const { folder, predictions, expected } = fixture('qrs');
  const scores = qrsScores(folder, ['a1', 'a2', 'b1'], predictions, 10);
  const { gross, perRecord } = expected;
  expect(disagreements({ gross, perRecord }, scores)).toEqual([]);
  // The fixture is one that tells: missed and false beats, and errors at the border of the tolerance.
  expect(Math.min(scores.gross.fn, scores.gross.fp)).toBeGreaterThan(5);
});

test('waves of twelve-lead records as score_delineation.py does', () => {
  const { folder, predictions, expected } = fixture('ludb');
  const scores = ludbScores(folder, ['1', '2', '10'], ['i', 'v2'], predictions);
  expect(disagreements({ pooled: expected.pooled }, scores)).toEqual([]);
  expect(scores.pooled['P onset'].fp).toBeGreaterThan(0);
});

test('waves of two-lead records, and the best of two', () => {
  const { folder, predictions, expected } = fixture('qtdb');
  const { signal0, bestOfTwo } = expected;
  expect(disagreements({ signal0, bestOfTwo }, qtdbScores(folder, ['s1', 's2'], 'q1c', predictions))).toEqual([]);
});

test('a difference in the fifth digit is seen', () => {
  expect(disagreements({ a: { b: 0.12345 } }, { a: { b: 0.12346 } })).toEqual(['/a/b: 0.12345, 0.12346']);
  expect(disagreements({ a: null }, { a: Number.NaN })).toEqual([]);
  expect(disagreements({ a: 1 }, {})).toEqual(['/a: 1, null']);
});
