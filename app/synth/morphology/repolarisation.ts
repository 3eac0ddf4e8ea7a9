import { bell, type Component } from '../wave.ts';
import { earlyQrs, normalQrs, normalT, slowed, stSegment, tPeakMs, tWave } from './parts.ts';

/** ST up in all leads but aVR and V1; between P and QRS the atria's own injury current the other way. */
export const pericarditis = (qtMs: number, prMs: number | null): Component[] => [
  ...(prMs === null
    ? []
    : [
        {
          shape: 'plateau',
          wave: 'Ta',
          fromMs: -prMs + 88,
          toMs: 8,
          riseMs: 5,
          fallMs: 7,
          vectorMv: [-0.045, -0.05, 0.012],
        } as const,
      ]),
  ...normalQrs,
  stSegment(70, qtMs - 105, [0.17, 0.11, -0.04], 6, 22),
  tWave(qtMs, [0.24, 0.17, -0.15], 55, 33),
];

/** A notch on the end of the QRS, ST concave and a little up, tall T: most in V3 to V5 and II. */
export const earlyRepolarisation = (qtMs: number): Component[] => [
  ...earlyQrs,
  bell('QRS', 54, [8, 7.5], [0.18, 0.1, 0.6]),
  bell('QRS', 66, [6.5, 6], [-0.13, -0.12, 0.12]),
  bell('QRS', 80, [4.5, 5.5], [0.15, 0.12, 0.01]),
  stSegment(76, qtMs - 105, [0.08, 0.06, -0.08], 6, 24),
  tWave(qtMs, [0.42, 0.3, -0.34], 62, 34),
];

/** Right outflow tract late and high: ST falls from the J point into an inverted T in V1 and V2 alone. */
export const brugada = (qtMs: number): Component[] => [
  ...earlyQrs,
  bell('QRS', 55, [8, 7.5], [0.24, 0.12, 0.48]),
  bell('QRS', 72, [8, 8], [-0.12, -0.1, -0.06]),
  bell('ST', 92, [9, 58], [-0.13, 0.06, -0.25]),
  tWave(qtMs, [0.3, 0.16, 0.15], 46, 33),
];

export const shortQt = (qtMs: number): Component[] => [
  ...normalQrs,
  bell('T', tPeakMs(qtMs, 24), [40, 24], [0.36, 0.25, -0.34]),
];

export const longQt = (qtMs: number): Component[] => [...normalQrs, ...normalT(qtMs)];

/** Conduction slow everywhere; T narrow, peaked and as high as the R wave in the chest leads. */
export const hyperkalaemia = (qtMs: number): Component[] => [
  ...slowed(normalQrs, 1.42),
  tWave(qtMs, [0.56, 0.42, -0.62], 29, 27),
];
