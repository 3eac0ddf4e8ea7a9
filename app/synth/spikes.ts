import { addCourse, type HeartVector } from './heartVector.ts';
import type { Spike } from './rhythm/event.ts';
import type { Vec3 } from './vector.ts';

/** Rate at which a pulse is modelled before the recorder's low-pass and sampling. */
const pulseRateHz = 32_000;

/** Direction and size of a bipolar pulse, millivolts: at the apex of the right ventricle, and in the right auricle. */
export const spikeVectorMv = {
  V: [0.6, 2.6, -1.4],
  A: [0.5, 1.3, -0.7],
} as const satisfies Record<Spike['chamber'], Vec3>;

/**
 * A pulse: a rectangle, then the slow opposite discharge of the output capacitor (3 % of the height at 0.5 ms, in
 * proportion to the charge; 6 ms). Height 1 at the rectangle. A width between two steps of 32 kHz fills its last step in part.
 */
const pulseOf = (durationMs: number): Float64Array => {
  const width = (durationMs / 1000) * pulseRateHz;
  const whole = Math.floor(width + 1e-9);
  const values = new Float64Array(Math.round(0.02 * pulseRateHz)).fill(1, 0, whole);
  const after = -0.03 * (durationMs / 0.5);
  for (let i = whole; i < values.length; i++) values[i] = after * Math.exp(-(i - whole) / (0.006 * pulseRateHz));
  values[whole]! += (width - whole) * (1 - after);
  return values;
};

/**
 * What is left of pulses after the recorder's low-pass, a Gaussian with its -3 dB point at 0.3 of the sampling rate:
 * the 32 kHz pulse is weighed with it around each sampling instant.
 */
export const addSpikes = (heart: HeartVector, sampleRateHz: number, spikes: readonly Spike[]): void => {
  const sigmaS = Math.sqrt(Math.LN2) / (2 * Math.PI * 0.3 * sampleRateHz);
  const weight = 1 / (sigmaS * Math.sqrt(2 * Math.PI) * pulseRateHz);
  const pulses = new Map<number, Float64Array>();
  for (const { timeS: startS, chamber, durationMs } of spikes) {
    const pulse = pulses.get(durationMs) ?? pulseOf(durationMs);
    pulses.set(durationMs, pulse);
    addCourse(heart, sampleRateHz, startS - 5 * sigmaS, startS + 0.03, spikeVectorMv[chamber], (timeS) => {
      let sum = 0;
      for (let i = 0; i < pulse.length; i++) {
        const distance = (timeS - startS - (i + 0.5) / pulseRateHz) / sigmaS;
        if (distance > -6 && distance < 6) sum += pulse[i]! * Math.exp(-0.5 * distance * distance);
      }
      return sum * weight;
    });
  }
};
