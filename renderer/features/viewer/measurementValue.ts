import type { Measurements } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';

export type LineName = keyof typeof texts.measurements.labels;

export interface LineValue {
  /** Digits, or an en dash where nothing was measured. */
  readonly text: string;
  readonly unit: string;
  /** Why there is no value; null when there is one. */
  readonly reason: string | null;
}

const units: Readonly<Record<LineName, string>> = {
  heartRateBpm: 'bpm',
  prMs: 'ms',
  qrsMs: 'ms',
  qtMs: 'ms',
  qtcFridericiaMs: 'ms',
  qrsAxisDeg: '°',
};

/** A value as the measurement line prints it: whole units, a real minus sign, never a zero in place of nothing. */
export const lineValue = (measurements: Pick<Measurements, LineName | 'reasons'>, name: LineName): LineValue => {
  const value = measurements[name];
  if (value === null) {
    return {
      text: texts.notMeasured,
      unit: '',
      reason: measurements.reasons[name] ?? texts.measurements.noReason,
    };
  }
  const rounded = Math.round(value);
  return { text: rounded < 0 ? `−${-rounded}` : String(rounded + 0), unit: units[name], reason: null };
};
