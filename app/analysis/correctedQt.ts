import type { MeasurementName } from './schema.ts';

type CorrectedQtName = Extract<MeasurementName, `qtc${string}`>;

/**
 * QTc, seconds, of QT and RR in seconds: Bazett 1920 QT / sqrt RR, Fridericia 1920 QT / cbrt RR, Framingham (Sagie 1992)
 * QT + 0.154 (1 - RR), Hodges 1983 QT + 0.00175 (HR - 60).
 */
export const correctedQtS: Readonly<Record<CorrectedQtName, (qtS: number, rrS: number) => number>> = {
  qtcBazettMs: (qtS, rrS) => qtS / Math.sqrt(rrS),
  qtcFridericiaMs: (qtS, rrS) => qtS / Math.cbrt(rrS),
  qtcFraminghamMs: (qtS, rrS) => qtS + 0.154 * (1 - rrS),
  qtcHodgesMs: (qtS, rrS) => qtS + 0.00175 * (60 / rrS - 60),
};

/** Mean RR intervals, s, that the formulas were made for, generously: 30 to 200 beats a minute. */
const holdsFromS = 0.3;
const holdsToS = 2;

export const qtCorrectionHolds = (rrS: number): boolean => rrS >= holdsFromS && rrS <= holdsToS;
