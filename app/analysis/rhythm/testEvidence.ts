import type { RhythmBeat, RhythmEvidence } from './rhythmEvidence.ts';

/** Beats every `rrS` of a quiet sinus rhythm with P waves, to be changed in what matters. */
export const sinusEvidence = (rrS: readonly number[], change: Partial<RhythmEvidence> = {}): RhythmEvidence => {
  let timeS = 0.5;
  const beats: RhythmBeat[] = [{ timeS, kind: 'usual', qrsMs: 90, prMs: 160 }];
  for (const rr of rrS) {
    timeS += rr;
    beats.push({ timeS, kind: 'usual', qrsMs: 90, prMs: 160 });
  }
  const mean = rrS.reduce((sum, rr) => sum + rr, 0) / rrS.length;
  const sorted = [...rrS].sort((a, b) => a - b);
  const variation = Math.sqrt(rrS.reduce((sum, rr) => sum + (rr - mean) ** 2, 0) / rrS.length) / mean;
  const irregularity = {
    normalisedRmssd: variation,
    usualChange: variation,
    differingShare: 0,
    cosEn: -2.5,
    variation,
  };
  return {
    durationS: timeS + 0.5,
    leadCount: 8,
    beats,
    rrS: [Number.NaN, ...rrS],
    rateBpm: 60 / mean,
    usualRrS: sorted[sorted.length >> 1]!,
    irregularity,
    steadyIrregularity: irregularity,
    qrsMs: 90,
    pMs: 100,
    measuredPr: null,
    atria: {
      markedShare: 1,
      prMs: 160,
      prSpreadMs: 0,
      likeness: 0.95,
      prominence: 8,
      train: null,
      coupling: 1,
      unconducted: beats.map(() => 0),
      unconductedClear: beats.map(() => 0),
      distanceMs: beats.map(() => null),
    },
    spectrum: { hz: 5, share: 0.08, wholeShare: 0.12, meanShare: 0.05, sizeMv: 0.02 },
    network: { N: 0.9, A: 0.01, O: 0.08, '~': 0.01 },
    pacing: { paced: false, spikes: [], mode: null, faults: [], limitation: null },
    silentS: { before: 0.5, after: 0.5 },
    activityMv: 0.06,
    ...change,
  };
};

/** The same with the kinds of its beats: u, e(arly), v(entricular), p(aced). */
export const withKinds = (evidence: RhythmEvidence, kinds: string): RhythmEvidence => {
  const names = { u: 'usual', e: 'early', v: 'ventricular', p: 'paced' } as const;
  return {
    ...evidence,
    beats: evidence.beats.map((beat, k) => ({ ...beat, kind: names[(kinds[k] ?? 'u') as keyof typeof names] })),
  };
};
