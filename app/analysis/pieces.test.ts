import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { restingNoise, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { isOfPieces } from './pieces.ts';
import { doubtfulBeat } from './validity.ts';

const heart = (seed: number, sampleRateHz = 250): Recording =>
  synthesise(synthSpec({ seed, sampleRateHz, noise: restingNoise })).recording;
const inPieces = (recording: Recording, lastsS: number): Recording => {
  const size = Math.round(lastsS * recording.sampleRateHz);
  const pieces = Math.floor(recording.sampleCount / size);
  const leads = recording.leads.map((lead) => ({
    ...lead,
    samplesMv: lead.samplesMv
      .slice(0, pieces * size)
      .map((_, i) => lead.samplesMv[((7 * Math.floor(i / size) + 3) % pieces) * size + (i % size)]!),
  }));
  return { ...recording, leads, sampleCount: pieces * size };
};

test.each([100, 250, 500])('pieces in another order are seen at %i Hz, a heart is whole', (rateHz) => {
  for (const seed of [1, 2, 3, 4]) {
    const whole = heart(seed, rateHz);
    expect(isOfPieces(whole.leads, rateHz)).toBe(false);
    const pieces = inPieces(whole, 0.23);
    expect(isOfPieces(pieces.leads, rateHz)).toBe(true);
    const { validity } = analyzeSignal(pieces, { lead: null });
    expect(validity.reasons.length).toBeGreaterThan(0);
  }
});

test('nothing, little and missing samples are not of pieces', () => {
  expect(isOfPieces([], 250)).toBe(false);
  const { leads } = heart(1);
  expect(isOfPieces(leads, Number.NaN)).toBe(false);
  const missing = leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.map(() => Number.NaN) }));
  expect(isOfPieces(missing, 250)).toBe(false);
});

test('P waves that point down in every lead in which they point up are doubted', () => {
  const whole = heart(5);
  const turned = {
    ...whole,
    leads: whole.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.map((mv) => -mv) })),
  };
  const codes = (recording: Recording) =>
    analyzeSignal(recording, { lead: null }).validity.reasons.map(({ code }) => code);
  expect(codes(whole)).toEqual([]);
  expect(codes(turned).some((code) => code === doubtfulBeat || code === 'upside-down')).toBe(true);
});
