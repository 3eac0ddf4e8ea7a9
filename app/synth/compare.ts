import { correctedQtS } from '../analysis/correctedQt.ts';
import type { Analysis, MeasurementName } from '../analysis/schema.ts';
import type { BeatClass, Truth } from './truth.ts';

export type ComparedName = Exclude<MeasurementName, 'rrMeanMs' | 'rrSdMs'>;

export interface ComparedValue {
  readonly name: ComparedName;
  readonly unit: 'bpm' | 'ms' | '°';
  /** Null: this heart has no such value (no P wave, a T wave that the next beat cuts off). */
  readonly truth: number | null;
  /** Null: not measured, `reason` says why. */
  readonly measured: number | null;
  readonly reason: string | null;
  /** Measured less true; of axes the shorter way round. Null where one of the two is missing. */
  readonly difference: number | null;
}

export interface ComparedEvents {
  readonly truth: number;
  readonly found: number;
  readonly missed: number;
  /** Said to be there, and not there. */
  readonly extra: number;
}

export interface Comparison {
  readonly values: readonly ComparedValue[];
  readonly beats: ComparedEvents;
  /** Null: not assessed. */
  readonly spikes: ComparedEvents | null;
  readonly classes: Readonly<Record<BeatClass, number>>;
  /** Mean over the leads of what was added as noise, root mean square, millivolts. */
  readonly noiseRmsMv: number;
}

/** As in the validation of beats, and as near as two pulses can be told apart at usual rates. */
const toleranceS = { beat: 0.15, spike: 0.01 } as const;

/** One-to-one, in order of time: each true instant takes the first free one within the tolerance. */
const match = (truthS: readonly number[], foundS: readonly number[], withinS: number): ComparedEvents => {
  let [i, k, found] = [0, 0, 0];
  while (i < truthS.length && k < foundS.length) {
    const gapS = foundS[k]! - truthS[i]!;
    if (Math.abs(gapS) <= withinS) [i, k, found] = [i + 1, k + 1, found + 1];
    else if (gapS < 0) k++;
    else i++;
  }
  return { truth: truthS.length, found, missed: truthS.length - found, extra: foundS.length - found };
};

const trueValues = ({ heartRateBpm, measurements }: Truth): Readonly<Record<ComparedName, number | null>> => {
  const { pMs, prMs, qrsMs, qtMs, pAxisDeg, qrsAxisDeg, tAxisDeg } = measurements;
  const corrected = (name: keyof typeof correctedQtS): number | null =>
    qtMs === null || heartRateBpm === null ? null : 1000 * correctedQtS[name](qtMs / 1000, 60 / heartRateBpm);
  return {
    heartRateBpm,
    pMs,
    prMs,
    qrsMs,
    qtMs,
    qtcBazettMs: corrected('qtcBazettMs'),
    qtcFridericiaMs: corrected('qtcFridericiaMs'),
    qtcFraminghamMs: corrected('qtcFraminghamMs'),
    qtcHodgesMs: corrected('qtcHodgesMs'),
    pAxisDeg,
    qrsAxisDeg,
    tAxisDeg,
  };
};

const unitOf = (name: ComparedName): ComparedValue['unit'] =>
  name === 'heartRateBpm' ? 'bpm' : name.endsWith('Deg') ? '°' : 'ms';

/** To -180 ... 180 degrees. */
const shorterWay = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);

/** What was measured in a synthetic recording beside what is true of it. */
export const compareWithTruth = (
  truth: Truth,
  analysis: Pick<Analysis, 'measurements' | 'beats' | 'pacing'>,
): Comparison => {
  const { measurements, beats, pacing } = analysis;
  const values = Object.entries(trueValues(truth)).map(([key, trueValue]): ComparedValue => {
    // The record above has exactly these keys; Object.entries forgets them.
    const name = key as ComparedName;
    const unit = unitOf(name);
    const measured = measurements[name];
    const gap = trueValue === null || measured === null ? null : measured - trueValue;
    return {
      name,
      unit,
      truth: trueValue,
      measured,
      reason: measured === null ? (measurements.reasons[name] ?? null) : null,
      difference: gap !== null && unit === '°' ? shorterWay(gap) : gap,
    };
  });
  const classes: Record<BeatClass, number> = { N: 0, S: 0, V: 0, paced: 0 };
  for (const beat of truth.beats) classes[beat.class]++;
  const noise = Object.values(truth.noiseRmsMv);
  return {
    values,
    beats: match(
      truth.beats.map(({ timeS }) => timeS),
      beats.map(({ timeS }) => timeS),
      toleranceS.beat,
    ),
    spikes:
      pacing.paced === null
        ? null
        : match(
            truth.spikes.map(({ timeS }) => timeS).sort((a, b) => a - b),
            pacing.spikes.map(({ timeS }) => timeS),
            toleranceS.spike,
          ),
    classes,
    noiseRmsMv: noise.reduce((sum, mv) => sum + mv, 0) / Math.max(1, noise.length),
  };
};
