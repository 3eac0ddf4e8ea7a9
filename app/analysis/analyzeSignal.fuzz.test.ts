import fc from 'fast-check';
import { expect, test } from 'vitest';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analysisProblems } from './analysisProblems.testing.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { recordingOf } from './pulseTrain.testing.ts';
import { createStreamingDetector } from './streamingDetector.ts';

const odd = fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40, 1e6, -3.4e38);
const plain = fc.double({ min: -5, max: 5, noNaN: true });

/** Runs of one value or of random ones, as loose leads and broken files make them. */
const stretches = fc
  .array(
    fc.record({
      n: fc.integer({ min: 0, max: 400 }),
      from: fc.oneof({ weight: 3, arbitrary: plain }, odd),
      to: fc.oneof({ weight: 3, arbitrary: plain }, odd),
      kind: fc.constantFrom('hold', 'ramp', 'switch', 'swing'),
      period: fc.integer({ min: 1, max: 300 }),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.flatMap(({ n, from, to, kind, period }) =>
      Array.from({ length: n }, (_, i) => {
        if (kind === 'hold') return from;
        if (kind === 'ramp') return from + ((to - from) * i) / n;
        if (kind === 'switch') return i % (2 * period) < period ? from : to;
        return from * Math.sin((2 * Math.PI * i) / period);
      }),
    ),
  );

const strange = fc
  .record({
    lanes: fc.array(stretches, { maxLength: 5 }),
    rateHz: fc.oneof(
      fc.constantFrom(100, 128, 250, 257.5, 360, 500, 1000, 2000),
      fc.constantFrom(0, -1, 1, 7, 29, 1e5, Number.NaN, Number.POSITIVE_INFINITY),
    ),
  })
  .map(({ lanes, rateHz }) => {
    const n = Math.max(0, ...lanes.map((lane) => lane.length));
    return recordingOf(
      lanes.map((lane) => Float32Array.from({ length: n }, (_, i) => lane[i] ?? Number.NaN)),
      rateHz,
    );
  });

test('arbitrary small recordings: no exception, and nothing in the result that must not be', () => {
  fc.assert(
    fc.property(strange, fc.constantFrom(null, 'II', 'V9'), (recording, lead) => {
      const analysis = analyzeSignal(recording, { lead });
      const usable = recording.sampleRateHz > 0 && Number.isFinite(recording.sampleRateHz);
      expect(analysisProblems(usable ? recording : { ...recording, sampleRateHz: 1 }, analysis)).toEqual([]);
    }),
    { numRuns: 300, seed: 31 },
  );
});

test('ECGs cut, holed, scaled and mixed up at random: the same', () => {
  const damage = fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    rateHz: fc.constantFrom(100, 250, 500),
    fromShare: fc.double({ min: 0, max: 1, noNaN: true }),
    lengthShare: fc.double({ min: 0, max: 1, noNaN: true }),
    gain: fc.constantFrom(-1, 0.001, 0.3, 1, 4, 1000),
    offsetMv: fc.constantFrom(0, 5, -300),
    holes: fc.array(
      fc.record({
        lead: fc.integer({ min: -1, max: 11 }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        n: fc.integer({ min: 1, max: 1500 }),
        value: odd,
      }),
      { maxLength: 8 },
    ),
    kept: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 12 }),
  });
  fc.assert(
    fc.property(damage, ({ seed, rateHz, fromShare, lengthShare, gain, offsetMv, holes, kept }) => {
      const { recording } = synthesise(synthSpec({ seed, durationS: 6, sampleRateHz: rateHz }));
      const n = recording.sampleCount;
      const leads = recording.leads.map((lead) => ({
        ...lead,
        samplesMv: lead.samplesMv.map((mv) => gain * mv + offsetMv),
      }));
      for (const { lead, at, n: length, value } of holes)
        for (const [l, { samplesMv }] of leads.entries())
          if (lead === -1 || lead === l) samplesMv.fill(value, Math.floor(at * n), Math.floor(at * n) + length);
      const from = Math.floor(fromShare * n);
      const to = from + Math.floor(lengthShare * (n - from));
      const cut = kept.map((l) => ({ ...leads[l]!, samplesMv: leads[l]!.samplesMv.slice(from, to) }));
      const damaged = { ...recording, sampleCount: to - from, leads: cut };
      expect(analysisProblems(damaged, analyzeSignal(damaged, { lead: null }))).toEqual([]);
    }),
    { numRuns: 150, seed: 32 },
  );
});

test('the causal detector on arbitrary samples: beats in order, inside, none reported twice', () => {
  fc.assert(
    fc.property(strange, fc.integer({ min: 1, max: 700 }), (recording, block) => {
      const { leads, sampleCount, sampleRateHz } = recording;
      if (!(sampleRateHz >= 100 && sampleRateHz <= 2000) || leads.length === 0) return;
      const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
      const found: number[] = [];
      for (let i = 0; i < sampleCount; i += block)
        found.push(...detector.push(leads.map((l) => l.samplesMv.subarray(i, i + block))).map(({ sample }) => sample));
      found.push(...detector.flush().map(({ sample }) => sample));
      expect(found.every((sample, k) => sample >= 0 && sample < sampleCount && sample > (found[k - 1] ?? -1))).toBe(
        true,
      );
    }),
    { numRuns: 150, seed: 33 },
  );
});
