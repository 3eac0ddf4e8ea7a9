import { findBeats } from '../../app/analysis/beats.ts';
import type { Doubts } from '../../app/analysis/delineation/widths.ts';
import { measureWithDoubts } from '../../app/analysis/measurements.ts';
import { delineateBetweenSpikes } from '../../app/analysis/pacedDelineation.ts';
import type { Measurements } from '../../app/analysis/schema.ts';
import { intervalHeart } from './intervalHearts.ts';
import { partOf, strata, stratumName } from './partialRecordings.ts';

const amplitudeNames = ['pMv', 'qMv', 'rMv', 'sMv', 'tMv', 'stJMv', 'stJ60Mv', 'stJ80Mv'] as const;
export const uncertainNames = ['rrMeanMs', 'rrSdMs', 'pAxisDeg', 'qrsAxisDeg', 'tAxisDeg', ...amplitudeNames] as const;
export type UncertainName = (typeof uncertainNames)[number];

/** How far one value of one part of a synthetic recording lies from the truth: RR in seconds, axes in degrees, amplitudes in mV. */
export interface UncertainError {
  readonly name: UncertainName;
  readonly stratum: string;
  readonly snrDb: number | null;
  readonly error: number;
  /** As it is stated, in the same unit. */
  readonly halfWidth: number;
  readonly doubts: Doubts;
}

/** Smaller Q, R and S are none to the analysis. */
const leastDeflectionMv = 0.02;

/** All values of one heart, whole and in parts. */
export const uncertainErrors = (seed: number, snrDb: number | null): UncertainError[] => {
  const heart = intervalHeart(seed, snrDb);
  if (heart === null) return [];
  const { truth } = heart;
  return strata.flatMap((stratum) => {
    const { recording, fromS } = partOf(heart.recording, stratum, seed);
    const rateHz = recording.sampleRateHz;
    const { beats, beatTimesS, pacing } = findBeats(recording, recording.leads);
    const found = delineateBetweenSpikes(recording.leads, rateHz, beats, pacing.spikes);
    const { measurements, doubts } = measureWithDoubts(beatTimesS, { ...found, sampleRateHz: rateHz }, []);
    const out: UncertainError[] = [];
    const put = (
      name: UncertainName,
      error: number | null,
      half: number | null | undefined,
      of?: Doubts | null,
    ): void => {
      if (error !== null && half !== null && half !== undefined && of)
        out.push({ name, stratum: stratumName(stratum), snrDb, error: Math.abs(error), halfWidth: half, doubts: of });
    };
    const trueTimes = truth.beats
      .map(({ timeS }) => timeS - fromS)
      .filter((timeS) => beatTimesS.some((each) => Math.abs(each - timeS) < 0.1));
    // A beat at the edge that one of the two leaves out changes which intervals are meant, not how well they are measured.
    if (trueTimes.length === beatTimesS.length && trueTimes.length > 1) {
      const rr = trueTimes.slice(1).map((timeS, i) => timeS - trueTimes[i]!);
      const mean = rr.reduce((sum, each) => sum + each, 0) / rr.length;
      put('rrMeanMs', measurements.rrMeanMs! / 1000 - mean, seconds(measurements, 'rrMeanMs'), doubts.rr.rrMeanMs);
      const sd = Math.sqrt(rr.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, rr.length - 1));
      if (measurements.rrSdMs !== null)
        put('rrSdMs', measurements.rrSdMs / 1000 - sd, seconds(measurements, 'rrSdMs'), doubts.rr.rrSdMs);
    }
    for (const name of ['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const) {
      const [measured, expected] = [measurements[name], truth.measurements[name]];
      if (measured === null || expected === null) continue;
      const turn = measured - expected;
      put(name, turn - 360 * Math.round(turn / 360), measurements.uncertainty?.[name], doubts.axes[name]);
    }
    for (const [lead, values] of Object.entries(measurements.perLead)) {
      const expected = truth.measurements.perLead[lead];
      if (expected === undefined) continue;
      for (const name of amplitudeNames) {
        // The truth has a complex without R as S, the analysis as Q.
        const of = name === 'qMv' && values.rMv === null ? expected.sMv : expected[name];
        const value = values[name];
        if (value === null || of === null) continue;
        if ((name === 'qMv' || name === 'rMv' || name === 'sMv') && Math.abs(of) < leastDeflectionMv) continue;
        put(name, value - of, measurements.perLeadUncertaintyMv?.[lead]?.[name], doubts.perLead[lead]?.[name]);
      }
    }
    return out;
  });
};

const seconds = ({ uncertaintyMs }: Measurements, name: 'rrMeanMs' | 'rrSdMs'): number | null => {
  const half = uncertaintyMs[name];
  return half === null || half === undefined ? null : half / 1000;
};
