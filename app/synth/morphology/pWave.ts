import type { Random } from '../random.ts';
import { rotateFrontal, type Vec3 } from '../vector.ts';
import { bell, type Component } from '../wave.ts';

/** Where the atria are activated from. */
export type PShape = 'sinus' | 'ectopic' | 'paced' | 'retrograde';

/** What P waves of one person differ by from those of another. */
export interface PForm {
  /** Peaks of the right and of the left atrium after the onset, milliseconds, and the widths of both. */
  readonly rightMs: number;
  readonly leftMs: number;
  readonly widthMs: number;
  readonly right: Vec3;
  readonly left: Vec3;
}

/** Right atrium first (forward and down), then the left (left and back): upright in II, biphasic in V1. */
export const usualPForm: PForm = {
  rightMs: 43,
  leftMs: 71,
  widthMs: 15,
  right: [0.022, 0.075, -0.045],
  left: [0.066, 0.068, 0.058],
};

/** Narrow to notched, flat to tall, of the left or of the right atrium more. */
export const drawPForm = (random: Random): PForm => {
  // The textbook's P is steep, most people's is not.
  const axisDeg = Math.max(-50, Math.min(8, -20 + 14 * random.normal()));
  const near = (vector: Vec3, size: number): Vec3 =>
    rotateFrontal(
      [
        vector[0] * size + 0.01 * random.normal(),
        vector[1] * size + 0.008 * random.normal(),
        vector[2] * size + 0.012 * random.normal(),
      ],
      axisDeg,
    );
  const widthMs = random.between(12.5, 16);
  const leftMs = random.between(64, 80);
  return {
    rightMs: random.between(38, 45),
    leftMs,
    widthMs,
    right: near(usualPForm.right, random.between(0.75, 1.3)),
    left: near(usualPForm.left, random.between(0.75, 1.3)),
  };
};

/** Milliseconds from the onset of ventricular activation. */
export const pWave = (prMs: number, shape: PShape, form: PForm): Component[] => {
  const w = form.widthMs;
  switch (shape) {
    case 'sinus':
      return [
        bell('P', -prMs + form.rightMs, [w, 1.2 * w], form.right),
        bell('P', -prMs + form.leftMs, [w * (19 / 15), w], form.left),
      ];
    // From the low right atrium: upwards, so inverted in II, III and aVF.
    case 'ectopic':
      return [
        bell('P', -prMs + 40, [14, 16], [0.03, -0.06, -0.04]),
        bell('P', -prMs + 66, [17, 14], [0.05, -0.075, 0.03]),
      ];
    // From the right auricle: later to the left atrium, flatter and a little wider.
    case 'paced':
      return [
        bell('P', -prMs + 46, [16, 19], [0.03, 0.05, 0.005]),
        bell('P', -prMs + 80, [20, 17], [0.06, 0.06, 0.06]),
      ];
    // From the AV node, both atria at once: narrow and upwards.
    case 'retrograde':
      return [bell('P', -prMs + 34, [12, 13], [0.005, -0.11, 0.01])];
  }
};
