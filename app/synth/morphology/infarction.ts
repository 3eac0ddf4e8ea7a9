import { bell, type Component } from '../wave.ts';
import { earlyQrs, normalQrs, stSegment, tPeakMs, tWave } from './parts.ts';

/** Injury current down and a little to the right (right coronary artery: III above II), small inferior Q, tall inferior T. */
export const inferiorAcute = (qtMs: number): Component[] => {
  const fallMs = (36 * qtMs) / 400;
  return [
    bell('QRS', 14, [5, 6], [-0.1, -0.05, -0.22]),
    bell('QRS', 25, [7, 7], [0.36, -0.32, -0.24]),
    bell('QRS', 42, [7.5, 8.5], [0.88, 0.66, 0.24]),
    bell('QRS', 56, [8, 7.5], [0.1, 0.24, 0.58]),
    bell('QRS', 69, [7.5, 7], [-0.12, -0.05, 0.18]),
    stSegment(66, qtMs - 105, [-0.075, 0.235, 0.075], 7, 22),
    bell('T', tPeakMs(qtMs, fallMs), [58, fallMs], [0.07, 0.27, -0.02]),
  ];
};

/** The inferior wall is silent: the first 40 ms point upwards; T away from it. */
export const inferiorOld = (qtMs: number): Component[] => [
  bell('QRS', 15, [6, 8], [-0.06, -0.28, -0.2]),
  bell('QRS', 30, [7.5, 7.5], [0.36, -0.34, -0.32]),
  bell('QRS', 46, [8, 8.5], [0.92, 0.5, 0.26]),
  bell('QRS', 60, [8, 7.5], [0.16, 0.2, 0.56]),
  bell('QRS', 73, [7.5, 7], [-0.12, -0.06, 0.2]),
  tWave(qtMs, [0.24, -0.17, -0.16]),
];

/** Injury current forward and to the left, into a tall T; the anterior r already lost in part. */
export const anteriorAcute = (qtMs: number): Component[] => [
  bell('QRS', 14, [5, 6], [-0.06, -0.02, -0.12]),
  bell('QRS', 27, [6, 7.5], [0.34, 0.24, 0.06]),
  bell('QRS', 40.5, [7.5, 8.5], [0.86, 0.72, 0.3]),
  bell('QRS', 55, [8, 7.5], [0.2, 0.1, 0.54]),
  bell('QRS', 69, [7.5, 7], [-0.1, -0.1, 0.16]),
  stSegment(67, qtMs - 105, [0.11, -0.03, -0.25], 7, 22),
  tWave(qtMs, [0.22, 0.08, -0.34], 58, 36),
];

/** The anterior wall is silent: the first forces point backwards, QS in V1 to V3; T away from it. */
export const anteriorOld = (qtMs: number): Component[] => [
  bell('QRS', 15, [6, 7], [-0.06, 0.04, 0.26]),
  bell('QRS', 28, [6.5, 7.5], [0.16, 0.26, 0.5]),
  bell('QRS', 42, [7.5, 8.5], [0.7, 0.74, 0.74]),
  bell('QRS', 56, [8, 7.5], [0.22, 0.14, 0.58]),
  bell('QRS', 70, [7.5, 7], [-0.1, -0.08, 0.2]),
  tWave(qtMs, [-0.12, 0.1, 0.26], 46, 34),
];

export const lateralAcute = (qtMs: number): Component[] => [
  bell('QRS', 14, [5, 6.5], [-0.26, 0.02, -0.22]),
  bell('QRS', 27, [6, 7.5], [0.26, 0.34, -0.36]),
  bell('QRS', 41, [7.5, 8.5], [0.82, 0.78, 0.2]),
  bell('QRS', 55, [8, 7.5], [0.14, 0.16, 0.58]),
  bell('QRS', 69, [7.5, 7], [-0.13, -0.1, 0.2]),
  stSegment(67, qtMs - 105, [0.21, -0.11, 0.09], 7, 22),
  tWave(qtMs, [0.34, 0.02, -0.08], 58, 36),
];

/** Wide Q in I, aVL, V5 and V6, small R after it. */
export const lateralOld = (qtMs: number): Component[] => [
  bell('QRS', 15, [6, 8], [-0.34, 0.12, -0.24]),
  bell('QRS', 30, [7.5, 7.5], [-0.22, 0.34, -0.36]),
  bell('QRS', 46, [8, 8.5], [0.6, 0.78, 0.12]),
  bell('QRS', 60, [8, 7.5], [0.14, 0.16, 0.5]),
  bell('QRS', 73, [7.5, 7], [-0.1, -0.1, 0.18]),
  tWave(qtMs, [-0.17, 0.19, -0.16]),
];

const posteriorQrs: readonly Component[] = [
  ...earlyQrs.slice(0, 1),
  bell('QRS', 28, [7, 8], [0.32, 0.26, -0.5]),
  bell('QRS', 43, [8, 9], [0.86, 0.7, -0.34]),
  bell('QRS', 58, [8, 7.5], [0.06, 0.1, 0.12]),
  bell('QRS', 71, [7.5, 7], [-0.14, -0.1, 0.14]),
];

/** Injury current backwards: seen as its mirror image in V1 to V3. */
export const posteriorAcute = (qtMs: number): Component[] => [
  ...posteriorQrs,
  stSegment(69, qtMs - 105, [0.02, 0.05, 0.17], 7, 22),
  tWave(qtMs, [0.24, 0.17, -0.2], 42, 32),
];

export const posteriorOld = (qtMs: number): Component[] => [...posteriorQrs, tWave(qtMs, [0.2, 0.16, -0.36])];

/** The inner layer of the left ventricle: ST down in V4 to V6, I and II, up in aVR; T flat behind it. */
export const ischaemia = (qtMs: number): Component[] => [
  ...normalQrs,
  stSegment(72, qtMs - 110, [-0.13, -0.09, 0.05], 6, 20),
  tWave(qtMs, [0.12, 0.09, -0.1], 40, 32),
];
