import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { drawSpec } from '../synth/population.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { streamingDelayS } from './streamingDetector.ts';
import { type RecordingStream, type StreamedBeat, streamRecording } from './streamRecording.ts';

const heart = (change: Partial<SynthSpec>): Recording =>
  synthesise(synthSpec({ seed: 1, durationS: 20, ...change })).recording;

const started = (recording: Recording, lead: string | null = null): RecordingStream => {
  const stream = streamRecording(recording, lead);
  if (!stream.ok) throw new Error(stream.error.message);
  return stream.value;
};

const changed = (recording: Recording, change: (samplesMv: Float32Array, lead: number) => Float32Array): Recording => ({
  ...recording,
  leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: change(lead.samplesMv, l) })),
});

const arbitraryHeart = fc
  .record({
    seed: fc.nat(10_000),
    rhythm: fc.constantFrom<SynthSpec['rhythm']>(
      'sinus',
      'atrial-fibrillation',
      'ventricular-premature',
      'ventricular-tachycardia',
      'atrial-flutter-2to1',
      'av-block-3-ventricular',
    ),
    sampleRateHz: fc.constantFrom(100, 128, 250, 500),
    db: fc.constantFrom(0, 12, 40),
  })
  .map(({ db, ...change }) => {
    const recording = heart({ ...change, durationS: 8, snr: [{ kind: 'muscle', db }] });
    return { ...recording, leads: recording.leads.slice(0, 2) };
  });

test('the future changes nothing: whatever comes after, what was reported before is the same', () => {
  fc.assert(
    fc.property(
      arbitraryHeart,
      fc.double({ min: 2, max: 7.5, noNaN: true }),
      fc.constantFrom(Number.NaN, 0, 5, -300),
      (recording, untilS, future) => {
        const end = Math.floor(untilS * recording.sampleRateHz + 1e-6);
        const other = changed(recording, (samplesMv) => samplesMv.slice().fill(future, end));
        const cut = {
          ...changed(recording, (samplesMv) => samplesMv.slice(0, end)),
          sampleCount: end,
        };
        const reported = started(recording).playTo(untilS);
        expect(started(other).playTo(untilS)).toEqual(reported);
        expect(started(cut).playTo(untilS)).toEqual(reported);
      },
    ),
    { numRuns: 20, seed: 9 },
  );
});

test('however it is cut into pieces, the same beats come at the same times, none later than stated', () => {
  fc.assert(
    fc.property(
      arbitraryHeart,
      fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { maxLength: 30 }),
      (recording, at) => {
        const whole = started(recording).finish();
        const pieces = started(recording);
        const beats: StreamedBeat[] = at.sort((a, b) => a - b).flatMap((timeS) => pieces.playTo(timeS));
        beats.push(...pieces.finish());
        expect(beats).toEqual(whole);
        for (const { timeS, reportedAtS, delayS } of whole) {
          expect(delayS).toBeLessThanOrEqual(streamingDelayS + 1 / recording.sampleRateHz);
          expect(delayS).toBeGreaterThanOrEqual(0);
          expect(reportedAtS - timeS).toBeCloseTo(delayS, 9);
        }
      },
    ),
    { numRuns: 20, seed: 10 },
  );
});

test('the delay is kept on every kind of heart and noise that can be drawn', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { recording } = synthesise(drawSpec({ seed, durationS: 8, sampleRateHz: 250 }));
    for (const { delayS } of started(recording).finish())
      expect(delayS).toBeLessThanOrEqual(streamingDelayS + 1 / recording.sampleRateHz);
  }
});

test('a gap in all leads costs only the beats in it and just behind; a lead that is missing costs none', () => {
  const recording = heart({ durationS: 30 });
  const rateHz = recording.sampleRateHz;
  const whole = started(recording).finish();
  const gap = changed(recording, (samplesMv) => samplesMv.slice().fill(Number.NaN, 12 * rateHz, 15 * rateHz));
  const beats = started(gap)
    .finish()
    .map(({ timeS }) => timeS);
  expect(beats.filter((timeS) => timeS > 12.05 && timeS < 15)).toEqual([]);
  const outside = whole.filter(({ timeS }) => timeS < 11.9 || timeS > 16);
  expect(outside.filter(({ timeS }) => !beats.some((t) => Math.abs(t - timeS) < 0.03))).toEqual([]);
  const oneLost = changed(recording, (samplesMv, l) => (l === 1 ? samplesMv.slice().fill(Number.NaN) : samplesMv));
  expect(started(oneLost).finish()).toHaveLength(whole.length);
});

test('one lead can be named in any case; what cannot be streamed is refused with its reason', () => {
  const recording = heart({ durationS: 6 });
  expect(started(recording, 'v2').leads).toEqual(['V2']);
  expect(streamRecording(recording, 'V9')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  for (const sampleRateHz of [0, 29, Number.NaN, Number.POSITIVE_INFINITY])
    expect(streamRecording({ ...recording, sampleRateHz }, null)).toMatchObject({
      ok: false,
      error: { code: 'unsupported' },
    });
  expect(streamRecording({ ...recording, leads: [] }, null)).toMatchObject({ ok: false });
  expect(
    started({
      ...recording,
      sampleCount: 0,
      leads: recording.leads.map((lead) => ({ ...lead, samplesMv: new Float32Array(0) })),
    }).finish(),
  ).toEqual([]);
});
