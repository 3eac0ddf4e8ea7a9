import type { Vec3 } from './vector.ts';
import { type Component, courseAt, supportMs } from './wave.ts';

/** Heart vector over time, millivolts, one value per sample and axis. */
export interface HeartVector {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

export const emptyHeartVector = (sampleCount: number): HeartVector => ({
  x: new Float64Array(sampleCount),
  y: new Float64Array(sampleCount),
  z: new Float64Array(sampleCount),
});

/** Adds `valueAt(seconds) * direction` for the samples within [fromS, toS], evaluated at the sampling instants themselves. */
export const addCourse = (
  heart: HeartVector,
  sampleRateHz: number,
  fromS: number,
  toS: number,
  direction: Vec3,
  valueAt: (timeS: number) => number,
): void => {
  const first = Math.max(0, Math.ceil(fromS * sampleRateHz));
  const last = Math.min(heart.x.length - 1, Math.floor(toS * sampleRateHz));
  for (let i = first; i <= last; i++) {
    const value = valueAt(i / sampleRateHz);
    heart.x[i]! += value * direction[0];
    heart.y[i]! += value * direction[1];
    heart.z[i]! += value * direction[2];
  }
};

export const addComponent = (heart: HeartVector, sampleRateHz: number, zeroS: number, component: Component): void => {
  const [fromMs, toMs] = supportMs(component);
  addCourse(heart, sampleRateHz, zeroS + fromMs / 1000, zeroS + toMs / 1000, component.vectorMv, (timeS) =>
    courseAt(component, (timeS - zeroS) * 1000),
  );
};
