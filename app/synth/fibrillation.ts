import { addCourse, type HeartVector } from './heartVector.ts';
import { createRandom } from './random.ts';
import type { SynthSpec } from './spec.ts';
import type { Vec3 } from './vector.ts';

/**
 * Fibrillatory waves: saw-tooth-like waves of slowly changing frequency and size (Stridh L, Sornmo L. Spatiotemporal
 * QRST cancellation techniques for analysis of atrial fibrillation. IEEE Trans Biomed Eng 2001;48:105-111). Several
 * sources of unlike direction, the strongest one forward and to the right: largest in V1, less in II and III.
 */
export const addFibrillatoryWaves = (heart: HeartVector, spec: SynthSpec): void => {
  const random = createRandom(spec.seed, 'f-waves');
  const directions: readonly Vec3[] = [
    [-0.022, 0.018, -0.062],
    [-0.01, 0.034, -0.012],
    [0.014, -0.006, -0.02],
  ];
  const meanHz = random.between(5.6, 6.8);
  for (const direction of directions) {
    const hz = meanHz * random.between(0.94, 1.06);
    const [phase, wanderPhase, sizePhase] = [0, 0, 0].map(() => random.between(0, 2 * Math.PI)) as [
      number,
      number,
      number,
    ];
    const wanderHz = random.between(0.25, 0.6);
    const sizeHz = random.between(0.2, 0.5);
    addCourse(heart, spec.sampleRateHz, 0, spec.durationS, direction, (timeS) => {
      const angle =
        2 * Math.PI * hz * timeS +
        phase +
        1.3 * Math.sin(2 * Math.PI * wanderHz * timeS + wanderPhase) +
        0.5 * Math.sin(2 * Math.PI * 2.3 * wanderHz * timeS + sizePhase);
      const size = 1 + 0.4 * Math.sin(2 * Math.PI * sizeHz * timeS + sizePhase);
      return size * (Math.sin(angle) + 0.36 * Math.sin(2 * angle) + 0.16 * Math.sin(3 * angle));
    });
  }
};
