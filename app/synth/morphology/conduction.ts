import { bell, type Component } from '../wave.ts';
import { normalT, stSegment, tPeakMs, tWave } from './parts.ts';

/** The left ventricle as ever, then the right one late and slowly: to the right and forward. */
export const rbbb = (qtMs: number): Component[] => {
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
export const lbbb = (qtMs: number): Component[] => {
  const fallMs = (36 * qtMs) / 400;
  return [
    bell('QRS', 20, [8, 10], [0.18, 0.08, -0.07]),
    bell('QRS', 45, [12, 15], [0.72, 0.22, 0.62]),
    bell('QRS', 74, [14, 15], [0.34, 0.06, 0.92]),
    bell('QRS', 99, [14, 12], [0.74, 0.02, 0.6]),
    bell('QRS', 118, [11, 9], [0.2, -0.05, 0.14]),
    stSegment(112, qtMs - 130, [-0.07, -0.01, -0.11], 7, 18),
    bell('T', tPeakMs(qtMs, fallMs), [62, fallMs], [-0.27, -0.07, -0.34]),
  ];
};

/** First down and to the right through the posterior fascicle, then left and upwards: qR in I and aVL, rS below. */
export const leftAnteriorFascicle = (qtMs: number): Component[] => [
  bell('QRS', 14, [5, 6.5], [-0.13, 0.22, -0.2]),
  bell('QRS', 29, [7, 8], [0.4, 0.02, -0.3]),
  bell('QRS', 46, [8.5, 9], [0.88, -0.58, 0.2]),
  bell('QRS', 63, [9, 9], [0.32, -0.52, 0.5]),
  bell('QRS', 80, [8, 7.5], [-0.02, -0.16, 0.2]),
  ...normalT(qtMs),
];

/** First up and to the left through the anterior fascicle, then down and to the right: rS in I and aVL, qR below. */
export const leftPosteriorFascicle = (qtMs: number): Component[] => [
  bell('QRS', 14, [5, 6.5], [0.18, -0.18, -0.22]),
  bell('QRS', 29, [7, 8], [0.34, 0.16, -0.32]),
  bell('QRS', 46, [8.5, 9], [-0.04, 0.98, 0.26]),
  bell('QRS', 63, [9, 9], [-0.36, 0.56, 0.48]),
  bell('QRS', 80, [8, 7.5], [-0.16, 0.08, 0.18]),
  ...normalT(qtMs),
];

/** A slow beginning through the accessory pathway, then the usual activation from where it has come to; T against the delta. */
export const preexcitation = (qtMs: number): Component[] => [
  bell('QRS', 34, [13, 15], [0.27, 0.12, -0.3]),
  bell('QRS', 62, [10, 10], [0.85, 0.62, -0.12]),
  bell('QRS', 80, [9, 9], [0.35, 0.22, 0.52]),
  bell('QRS', 98, [9, 8.5], [-0.06, -0.08, 0.24]),
  stSegment(104, qtMs - 120, [-0.05, -0.04, 0.03], 6, 20),
  tWave(qtMs, [-0.08, -0.03, 0.06], 55, 36),
];
