import { addCourse, type HeartVector } from './heartVector.ts';
import { createRandom } from './random.ts';
import type { Activity } from './rhythm/event.ts';
import type { SynthSpec } from './spec.ts';
import { scale, type Vec3 } from './vector.ts';

/** Wavelets of fibrillation: no two in one direction, so that the leads wax and wane apart from each other. */
const wavelets: readonly Vec3[] = [
  [0.3, 0.16, 0.1],
  [-0.1, 0.34, -0.08],
  [0.06, -0.12, 0.36],
  [0.2, -0.2, -0.16],
];

/**
 * Ventricles that do not beat. Flutter: one even, nearly sine-like wave without rest, large. Fibrillation: several sources whose
 * frequency and size wander (Clayton RH, Murray A, Campbell RWF. Objective features of the surface electrocardiogram
 * during ventricular tachyarrhythmias. Eur Heart J 1995;16:1115-1119: 3 to 8 Hz, no line between the waves); coarse or fine by the seed.
 */
export const addVentricularWaves = (heart: HeartVector, spec: SynthSpec, { kind, hz }: Activity): void => {
  const random = createRandom(spec.seed, 'ventricular-waves');
  const turn = 2 * Math.PI;
  if (kind === 'flutter') {
    const size = random.between(0.7, 1.3);
    const phase = random.between(0, turn);
    const lag = random.between(0.6, 1.4);
    const second = random.between(0.05, 0.22);
    const wave = (angle: number): number => Math.sin(angle) + second * Math.sin(2 * angle + lag);
    const forward: Vec3 = scale([-0.3, 0.85, -0.35], size);
    const across: Vec3 = scale([0.45, 0.1, 0.5], size);
    const angleAt = (timeS: number): number => turn * hz * timeS + phase + 0.15 * Math.sin(turn * 0.3 * timeS);
    addCourse(heart, spec.sampleRateHz, 0, spec.durationS, forward, (timeS) => wave(angleAt(timeS)));
    addCourse(heart, spec.sampleRateHz, 0, spec.durationS, across, (timeS) => wave(angleAt(timeS) - lag));
    return;
  }
  // Coarse when it begins, fine after minutes.
  const size = Math.exp(random.between(Math.log(0.35), Math.log(1.6)));
  for (const direction of wavelets) {
    const ownHz = hz * random.between(0.82, 1.18);
    const wanderHz = random.between(0.2, 0.7);
    const sizeHz = random.between(0.15, 0.6);
    const [phase, wanderPhase, sizePhase] = [random, random, random].map((each) => each.between(0, turn)) as [
      number,
      number,
      number,
    ];
    addCourse(heart, spec.sampleRateHz, 0, spec.durationS, scale(direction, size), (timeS) => {
      const angle =
        turn * ownHz * timeS +
        phase +
        1.6 * Math.sin(turn * wanderHz * timeS + wanderPhase) +
        0.7 * Math.sin(turn * 2.7 * wanderHz * timeS + sizePhase);
      const envelope = 1 + 0.6 * Math.sin(turn * sizeHz * timeS + sizePhase);
      return envelope * (Math.sin(angle) + 0.2 * Math.sin(2 * angle + wanderPhase));
    });
  }
};
