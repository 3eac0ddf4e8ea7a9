import type { Section } from './butterworth.ts';
import { bridgeGaps, reopenGaps } from './gaps.ts';

/** Runs one section over `x` in place, started in the steady state of the first value so that a constant makes no transient. */
const runSection = (x: Float64Array, section: Section, backwards: boolean): void => {
  const { b0, b1, b2, a1, a2 } = section;
  const n = x.length;
  const first = x[backwards ? n - 1 : 0]!;
  const steady = (first * (b0 + b1 + b2)) / (1 + a1 + a2);
  // Transposed direct form II; states of the steady state.
  let z2 = b2 * first - a2 * steady;
  let z1 = b1 * first - a1 * steady + z2;
  if (backwards) {
    for (let i = n - 1; i >= 0; i--) {
      const input = x[i]!;
      const output = b0 * input + z1;
      z1 = b1 * input - a1 * output + z2;
      z2 = b2 * input - a2 * output;
      x[i] = output;
    }
  } else {
    for (let i = 0; i < n; i++) {
      const input = x[i]!;
      const output = b0 * input + z1;
      z1 = b1 * input - a1 * output + z2;
      z2 = b2 * input - a2 * output;
      x[i] = output;
    }
  }
};

/**
 * Forward-backward filtering: zero phase, squared gain. Both ends are extended by odd reflection over `padSamples`
 * (at most n - 1), as in Gustafsson 1996 / scipy.signal.filtfilt, so that the edges neither ring nor sag.
 * `samples` must be finite; use `zeroPhaseAcrossGaps` when it may not be. Linear time.
 */
export const zeroPhase = (samples: Float64Array, sections: readonly Section[], padSamples: number): Float64Array => {
  const n = samples.length;
  if (n === 0 || sections.length === 0) return samples.slice();
  const pad = Math.max(0, Math.min(Math.round(padSamples), n - 1));
  const x = new Float64Array(n + 2 * pad);
  x.set(samples, pad);
  const first = samples[0]!;
  const last = samples[n - 1]!;
  for (let i = 1; i <= pad; i++) {
    x[pad - i] = 2 * first - samples[i]!;
    x[pad + n - 1 + i] = 2 * last - samples[n - 1 - i]!;
  }
  for (const section of sections) runSection(x, section, false);
  for (const section of sections) runSection(x, section, true);
  return x.slice(pad, pad + n);
};

/** `zeroPhase` on a signal with missing samples: gaps are bridged for the filter and are gaps again in the output. */
export const zeroPhaseAcrossGaps = (
  samples: ArrayLike<number>,
  sections: readonly Section[],
  padSamples: number,
): Float64Array => {
  const { bridged, gaps } = bridgeGaps(samples);
  return reopenGaps(zeroPhase(bridged, sections, padSamples), gaps);
};
