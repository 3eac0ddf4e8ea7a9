import type { Lead } from '../recording/recording.ts';
import { correctedQtS, qtCorrectionHolds } from './correctedQt.ts';
import type { Delineation } from './delineation/delineate.ts';
import { type DominantBeat, dominantBeat } from './delineation/dominantBeat.ts';
import { globalIntervals } from './delineation/globalIntervals.ts';
import { type Doubts, halfWidthS } from './delineation/widths.ts';
import { fittedUncertainties } from './fittedUncertainties.ts';
import { frontalAxisDeg } from './frontalAxis.ts';
import type { Interruption } from './interruptions.ts';
import {
  areaError,
  leadAmplitudes,
  type MeasuredAmplitudes,
  type MedianLead,
  mapped,
  medianLead,
  netArea,
} from './leadAmplitudes.ts';
import { type MeasurementName, type Measurements, measurementNames } from './schema.ts';

/** The waves and the leads that they were found in, row for row; or why there are none. */
export type Waves =
  | { readonly delineation: Delineation; readonly leads: readonly Lead[]; readonly sampleRateHz: number }
  | { readonly reason: string; readonly invalid: boolean };

type Values = Record<MeasurementName, number | null>;

/** A net vector smaller than this is as long as its own noise, mV s. */
export const leastVectorMvS = { P: 0.0004, QRS: 0.001, T: 0.001 } as const;

/**
 * Rate, intervals, corrected QT, axes and amplitudes. What could not be measured is null with its reason.
 */
export const measure = (
  beatTimesS: readonly number[],
  waves: Waves,
  interruptions: readonly Interruption[] = [],
): Measurements => measureWithDoubts(beatTimesS, waves, interruptions).measurements;

/** What may make each of the values wrong that are not intervals. What `validation/fitUncertainties.ts` weighs. */
export interface MeasurementDoubts {
  readonly rr: Partial<Record<'rrMeanMs' | 'rrSdMs', Doubts>>;
  readonly axes: Partial<Record<AxisName, Doubts>>;
  readonly perLead: Readonly<Record<string, MeasuredAmplitudes['doubts']>>;
}
/** The beat that was measured, and its median course, row for row of the delineated leads. */
export interface MeasuredBeat {
  readonly beat: DominantBeat;
  readonly rows: readonly (MedianLead | null)[];
}
type AxisName = 'pAxisDeg' | 'qrsAxisDeg' | 'tAxisDeg';

/** The same with the grounds of the uncertainties. */
export const measureWithDoubts = (
  beatTimesS: readonly number[],
  waves: Waves,
  interruptions: readonly Interruption[],
): {
  readonly measurements: Measurements;
  readonly doubts: MeasurementDoubts;
  readonly median: MeasuredBeat | null;
} => {
  const values = Object.fromEntries(measurementNames.map((name) => [name, null])) as Values;
  const reasons: Measurements['reasons'] = {};
  if ('reason' in waves && waves.invalid) for (const name of rateMeasurements) reasons[name] = waves.reason;
  else rates(rrIntervalsMs(beatTimesS, interruptions), values, reasons);
  const beat = 'reason' in waves ? null : dominantBeat(waves.delineation);
  const rr = rrDoubts(values, beatTimesS.length, beat?.noise ?? 0);
  const uncertainty: NonNullable<Measurements['uncertainty']> = {};
  const rateUncertaintyMs: Measurements['uncertaintyMs'] = {};
  for (const name of ['rrMeanMs', 'rrSdMs'] as const)
    if (rr[name]) rateUncertaintyMs[name] = 1000 * halfWidthS(rr[name], fittedUncertainties[name]);
  if (values.heartRateBpm !== null && values.rrMeanMs !== null)
    uncertainty.heartRateBpm = (values.heartRateBpm / values.rrMeanMs) * (rateUncertaintyMs.rrMeanMs ?? 0);
  if ('reason' in waves || beat === null) {
    const reason = 'reason' in waves ? waves.reason : 'No beat was found.';
    for (const name of waveMeasurements) reasons[name] = reason;
    reasons.perLead = reason;
    return {
      measurements: {
        ...values,
        uncertaintyMs: rateUncertaintyMs,
        uncertainty,
        perLead: {},
        perLeadUncertaintyMv: {},
        reasons,
      },
      doubts: { rr, axes: {}, perLead: {} },
      median: null,
    };
  }
  const uncertaintyMs = { ...rateUncertaintyMs, ...intervals(beat, values, reasons) };
  const qrsOnsetS = Math.min(...beat.qrs.map((b) => b.onsetS));
  const medians = waves.leads.map((lead) => medianLead(lead.samplesMv, waves.sampleRateHz, beat.atS, qrsOnsetS));
  const axisDoubts = axes(beat, medians, waves, values, reasons);
  for (const name of ['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const)
    if (axisDoubts[name]) uncertainty[name] = Math.min(180, halfWidthS(axisDoubts[name], fittedUncertainties[name]));
  const jS = middle(beat.qrs.map((b) => b.offsetS));
  const perLead: Measurements['perLead'] = {};
  const perLeadUncertaintyMv: NonNullable<Measurements['perLeadUncertaintyMv']> = {};
  const leadDoubts: Record<string, MeasuredAmplitudes['doubts']> = {};
  waves.leads.forEach((lead, l) => {
    const row = medians[l];
    if (!row) return;
    const found = leadAmplitudes(row, waves.sampleRateHz, beat, l, jS);
    perLead[lead.name] = found.values;
    leadDoubts[lead.name] = found.doubts;
    perLeadUncertaintyMv[lead.name] = mapped(found.doubts, (doubts, name) =>
      doubts === null ? null : halfWidthS(doubts, fittedUncertainties[name]),
    );
  });
  reasons.perLead =
    'A wave that a lead does not have is null; a QS complex stands under Q. Leads without a usable signal are not listed.';
  return {
    measurements: { ...values, uncertaintyMs, uncertainty, perLead, perLeadUncertaintyMv, reasons },
    doubts: { rr, axes: axisDoubts, perLead: leadDoubts },
    median: { beat, rows: medians },
  };
};

const rateMeasurements = ['heartRateBpm', 'rrMeanMs', 'rrSdMs'] as const;
const waveMeasurements = measurementNames.filter((name) => !rateMeasurements.some((rate) => rate === name));

/** Intervals between neighbouring beats; none across a missing stretch, which may hide beats. */
const rrIntervalsMs = (beatTimesS: readonly number[], interruptions: readonly Interruption[]): number[] => {
  const gaps = interruptions.filter(({ kind }) => kind === 'missing');
  return beatTimesS.slice(1).flatMap((timeS, i) => {
    const beforeS = beatTimesS[i]!;
    return gaps.some(({ fromS, toS }) => fromS < timeS && toS > beforeS) ? [] : [1000 * (timeS - beforeS)];
  });
};

const rates = (rrMs: readonly number[], values: Values, reasons: Measurements['reasons']): void => {
  const mean = rrMs.reduce((sum, rr) => sum + rr, 0) / rrMs.length;
  if (rrMs.length >= 1) {
    values.rrMeanMs = mean;
    values.heartRateBpm = 60_000 / mean;
  } else {
    reasons.rrMeanMs = 'At least two beats with nothing missing between them are needed.';
    reasons.heartRateBpm = reasons.rrMeanMs;
  }
  if (rrMs.length >= 2)
    values.rrSdMs = Math.sqrt(rrMs.reduce((sum, rr) => sum + (rr - mean) ** 2, 0) / (rrMs.length - 1));
  else reasons.rrSdMs = 'At least two RR intervals with nothing missing in them are needed.';
};

/** Beats are found where they are to a few milliseconds: what that does to the mean of so many intervals, and to their spread. Seconds. */
const rrDoubts = (
  { rrMeanMs, rrSdMs }: Values,
  beats: number,
  noise: number,
): Partial<Record<'rrMeanMs' | 'rrSdMs', Doubts>> => {
  const least = Math.max(1, beats - 1);
  const spread = (rrSdMs ?? 0) / 1000;
  return {
    ...(rrMeanMs === null ? {} : { rrMeanMs: { leads: 12, parts: [1 / least, noise / least, spread / least] } }),
    ...(rrSdMs === null
      ? {}
      : { rrSdMs: { leads: 12, parts: [1 / Math.sqrt(least), noise / Math.sqrt(least), spread / Math.sqrt(least)] } }),
  };
};

/** An interval that may be three quarters as long again is no measurement. */
const mostDoubt = 0.75;

const tooUncertain = ({ valueS, uncertaintyS }: { valueS: number; uncertaintyS: number }): string =>
  `Too uncertain to be stated: ${Math.round(1000 * valueS)} ms within ${Math.round(1000 * uncertaintyS)} ms either way.`;

const beyondFormulas = 'The formulas for a corrected QT do not hold below 30 or above 200 beats a minute.';

/** QRS complexes this even, SD of RR in ms: the next P wave comes where PR says. */
const evenRrMs = 40;
/** By how much T may seem to reach into the next P wave, s: both ends have their error. */
const overlapS = 0.04;

/** Why a QT this long is no measurement: it would reach the next QRS, or the P wave before it. */
const beyondTheBeat = (qtS: number, rrS: number, { prMs, rrSdMs }: Values): string | null => {
  if (qtS >= rrS) return 'What was found for QT is longer than the mean RR interval.';
  const even = rrSdMs !== null && rrSdMs < evenRrMs;
  return even && prMs !== null && qtS > rrS - prMs / 1000 + overlapS
    ? 'The end of T cannot be told from the next P wave.'
    : null;
};

const intervals = (
  beat: DominantBeat,
  values: Values,
  reasons: Measurements['reasons'],
): Measurements['uncertaintyMs'] => {
  const { p, pr, qrs, qt } = globalIntervals(beat);
  const uncertaintyMs: Measurements['uncertaintyMs'] = {};
  const put = (
    name: MeasurementName,
    interval: { valueS: number; uncertaintyS: number } | null,
    reason: string,
  ): void => {
    if (interval === null) reasons[name] = reason;
    else if (interval.uncertaintyS > mostDoubt * interval.valueS) reasons[name] = tooUncertain(interval);
    else {
      values[name] = 1000 * interval.valueS;
      uncertaintyMs[name] = 1000 * interval.uncertaintyS;
    }
  };
  const percentP = Math.round(100 * beat.pShare);
  const noP = `No P wave that belongs to the QRS: seen before ${percentP} % of the ${beat.atS.length} dominant beats.`;
  const noT = 'No T wave was found behind the dominant beats.';
  put('pMs', p, noP);
  put('prMs', pr, noP);
  put('qrsMs', qrs, '');
  const rrS = values.rrMeanMs === null ? null : values.rrMeanMs / 1000;
  const beyond = qt === null || rrS === null ? null : beyondTheBeat(qt.valueS, rrS, values);
  put('qtMs', beyond === null ? qt : null, beyond ?? noT);
  const corrected: [keyof typeof correctedQtS, (rr: number) => number][] = [
    ['qtcBazettMs', (rr) => 1 / Math.sqrt(rr)],
    ['qtcFridericiaMs', (rr) => 1 / Math.cbrt(rr)],
    ['qtcFraminghamMs', () => 1],
    ['qtcHodgesMs', () => 1],
  ];
  for (const [name, slope] of corrected)
    if (qt === null || rrS === null || values.qtMs === null) reasons[name] = reasons.qtMs ?? reasons.rrMeanMs!;
    else if (!qtCorrectionHolds(rrS)) reasons[name] = beyondFormulas;
    else put(name, { valueS: correctedQtS[name](qt.valueS, rrS), uncertaintyS: slope(rrS) * qt.uncertaintyS }, '');
  return uncertaintyMs;
};

const axes = (
  beat: DominantBeat,
  medians: readonly (MedianLead | null)[],
  { leads, sampleRateHz }: { leads: readonly Lead[]; sampleRateHz: number },
  values: Values,
  reasons: Measurements['reasons'],
): MeasurementDoubts['axes'] => {
  const doubts: Partial<Record<AxisName, Doubts>> = {};
  const one = leads.findIndex((lead) => lead.name === 'I');
  const foot = leads.findIndex((lead) => lead.name === 'aVF');
  const list = [
    ['pAxisDeg', 'P', beat.p],
    ['qrsAxisDeg', 'QRS', beat.qrs],
    ['tAxisDeg', 'T', beat.t],
  ] as const;
  for (const [name, wave, bounds] of list) {
    if (bounds === null) {
      reasons[name] = `No ${wave} wave was found in the dominant beats.`;
      continue;
    }
    const area = (l: number): number | null => {
      const row = medians[l];
      if (!row) return null;
      const { onsetS, offsetS } = bounds[l]!;
      return netArea(row, sampleRateHz, wave, onsetS, offsetS);
    };
    const i = area(one);
    const f = area(foot);
    if (i === null || f === null) reasons[name] = 'Leads I and aVF are needed for an axis.';
    else if (Math.hypot(i, f) < leastVectorMvS[wave])
      reasons[name] = `The mean ${wave} vector in the frontal plane is too small to have a direction.`;
    else {
      values[name] = frontalAxisDeg(i, f);
      const error = (l: number): number => {
        const { onsetS, offsetS } = bounds[l]!;
        return areaError(medians[l]!, sampleRateHz, onsetS, offsetS);
      };
      const lengthMvS = Math.hypot(i, (2 / Math.sqrt(3)) * f);
      doubts[name] = {
        leads: 12,
        parts: [
          inDegrees(Math.hypot(error(one), (2 / Math.sqrt(3)) * error(foot)) / lengthMvS),
          inDegrees(leastVectorMvS[wave] / lengthMvS),
          inDegrees(leastVectorMvS[wave] / lengthMvS / Math.sqrt(medians[one]!.beats)),
        ],
      };
    }
  }
  return doubts;
};

/** Of a side of this length across from an axis of length one. */
const inDegrees = (across: number): number => (180 / Math.PI) * across;

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
