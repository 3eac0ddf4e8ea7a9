/** A lead of beats with a P wave, a narrow or a wide QRS and a T wave, for tests. */
export interface TestBeat {
  readonly timeS: number;
  readonly wide?: boolean;
  readonly withoutP?: boolean;
}

const bump = (t: number, centreS: number, widthS: number): number => Math.exp(-0.5 * ((t - centreS) / widthS) ** 2);

const normalMv = (t: number, withoutP: boolean): number =>
  (withoutP ? 0 : 0.15 * bump(t, -0.16, 0.022)) -
  0.1 * bump(t, -0.03, 0.008) +
  bump(t, 0, 0.01) +
  0.25 * bump(t, 0.25, 0.05);
const wideMv = (t: number): number => 1.6 * bump(t, 0.02, 0.04) - 0.5 * bump(t, 0.28, 0.06);

/** Millivolts at the rate, and the sample of each beat's peak. */
export const testLead = (
  beats: readonly TestBeat[],
  lengthS: number,
  rateHz: number,
): { samplesMv: Float32Array; samples: number[] } => {
  const samplesMv = Float32Array.from({ length: Math.round(lengthS * rateHz) }, (_, i) => {
    const t = i / rateHz;
    let sum = 0;
    for (const { timeS, wide = false, withoutP = false } of beats)
      if (Math.abs(t - timeS) < 0.6) sum += wide ? wideMv(t - timeS) : normalMv(t - timeS, withoutP);
    return sum;
  });
  return { samplesMv, samples: beats.map(({ timeS }) => Math.round(timeS * rateHz)) };
};

/** Beats at even intervals, those of `changes` changed. */
export const evenBeats = (
  count: number,
  intervalS: number,
  changes: Record<number, Partial<TestBeat>> = {},
): TestBeat[] => Array.from({ length: count }, (_, k) => ({ timeS: 0.5 + k * intervalS, ...changes[k] }));
