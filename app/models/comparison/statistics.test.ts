import { describe, expect, test } from 'vitest';
import { aucOf } from './auc.ts';
import { delong } from './delong.ts';
import { mcnemar } from './mcnemar.ts';
import { twoSidedNormal } from './normalTail.ts';
import { estimate, patientDraws } from './patientBootstrap.ts';
import { brierOf, calibrationErrorOf, f1Of, meanOf, shareOf } from './weightedFigures.ts';

/** Expected values: models/training/common/metrics.py and scipy on the same numbers. */

const labels = [1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0].map(Boolean);
const first = [
  0.9, 0.2, 0.6, 0.55, 0.4, 0.6, 0.3, 0.1, 0.05, 0.8, 0.45, 0.35, 0.7, 0.5, 0.5, 0.15, 0.25, 0.65, 0.4, 0.3,
];
const second = [
  0.8, 0.1, 0.7, 0.75, 0.3, 0.5, 0.45, 0.2, 0.05, 0.9, 0.35, 0.4, 0.6, 0.2, 0.65, 0.25, 0.15, 0.4, 0.35, 0.1,
];
const patients = [0, 0, 1, 2, 2, 3, 4, 5, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11, 12, 13].map(String);
const once = labels.map(() => 1);
const draws = [
  [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  [13, 12, 5, 5, 5, 1, 2, 4, 4, 8, 9, 0, 3, 7],
  [8, 8, 9, 9, 12, 12, 11, 10, 1, 1, 2, 0, 5, 6],
];
const weightsOf = (draw: readonly number[]) =>
  patients.map((patient) => draw.filter((each) => String(each) === patient).length);

describe('AUC', () => {
  test('with ties, and of drawn rows', () => {
    expect(aucOf(labels, first)(once)).toBeCloseTo(0.8229166666666666, 14);
    expect(aucOf(labels, second)(once)).toBeCloseTo(0.953125, 14);
    const drawn = [0.8472222222222222, 0.8901515151515151, 0.8545454545454545];
    for (const [i, draw] of draws.entries()) expect(aucOf(labels, first)(weightsOf(draw))).toBeCloseTo(drawn[i]!, 14);
  });

  test('by hand: one pair in the wrong order, one tied, two right', () => {
    expect(aucOf([true, false, true, false], [0.3, 0.4, 0.4, 0.1])([1, 1, 1, 1])).toBe(0.625);
    expect(aucOf([true, true], [0.1, 0.2])([1, 1])).toBeNaN();
  });
});

test('DeLong', () => {
  expect(delong(labels, first, second)).toBeCloseTo(0.07635126788660487, 12);
  expect(delong(labels, second, first)).toBeCloseTo(0.07635126788660487, 12);
  expect(delong(labels, first, first)).toBe(1);
  expect(delong([true, false, false], [1, 2, 3], [3, 2, 1])).toBeNaN();
});

test('McNemar', () => {
  const of = (onlyFirst: number, onlySecond: number) => {
    const right = Array.from({ length: onlyFirst + onlySecond }, (_, i) => i < onlyFirst);
    return mcnemar(
      right,
      right.map((each) => !each),
    );
  };
  expect(of(2, 8)).toBeCloseTo(0.109375, 14);
  expect(of(25, 12)).toBeCloseTo(0.04703102743951604, 12);
  expect(of(2400, 2600)).toBeCloseTo(0.00488364973751758, 10);
  expect(of(0, 1)).toBe(1);
  expect(of(5, 5)).toBe(1);
  expect(mcnemar([true, false], [true, false])).toBe(1);
  const right = (scores: readonly number[]) => scores.map((score, i) => score >= 0.5 === labels[i]);
  expect(mcnemar(right(first), right(second))).toBe(0.5);
});

test('tail of the normal distribution', () => {
  for (const [z, p] of [
    [0, 1],
    [0.5, 0.6170750774519738],
    [-1.96, 0.04999579029644087],
    [3, 0.0026997960632601866],
    [6, 1.973175290075389e-9],
    [12, 3.552964224155306e-33],
  ] as const)
    expect(twoSidedNormal(z) / p).toBeCloseTo(1, 10);
});

test('calibration error, Brier score, shares, F1', () => {
  expect(calibrationErrorOf(labels, first)(once)).toBeCloseTo(0.1475, 14);
  expect(calibrationErrorOf(labels, second)(once)).toBeCloseTo(0.17, 14);
  const drawn = [0.16904761904761909, 0.14130434782608695, 0.12380952380952381];
  for (const [i, draw] of draws.entries())
    expect(calibrationErrorOf(labels, first)(weightsOf(draw))).toBeCloseTo(drawn[i]!, 14);
  expect(brierOf(labels, first)(once)).toBeCloseTo(0.167375, 14);
  expect(brierOf(labels, second)(once)).toBeCloseTo(0.109, 14);
  const stated = first.map((score) => score >= 0.5);
  expect(shareOf(stated, labels)(once)).toBe(0.75);
  expect(shareOf([true, true], [false, false])([1, 1])).toBeNaN();
  const truth = [0, 0, 1, 2, 1, 0, 3, 2, 2, 1, 0, 3];
  const answer = [0, 1, 1, 2, 1, 0, 2, 2, 0, 1, 0, 3];
  const f1 = [0, 1, 2, 3].map((c) =>
    f1Of(
      truth.map((t) => t === c),
      answer.map((a) => a === c),
    ),
  );
  const weights = truth.map(() => 1);
  expect(f1.map((figure) => figure(weights))).toEqual([0.75, 6 / 7, 2 / 3, 2 / 3].map((v) => expect.closeTo(v, 14)));
  expect(meanOf(f1)(weights)).toBeCloseTo((0.75 + 6 / 7 + 4 / 3) / 4, 14);
});

describe('bootstrap', () => {
  test('draws whole patients, as many as there are, the same for the same seed', () => {
    const seen: number[][] = [];
    for (const weights of patientDraws(patients, { draws: 50, seed: 1 })) {
      seen.push([...weights]);
      const byPatient = new Map(patients.map((patient, row) => [patient, weights[row]!]));
      for (const [row, patient] of patients.entries()) expect(weights[row]).toBe(byPatient.get(patient));
      expect([...byPatient.values()].reduce((a, b) => a + b, 0)).toBe(14);
    }
    expect([...patientDraws(patients, { draws: 50, seed: 1 })].length).toBe(50);
    expect([...patientDraws(patients, { draws: 1, seed: 1 })][0]).toEqual(Float64Array.from(seen[0]!));
    expect(new Set(seen.map(String)).size).toBeGreaterThan(45);
  });

  test('gives the intervals of the training within what drawing leaves open', () => {
    const [auc1, auc2] = [aucOf(labels, first), aucOf(labels, second)];
    const drawn: [number, number][] = [];
    for (const weights of patientDraws(patients, { draws: 20_000, seed: 1 }))
      drawn.push([auc1(weights), auc2(weights)]);
    const expectNear = (found: { low: number | null; high: number | null }, low: number, high: number) => {
      expect(Math.abs(found.low! - low)).toBeLessThan(0.01);
      expect(Math.abs(found.high! - high)).toBeLessThan(0.01);
    };
    expectNear(
      estimate(
        auc1(once),
        drawn.map(([a]) => a),
        'plain',
      ),
      0.58024691,
      0.97368851,
    );
    expectNear(
      estimate(
        auc2(once),
        drawn.map(([, b]) => b),
        'plain',
      ),
      0.81481481,
      1,
    );
    const difference = estimate(
      auc2(once) - auc1(once),
      drawn.map(([a, b]) => b - a),
      'plain',
    );
    expectNear(difference, 0.00416667, 0.3125);
  });

  test('percentiles as numpy has them; what was not drawn does not count', () => {
    const drawn = [0.1, 0.25, 0.2, Number.NaN, 0.4, 0.31];
    expect(estimate(0.2, drawn, 'plain')).toEqual({
      value: 0.2,
      low: expect.closeTo(0.11),
      high: expect.closeTo(0.391),
    });
    expect(estimate(0.22, drawn, 'centred')).toEqual({
      value: 0.22,
      low: expect.closeTo(0.078),
      high: expect.closeTo(0.359),
    });
    expect(estimate(Number.NaN, [Number.NaN], 'plain')).toEqual({ value: null, low: null, high: null });
  });
});
