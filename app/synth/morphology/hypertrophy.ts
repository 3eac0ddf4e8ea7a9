import { bell, type Component } from '../wave.ts';
import { normalQrs, normalT, sized, stSegment, tWave } from './parts.ts';

/** More muscle to the left and back, a little later; ST and T against it in the lateral leads. */
export const leftVentricular = (qtMs: number): Component[] => [
  bell('QRS', 15, [5.5, 6.5], [-0.17, -0.03, -0.28]),
  bell('QRS', 30, [7, 8], [0.5, 0.24, -0.3]),
  bell('QRS', 46, [8.5, 9.5], [1.62, 0.5, 0.54]),
  bell('QRS', 62, [8.5, 8.5], [0.52, 0.08, 1.18]),
  bell('QRS', 78, [8, 7.5], [-0.1, -0.1, 0.34]),
  stSegment(80, qtMs - 110, [-0.1, 0, -0.07], 6, 26),
  tWave(qtMs, [-0.25, 0.02, -0.2], 62, 30),
];

/** Main forces to the right and forward: tall R in V1, S to V6, axis to the right; T inverted in V1 to V3. */
export const rightVentricular = (qtMs: number): Component[] => [
  bell('QRS', 14, [5, 6], [0.1, 0.0, -0.14]),
  bell('QRS', 28, [6.5, 7.5], [0.46, 0.22, -0.32]),
  bell('QRS', 44, [8, 9], [-0.3, 0.72, -0.56]),
  bell('QRS', 60, [8.5, 8.5], [-0.52, 0.3, -0.16]),
  bell('QRS', 75, [8, 7.5], [-0.24, -0.08, 0.1]),
  tWave(qtMs, [0.16, 0.12, 0.2]),
];

/** Fluid, air or fat around the heart. */
export const lowVoltage = (qtMs: number): Component[] => [...sized(normalQrs, 0.36), ...sized(normalT(qtMs), 0.42)];
