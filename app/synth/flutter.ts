import { addCourse, type HeartVector } from './heartVector.ts';
import { createRandom } from './random.ts';
import type { SynthSpec } from './spec.ts';
import { scale, type Vec3 } from './vector.ts';

/** Saw-tooth by its first harmonics, 0 at the corners softened by the factor of each: steep upstroke, slow descent. */
const harmonics = [1, 0.42, 0.2, 0.09, 0.04] as const;

/**
 * Flutter waves of the common, counter-clockwise circuit around the tricuspid valve: without a line between them, down
 * in II, III and aVF, up in V1. They follow the atria's rounds evenly and do not mind the ventricles.
 */
export const addFlutterWaves = (heart: HeartVector, spec: SynthSpec, hz: number): void => {
  const random = createRandom(spec.seed, 'flutter-waves');
  const phase = random.between(0, 2 * Math.PI);
  const size = random.between(0.8, 1.25);
  const inferior: Vec3 = scale([-0.008, 0.12, 0.01], size);
  const anterior: Vec3 = scale([0.004, -0.01, -0.07], size);
  const sawtooth = (angle: number): number =>
    harmonics.reduce((sum, height, i) => sum + height * Math.sin((i + 1) * angle), 0);
  addCourse(heart, spec.sampleRateHz, 0, spec.durationS, inferior, (timeS) =>
    sawtooth(2 * Math.PI * hz * timeS + phase),
  );
  // Frontal and horizontal parts peak at different moments of the round.
  addCourse(heart, spec.sampleRateHz, 0, spec.durationS, anterior, (timeS) => {
    const angle = 2 * Math.PI * hz * timeS + phase - 1.9;
    return Math.sin(angle) + 0.3 * Math.sin(2 * angle + 0.8);
  });
};
