import type { PointRule } from './pointRules.ts';

/** Log-odds of a beat having a P wave. Written by validation/fitPresence.ts. */
export const pPresenceRule: PointRule = {
  weights: [
    -4.7739, 4.9634, 0.6073, 0.73624, -1.1997, 1.456, 3.0865, 4.8603, 2.5831, 2.1953, -26.908, -8.4251, -0.8821,
    -2.3221, 0.073987, -3.4189, -3.5078, -4.543, 6.3118, -14.071, -49.041, -6.866, -417.57, -2.1332, 2.2971, -3.5689,
    -52.037, 0.30379, 6.155, -4.6886, 0.2416, -0.35434, -6.7959, -10.788, -2.9298, 0.13047, 4.3313,
  ],
  constantS: -14.374,
};
