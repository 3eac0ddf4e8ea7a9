import type { Vec3 } from '../vector.ts';
import { bell, type Component } from '../wave.ts';

/** T ends about 2.8 widths after its peak, where 0.5 mV has fallen to 10 uV. */
export const tPeakMs = (qtMs: number, fallMs: number): number => qtMs - 2.8 * fallMs;

export const normalT = (qtMs: number): Component[] => {
  const stretch = qtMs / 400;
  const fallMs = 31 * stretch;
  return [
    bell('T', tPeakMs(qtMs, fallMs), [55 * stretch, fallMs], [0.27, 0.19, -0.17]),
    bell('T', tPeakMs(qtMs, fallMs) - 62 * stretch, [40 * stretch, 45 * stretch], [0.04, 0.02, -0.07]),
  ];
};

/** One T wave of chosen direction; widths for a QT of 400 ms. */
export const tWave = (qtMs: number, vectorMv: Vec3, riseMs = 52, fallMs = 33): Component => {
  const stretch = qtMs / 400;
  return bell('T', tPeakMs(qtMs, fallMs * stretch), [riseMs * stretch, fallMs * stretch], vectorMv);
};

/** A displaced ST segment that goes over into the T wave. */
export const stSegment = (fromMs: number, toMs: number, vectorMv: Vec3, riseMs = 6, fallMs = 22): Component => ({
  shape: 'plateau',
  wave: 'ST',
  fromMs,
  toMs: Math.max(fromMs + 40, toMs),
  riseMs,
  fallMs,
  vectorMv,
});

export const earlyQrs: readonly Component[] = [
  bell('QRS', 14, [5, 6], [-0.14, -0.03, -0.24]),
  bell('QRS', 27, [6, 7.5], [0.36, 0.3, -0.34]),
  bell('QRS', 40.5, [7.5, 8.5], [1.02, 0.82, 0.27]),
];

export const normalQrs: readonly Component[] = [
  ...earlyQrs,
  bell('QRS', 55, [8, 7.5], [0.22, 0.1, 0.66]),
  bell('QRS', 69, [7.5, 7], [-0.15, -0.13, 0.24]),
];

export const sized = (parts: readonly Component[], factor: number): Component[] =>
  parts.map((part) => ({
    ...part,
    vectorMv: [part.vectorMv[0] * factor, part.vectorMv[1] * factor, part.vectorMv[2] * factor] as const,
  }));

/** Slower conduction: everything of the QRS later and wider by `factor`. */
export const slowed = (parts: readonly Component[], factor: number): Component[] =>
  parts.map((part) =>
    part.shape === 'bell'
      ? { ...part, atMs: part.atMs * factor, riseMs: part.riseMs * factor, fallMs: part.fallMs * factor }
      : part,
  );
