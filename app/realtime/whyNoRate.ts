import type { Alarm, AlarmKind } from './alarm.ts';

/** Why a monitor shows no rate: an alarm that says so, or that too few beats were seen yet. */
export type RateAbsence =
  | Extract<AlarmKind, 'no-signal' | 'ventricular-fibrillation' | 'not-readable' | 'asystole' | 'pause'>
  | 'few-beats';

/** In the order in which they exclude each other. */
const reasons = ['no-signal', 'ventricular-fibrillation', 'not-readable', 'asystole', 'pause'] as const;

/** Of a moment without a rate; the alarm itself tells what was seen. */
export const whyNoRate = (alarms: readonly Alarm[]): RateAbsence =>
  reasons.find((why) => alarms.some(({ kind }) => kind === why)) ?? 'few-beats';
