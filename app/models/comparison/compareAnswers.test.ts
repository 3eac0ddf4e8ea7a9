import { describe, expect, test } from 'vitest';
import { accept } from '../../result.ts';
import { testManifest, testRecording } from '../fixtures.ts';
import { answerOf } from './answerOf.ts';
import { type ComparedFigure, compareAnswers, type JudgedRecording } from './compareAnswers.ts';

const draws = { draws: 400, seed: 1 };
const find = (figures: readonly ComparedFigure[], name: string, of: string): ComparedFigure => {
  const found = figures.find((each) => each.name === name && each.of === of);
  if (found === undefined) throw new Error(`no ${name} of ${of}`);
  return found;
};

describe('labels that do not exclude each other', () => {
  const answer = (p: number, q: number) => ({ probabilities: [p, q], stated: [p >= 0.5, q >= 0.5] });
  const recordings: JudgedRecording[] = Array.from({ length: 24 }, (_, i) => {
    const labels = [i % 2 === 0, i % 3 === 0];
    const weak = answer(labels[0] && i % 8 !== 0 ? 0.9 : 0.2 + i / 100, labels[1] ? 0.6 : 0.55);
    const strong = answer(labels[0] ? 0.9 : 0.1, labels[1] ? 0.8 : 0.3);
    return { record: String(i), patient: String(i >> 1), labels, first: weak, second: strong };
  });
  const figures = compareAnswers(recordings, { classes: ['MI', 'CD'], exclusive: false }, draws);

  test('gives both models, their difference and the tests', () => {
    // Three of the twelve MI are missed by the first and scored among the others: 0.2, 0.28, 0.36 against 0.21 ... 0.43.
    const auc = find(figures, 'AUC', 'MI');
    expect(auc.positives).toBe(12);
    expect(auc.first.value).toBeCloseTo((9 * 12 + 0 + 4 + 8) / 144, 12);
    expect(auc.second.value).toBe(1);
    expect(auc.difference.value).toBeCloseTo(24 / 144, 12);
    expect(auc.difference.low).toBeGreaterThanOrEqual(0);
    expect(auc.test?.name).toBe('DeLong');
    expect(find(figures, 'AUC', 'macro').first.value).toBeCloseTo((120 / 144 + 1) / 2, 12);
    expect(find(figures, 'accuracy', 'MI')).toMatchObject({
      first: { value: 21 / 24 },
      second: { value: 1 },
      // Three that only the second got right: 2 * 0.5^3.
      test: { name: 'McNemar', p: expect.closeTo(0.25) },
    });
    expect(find(figures, 'sensitivity', 'MI').first.value).toBe(0.75);
    expect(find(figures, 'specificity', 'CD').first.value).toBe(0);
    expect(find(figures, 'specificity', 'CD').second.value).toBe(1);
    expect(find(figures, 'accuracy', 'all classes right').second.value).toBe(1);
  });

  test('a model compared with itself differs by nothing', () => {
    const same = recordings.map((recording) => ({ ...recording, second: recording.first }));
    for (const { difference, test: tested } of compareAnswers(
      same,
      { classes: ['MI', 'CD'], exclusive: false },
      draws,
    )) {
      expect(difference).toEqual({ value: 0, low: 0, high: 0 });
      if (tested !== null) expect(tested.p).toBe(1);
    }
  });

  test('a class that nobody has gives no AUC and no test, not a number', () => {
    const without = recordings.map((recording) => ({ ...recording, labels: [recording.labels[0]!, false] }));
    expect(
      find(compareAnswers(without, { classes: ['MI', 'CD'], exclusive: false }, draws), 'AUC', 'CD'),
    ).toMatchObject({
      positives: 0,
      first: { value: null, low: null, high: null },
      difference: { value: null },
      test: { p: null },
    });
  });
});

test('of one rhythm each, noise does not count for the mean F1', () => {
  const classes = ['N', 'A', 'O', '~'];
  const oneHot = (c: number) => classes.map((_, i) => i === c);
  const answer = (c: number) => ({ probabilities: oneHot(c).map((is) => (is ? 0.7 : 0.1)), stated: oneHot(c) });
  const truth = [0, 0, 1, 2, 1, 0, 3, 2, 2, 1, 0, 3];
  const said = [0, 1, 1, 2, 1, 0, 2, 2, 0, 1, 0, 3];
  const recordings = truth.map((c, i) => ({
    record: String(i),
    patient: String(i),
    labels: oneHot(c),
    first: answer(said[i]!),
    second: answer(c),
  }));
  const figures = compareAnswers(recordings, { classes, exclusive: true }, draws);
  expect(find(figures, 'mean F1', 'N, A, O').first.value).toBeCloseTo((0.75 + 6 / 7 + 2 / 3) / 3, 12);
  expect(find(figures, 'F1', '~').first.value).toBeCloseTo(2 / 3, 12);
  expect(find(figures, 'accuracy', 'all')).toMatchObject({
    first: { value: 0.75 },
    second: { value: 1 },
    test: { name: 'McNemar', p: expect.closeTo(0.25) },
  });
});

describe('an answer', () => {
  const recording = testRecording(100, 10, (timeS) => Math.sin(timeS));
  const output = (logits: number[]) => ({
    rows: logits.length / 2,
    logits: Float32Array.from(logits),
    activation: null,
    contributions: null,
  });

  test('is calibrated, and stated as the product states it', async () => {
    const found = await answerOf(
      testManifest,
      recording,
      () => new Float32Array(),
      async () => accept(output([3, 0.5])),
    );
    // MI: slope 2, intercept -1 of the manifest; from 0.2 it is stated, and NORM is not beside it.
    expect(found).toEqual(accept({ probabilities: [expect.closeTo(0.9526, 4), 0.5], stated: [false, true] }));
  });

  test('of windows is that of their mean logits', async () => {
    const found = await answerOf(
      testManifest,
      recording,
      () => new Float32Array(),
      async () => accept(output([4, 1, 2, 0])),
    );
    expect(found).toMatchObject({ value: { probabilities: [expect.closeTo(0.9526, 4), 0.5] } });
  });

  test('is refused where the recording lacks a lead', async () => {
    const short = { ...recording, leads: recording.leads.slice(0, 3) };
    const found = await answerOf(
      testManifest,
      short,
      () => new Float32Array(),
      async () => accept(output([0, 0])),
    );
    expect(found).toMatchObject({ error: { code: 'model-refused' } });
  });
});
