import { expect, test } from 'vitest';
import { leadFindings } from '../analysis/leadFindings.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { qrsEvidence, qrsEvidenceNames } from './qrsEvidence.ts';
import { qrsJudge } from './readability.ts';

const every = 200;
const wave = (value: (index: number) => number): Float32Array =>
  Float32Array.from({ length: 2000 }, (_, i) => value(i));
const marks = Array.from({ length: 8 }, (_, k) => 100 + every * k);
const evidenceOf = (samplesMv: Float32Array, beats: readonly number[] = marks, rateHz = 250) =>
  qrsEvidence(samplesMv, 0, beats, leadFindings(samplesMv, rateHz), rateHz);

test('an impulse has nothing beside its summit, a sawtooth and a step nothing but lines, a bump is wide', () => {
  const impulse = evidenceOf(wave((i) => (i % every === 100 ? 1 : 0)));
  expect(impulse.outsideSummit).toBe(0);
  expect(impulse.widthS).toBeLessThan(0.01);
  const sawtooth = evidenceOf(wave((i) => ((i + 100) % every) / every));
  expect(sawtooth.unexplainedByLines).toBeLessThan(0.01);
  const step = evidenceOf(wave((i) => (Math.floor((i + 100) / every) % 2 === 0 ? 0 : 1)));
  expect(step.unexplainedByLines).toBeLessThan(0.01);
  const bump = evidenceOf(wave((i) => Math.exp(-((((i % every) - 100) / 25) ** 2))));
  expect(bump.widthS).toBeGreaterThan(0.09);
});

test('real complexes are none of it, whatever the rate and the size; the judgement tells them apart', () => {
  const judge = qrsJudge();
  for (const sampleRateHz of [100, 250, 500, 1000]) {
    const { recording, truth } = synthesise(synthSpec({ seed: 4, durationS: 8, sampleRateHz }));
    const beats = truth.beats.map(({ timeS }) => Math.round(timeS * sampleRateHz));
    const { samplesMv } = recording.leads[1]!;
    const one = evidenceOf(samplesMv, beats, sampleRateHz);
    expect(one.outsideSummit).toBeGreaterThan(0.1);
    expect(one.unexplainedByLines).toBeGreaterThan(0.3);
    expect(one.flatShare).toBeGreaterThan(0.6);
    expect(judge(one.row)).toBeGreaterThan(2);
    const tenfold = evidenceOf(
      samplesMv.map((mv) => 10 * mv),
      beats,
      sampleRateHz,
    );
    tenfold.row.forEach((value, i) => {
      expect(Math.abs(value - one.row[i]!)).toBeLessThan(0.02);
    });
  }
  expect(judge(evidenceOf(wave((i) => ((i + 100) % every) / every)).row)).toBeLessThan(-2);
});

test('nothing to tell by is no number, and never a crash', () => {
  for (const samplesMv of [
    wave(() => Number.NaN),
    wave(() => 0),
    new Float32Array(0),
    wave((i) => (i % 2 === 0 ? 1e30 : -1e30)),
  ]) {
    const { row } = evidenceOf(samplesMv);
    expect(row).toHaveLength(qrsEvidenceNames.length);
  }
  expect(evidenceOf(wave(() => 0)).row[0]).toBeNaN();
  expect(evidenceOf(wave(Math.sin), []).unexplainedByLines).toBeNaN();
});
