import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { TimeUnit } from './labels.ts';

export interface Timing {
  /** Null when the column says nothing usable about the rate (no unit, several readings possible). */
  readonly sampleRateHz: number | null;
  readonly note: RecordingNote | null;
}

const secondsPer: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e-3, us: 1e-6, clock: 1 };

/** Without a unit, a step is read as seconds or milliseconds only where the other reading is no ECG's rate. */
const slowestPlausibleHz = 40;
const fastestPlausibleHz = 5000;

/** A rate within the rounding of the printed times is taken for the whole number that it is meant to be. */
const snapRate = (rateHz: number, spanUnits: number, resolutionUnits: number): number => {
  const whole = Math.round(rateHz);
  const tolerance = rateHz * (resolutionUnits / spanUnits + 1e-9);
  return whole > 0 && Math.abs(rateHz - whole) <= tolerance ? whole : rateHz;
};

/**
 * The sampling rate that a time column tells. Refuses (`values-invalid`) gaps, repeated or falling times, naming the row.
 * `rowOf(i)` says where value i stands in the file; `decimals` is the most digits after the point.
 */
export const timingOf = (
  times: Float64Array,
  unit: TimeUnit | null,
  decimals: number,
  file: string,
  rowOf: (index: number) => string,
): Result<Timing> => {
  const count = times.length;
  if (count < 2) return accept({ sampleRateHz: null, note: null });
  const span = times[count - 1]! - times[0]!;
  const step = span / (count - 1);
  for (let i = 0; i < count; i += 1) {
    const delta = i === 0 ? step : times[i]! - times[i - 1]!;
    if (!(step > 0) || !(Math.abs(delta - step) <= 0.5 * step)) {
      return refuse('values-invalid', `${file}, ${rowOf(i)}: the time column is not evenly spaced.`, file);
    }
  }
  const resolution = 10 ** -decimals;
  if (unit !== null) {
    const scale = secondsPer[unit];
    return accept({ sampleRateHz: snapRate(1 / (step * scale), span, resolution), note: null });
  }
  const readings = (['s', 'ms'] as const)
    .map((candidate) => ({ candidate, rateHz: 1 / (step * secondsPer[candidate]) }))
    .filter(({ rateHz }) => rateHz >= slowestPlausibleHz && rateHz <= fastestPlausibleHz);
  const only = readings[0];
  if (only === undefined || readings.length > 1) return accept({ sampleRateHz: null, note: null });
  return accept({
    sampleRateHz: snapRate(only.rateHz, span, resolution),
    note: {
      code: 'time-unit-inferred',
      text: `The time column has no unit; only ${only.candidate} gives an ECG's sampling rate.`,
    },
  });
};
