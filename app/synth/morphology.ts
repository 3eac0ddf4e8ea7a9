import type { Morphology } from './spec.ts';
import { bell, type Component } from './wave.ts';

/**
 * Shapes of one beat as parts of the heart vector, milliseconds from the onset of ventricular activation. Widths and
 * directions follow the textbook order of activation (septum, apex, free walls, base) and were set by eye on paper.
 */

/** Right atrium first (forward and down), then the left (left and back): upright in II, biphasic in V1. */
export const pWave = (prMs: number): Component[] => [
  bell('P', -prMs + 43, [15, 18], [0.022, 0.075, -0.045]),
  bell('P', -prMs + 71, [19, 15], [0.066, 0.068, 0.058]),
];

/** T ends about 2.8 widths after its peak, where 0.5 mV has fallen to 10 uV. */
const tPeakMs = (qtMs: number, fallMs: number): number => qtMs - 2.8 * fallMs;

const normalT = (qtMs: number): Component[] => {
  const stretch = qtMs / 400;
  const fallMs = 31 * stretch;
  return [
    bell('T', tPeakMs(qtMs, fallMs), [55 * stretch, fallMs], [0.27, 0.19, -0.17]),
    bell('T', tPeakMs(qtMs, fallMs) - 62 * stretch, [40 * stretch, 45 * stretch], [0.04, 0.02, -0.07]),
  ];
};

const earlyQrs: readonly Component[] = [
  bell('QRS', 14, [5, 6], [-0.14, -0.03, -0.24]),
  bell('QRS', 27, [6, 7.5], [0.36, 0.3, -0.34]),
  bell('QRS', 40.5, [7.5, 8.5], [1.02, 0.82, 0.27]),
];

const normal = (qtMs: number): Component[] => [
  ...earlyQrs,
  bell('QRS', 55, [8, 7.5], [0.22, 0.1, 0.66]),
  bell('QRS', 69, [7.5, 7], [-0.15, -0.13, 0.24]),
  ...normalT(qtMs),
];

/** The left ventricle as ever, then the right one late and slowly: to the right and forward. */
const rbbb = (qtMs: number): Component[] => {
  const fallMs = (33 * qtMs) / 400;
  return [
    bell('QRS', 14, [5, 6], [-0.15, -0.03, -0.27]),
    bell('QRS', 27, [6, 7.5], [0.34, 0.28, -0.26]),
    bell('QRS', 41, [7.5, 8.5], [0.95, 0.72, 0.3]),
    bell('QRS', 55, [8, 9], [0.1, 0.12, 0.42]),
    bell('QRS', 84, [13, 14], [-0.52, -0.04, -0.5]),
    bell('QRS', 106, [13, 11], [-0.27, 0.02, -0.2]),
    bell('T', tPeakMs(qtMs, fallMs), [48, fallMs], [0.27, 0.14, 0.14]),
  ];
};

/** From right to left through the septum, slowly: no septal q, notched plateau in the lateral leads, repolarisation opposed. */
const lbbb = (qtMs: number): Component[] => {
  const fallMs = (36 * qtMs) / 400;
  return [
    bell('QRS', 20, [8, 10], [0.18, 0.08, -0.07]),
    bell('QRS', 45, [12, 15], [0.72, 0.22, 0.62]),
    bell('QRS', 74, [14, 15], [0.34, 0.06, 0.92]),
    bell('QRS', 99, [14, 12], [0.74, 0.02, 0.6]),
    bell('QRS', 118, [11, 9], [0.2, -0.05, 0.14]),
    {
      shape: 'plateau',
      wave: 'ST',
      fromMs: 112,
      toMs: qtMs - 130,
      riseMs: 7,
      fallMs: 18,
      vectorMv: [-0.07, -0.01, -0.11],
    },
    bell('T', tPeakMs(qtMs, fallMs), [62, fallMs], [-0.27, -0.07, -0.34]),
  ];
};

/** Injury current down and a little to the right (right coronary artery: III above II), small inferior Q, tall inferior T. */
const inferiorStElevation = (qtMs: number): Component[] => {
  const fallMs = (36 * qtMs) / 400;
  return [
    bell('QRS', 14, [5, 6], [-0.1, -0.05, -0.22]),
    bell('QRS', 25, [7, 7], [0.36, -0.32, -0.24]),
    bell('QRS', 42, [7.5, 8.5], [0.88, 0.66, 0.24]),
    bell('QRS', 56, [8, 7.5], [0.1, 0.24, 0.58]),
    bell('QRS', 69, [7.5, 7], [-0.12, -0.05, 0.18]),
    {
      shape: 'plateau',
      wave: 'ST',
      fromMs: 66,
      toMs: qtMs - 105,
      riseMs: 7,
      fallMs: 22,
      vectorMv: [-0.075, 0.235, 0.075],
    },
    bell('T', tPeakMs(qtMs, fallMs), [58, fallMs], [0.07, 0.27, -0.02]),
  ];
};

const shapes = {
  normal,
  rbbb,
  lbbb,
  'inferior-st-elevation': inferiorStElevation,
} as const satisfies Record<Morphology, (qtMs: number) => Component[]>;

/** QRS, ST and T of a beat conducted from above. */
export const conductedBeat = (morphology: Morphology, qtMs: number): Component[] => shapes[morphology](qtMs);

/** Ventricular premature beat from the right outflow tract: like LBBB with an inferior axis. */
export const outflowPvc = (qtMs: number): Component[] => {
  const fallMs = (38 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.1, 0.28, -0.16]),
    bell('QRS', 58, [16, 18], [0.52, 1.12, 0.34]),
    bell('QRS', 92, [17, 17], [0.5, 0.68, 0.82]),
    bell('QRS', 122, [14, 12], [0.02, 0.08, 0.3]),
    {
      shape: 'plateau',
      wave: 'ST',
      fromMs: 112,
      toMs: qtMs - 130,
      riseMs: 9,
      fallMs: 20,
      vectorMv: [-0.06, -0.13, -0.09],
    },
    bell('T', tPeakMs(qtMs, fallMs), [58, fallMs], [-0.22, -0.42, -0.32]),
  ];
};

/** Paced from the apex of the right ventricle: left, upwards and back; repolarisation opposed. */
export const pacedBeat = (qtMs: number): Component[] => {
  const fallMs = (39 * qtMs) / 430;
  return [
    bell('QRS', 26, [10, 13], [0.16, -0.2, -0.02]),
    bell('QRS', 57, [16, 18], [0.5, -0.78, 0.6]),
    bell('QRS', 94, [18, 17], [0.34, -0.6, 0.78]),
    bell('QRS', 125, [14, 12], [0.1, -0.06, 0.2]),
    {
      shape: 'plateau',
      wave: 'ST',
      fromMs: 120,
      toMs: qtMs - 140,
      riseMs: 9,
      fallMs: 20,
      vectorMv: [-0.06, 0.1, -0.11],
    },
    bell('T', tPeakMs(qtMs, fallMs), [66, fallMs], [-0.14, 0.36, -0.28]),
  ];
};
