import { bell, type Component } from '../wave.ts';
import { stSegment, tPeakMs } from './parts.ts';

export const foci = ['outflow', 'left-ventricle', 'right-apex'] as const;
export type Focus = (typeof foci)[number];

/** Where the ventricles are activated from when not from above. */
export type VentricularShape = Focus | 'right-apex-paced' | 'biventricular';

/** Right outflow tract: like LBBB with an inferior axis. */
const outflow = (qtMs: number): Component[] => {
  const fallMs = (38 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.1, 0.28, -0.16]),
    bell('QRS', 58, [16, 18], [0.52, 1.12, 0.34]),
    bell('QRS', 92, [17, 17], [0.5, 0.68, 0.82]),
    bell('QRS', 122, [14, 12], [0.02, 0.08, 0.3]),
    stSegment(112, qtMs - 130, [-0.06, -0.13, -0.09], 9, 20),
    bell('T', tPeakMs(qtMs, fallMs), [58, fallMs], [-0.22, -0.42, -0.32]),
  ];
};

/** Posterior wall of the left ventricle: like RBBB with a superior axis, R in V1, S in V6. */
const leftVentricle = (qtMs: number): Component[] => {
  const fallMs = (38 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.14, -0.2, -0.3]),
    bell('QRS', 58, [16, 17], [-0.1, -0.78, -0.72]),
    bell('QRS', 90, [16, 17], [-0.62, -0.74, -0.42]),
    bell('QRS', 120, [14, 12], [-0.24, -0.2, 0.02]),
    stSegment(112, qtMs - 130, [0.07, 0.12, 0.08], 9, 20),
    bell('T', tPeakMs(qtMs, fallMs), [(58 * qtMs) / 430, fallMs], [0.26, 0.42, 0.24]),
  ];
};

/** Apex of the right ventricle: like LBBB with a superior axis. */
const rightApex = (qtMs: number): Component[] => {
  const fallMs = (38 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.2, -0.1, -0.06]),
    bell('QRS', 57, [15, 17], [0.62, -0.62, 0.52]),
    bell('QRS', 90, [17, 16], [0.48, -0.56, 0.84]),
    bell('QRS', 120, [13, 12], [0.08, -0.1, 0.24]),
    stSegment(112, qtMs - 130, [-0.08, 0.09, -0.1], 9, 20),
    bell('T', tPeakMs(qtMs, fallMs), [(60 * qtMs) / 430, fallMs], [-0.24, 0.32, -0.32]),
  ];
};

/** Paced from the apex of the right ventricle: left, upwards and back; repolarisation opposed. */
const rightApexPaced = (qtMs: number): Component[] => {
  const fallMs = (39 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.16, -0.2, -0.02]),
    bell('QRS', 57, [16, 18], [0.5, -0.78, 0.6]),
    bell('QRS', 94, [18, 17], [0.34, -0.6, 0.78]),
    bell('QRS', 125, [14, 12], [0.1, -0.06, 0.2]),
    stSegment(120, qtMs - 140, [-0.06, 0.1, -0.11], 9, 20),
    bell('T', tPeakMs(qtMs, fallMs), [66, fallMs], [-0.14, 0.36, -0.28]),
  ];
};

/** From the apex on the right and the free wall on the left at once: shorter, Q in I, R in V1, axis up and to the right. */
const biventricular = (qtMs: number): Component[] => {
  const fallMs = (36 * qtMs) / 420;
  return [
    bell('QRS', 22, [8.5, 10], [-0.24, -0.2, -0.16]),
    bell('QRS', 47, [12, 13], [-0.46, -0.52, -0.34]),
    bell('QRS', 74, [13, 13], [0.06, -0.46, 0.34]),
    bell('QRS', 99, [11, 10], [0.14, -0.1, 0.16]),
    stSegment(98, qtMs - 130, [0.03, 0.08, -0.03], 8, 20),
    bell('T', tPeakMs(qtMs, fallMs), [58, fallMs], [0.14, 0.28, -0.18]),
  ];
};

const shapes = {
  outflow,
  'left-ventricle': leftVentricle,
  'right-apex': rightApex,
  'right-apex-paced': rightApexPaced,
  biventricular,
} as const satisfies Record<VentricularShape, (qtMs: number) => Component[]>;

/** QRS, ST and T of a beat that is not conducted from above. */
export const ventricularBeat = (shape: VentricularShape, qtMs: number): Component[] => shapes[shape](qtMs);
