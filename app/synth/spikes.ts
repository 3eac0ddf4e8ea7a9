import { addCourse, type HeartVector } from './heartVector.ts';
import type { Vec3 } from './vector.ts';

export const spikeDurationMs = 0.5;
/** Rate at which a pulse is modelled before the recorder's low-pass and sampling. */
const pulseRateHz = 32_000;

/** Direction and size of a bipolar pulse at the apex of the right ventricle, millivolts. */
export const ventricularSpikeMv: Vec3 = [0.6, 2.6, -1.4];

/**
 * A pulse: a rectangle, then the slow opposite discharge of the output capacitor (3 % of the height, 6 ms).
 * Height 1 at the rectangle.
 */
const pulse = (() => {
  const rectangle = Math.round((spikeDurationMs / 1000) * pulseRateHz);
  const values = new Float64Array(Math.round(0.02 * pulseRateHz)).fill(1, 0, rectangle);
  for (let i = rectangle; i < values.length; i++)
    values[i] = -0.03 * Math.exp(-(i - rectangle) / (0.006 * pulseRateHz));
  return values;
})();

/**
 * What is left of pulses after the recorder's low-pass, a Gaussian with its -3 dB point at 0.3 of the sampling rate:
 * the 32 kHz pulse is weighed with it around each sampling instant.
 */
export const addSpikes = (
  heart: HeartVector,
  sampleRateHz: number,
  spikesS: readonly number[],
  directionMv: Vec3,
): void => {
  const sigmaS = Math.sqrt(Math.LN2) / (2 * Math.PI * 0.3 * sampleRateHz);
  const weight = 1 / (sigmaS * Math.sqrt(2 * Math.PI) * pulseRateHz);
  for (const startS of spikesS) {
    addCourse(heart, sampleRateHz, startS - 5 * sigmaS, startS + 0.03, directionMv, (timeS) => {
      let sum = 0;
      for (let i = 0; i < pulse.length; i++) {
        const distance = (timeS - startS - (i + 0.5) / pulseRateHz) / sigmaS;
        if (distance > -6 && distance < 6) sum += pulse[i]! * Math.exp(-0.5 * distance * distance);
      }
      return sum * weight;
    });
  }
};
