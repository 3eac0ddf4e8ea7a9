import type { Morphology } from '../catalogue.ts';
import type { Component } from '../wave.ts';
import { analyticBeats } from './analytic.ts';
import { lbbb, leftAnteriorFascicle, leftPosteriorFascicle, preexcitation, rbbb } from './conduction.ts';
import { leftVentricular, lowVoltage, rightVentricular } from './hypertrophy.ts';
import {
  anteriorAcute,
  anteriorOld,
  inferiorAcute,
  inferiorOld,
  ischaemia,
  lateralAcute,
  lateralOld,
  posteriorAcute,
  posteriorOld,
} from './infarction.ts';
import { normalQrs, normalT } from './parts.ts';
import { brugada, earlyRepolarisation, hyperkalaemia, longQt, pericarditis, shortQt } from './repolarisation.ts';

/**
 * Shapes of one beat as parts of the heart vector, milliseconds from the onset of ventricular activation. Widths and
 * directions follow the textbook order of activation (septum, apex, free walls, base) and were set by eye on paper.
 */
type Shape = (qtMs: number, prMs: number | null) => readonly Component[];

interface Form {
  readonly shape: Shape;
  /** QT longer than a narrow QRS would have it, milliseconds. */
  readonly lateMs?: number;
  /** QTc of its own, lowest and highest. */
  readonly qtcMs?: readonly [number, number];
  readonly pSize?: number;
}

const fixed =
  (parts: readonly Component[]): Shape =>
  () =>
    parts;

const analyticForms = Object.fromEntries(
  Object.entries(analyticBeats).map(([name, parts]) => [name, { shape: fixed(parts) }]),
) as Record<keyof typeof analyticBeats, Form>;

const forms: Readonly<Record<Morphology, Form>> = {
  normal: { shape: (qtMs) => [...normalQrs, ...normalT(qtMs)] },
  rbbb: { shape: rbbb, lateMs: 22 },
  lbbb: { shape: lbbb, lateMs: 38 },
  lafb: { shape: leftAnteriorFascicle, lateMs: 8 },
  lpfb: { shape: leftPosteriorFascicle, lateMs: 8 },
  lvh: { shape: leftVentricular, lateMs: 12 },
  rvh: { shape: rightVentricular, lateMs: 6 },
  wpw: { shape: preexcitation, lateMs: 26 },
  'inferior-st-elevation': { shape: inferiorAcute },
  'inferior-old-infarction': { shape: inferiorOld },
  'anterior-st-elevation': { shape: anteriorAcute },
  'anterior-old-infarction': { shape: anteriorOld, lateMs: 20 },
  'lateral-st-elevation': { shape: lateralAcute },
  'lateral-old-infarction': { shape: lateralOld },
  'posterior-acute-infarction': { shape: posteriorAcute },
  'posterior-old-infarction': { shape: posteriorOld },
  ischaemia: { shape: ischaemia },
  pericarditis: { shape: pericarditis },
  'early-repolarisation': { shape: earlyRepolarisation, qtcMs: [375, 400] },
  brugada: { shape: brugada },
  'long-qt': { shape: longQt, qtcMs: [490, 560] },
  'short-qt': { shape: shortQt, qtcMs: [295, 330] },
  hyperkalaemia: { shape: hyperkalaemia, lateMs: 30, pSize: 0.3 },
  'low-voltage': { shape: lowVoltage, pSize: 0.7 },
  ...analyticForms,
};

export const formOf = (morphology: Morphology): Form => forms[morphology];
