import { type MeasurementName, type Measurements, measurementNames } from './schema.ts';

const needsDelineation = 'Onsets and offsets of the waves are not determined in this version.';

/** Rate and intervals from the beats; everything that needs the waves is null with its reason. */
export const measure = (beatTimesS: readonly number[]): Measurements => {
  const values: Record<MeasurementName, number | null> = {
    heartRateBpm: null,
    rrMeanMs: null,
    rrSdMs: null,
    pMs: null,
    prMs: null,
    qrsMs: null,
    qtMs: null,
    qtcBazettMs: null,
    qtcFridericiaMs: null,
    qtcFraminghamMs: null,
    qtcHodgesMs: null,
    pAxisDeg: null,
    qrsAxisDeg: null,
    tAxisDeg: null,
  };
  const reasons: Measurements['reasons'] = {};
  for (const name of measurementNames) reasons[name] = needsDelineation;
  reasons.perLead = needsDelineation;

  const rrMs = beatTimesS.slice(1).map((t, i) => 1000 * (t - beatTimesS[i]!));
  const mean = rrMs.reduce((sum, rr) => sum + rr, 0) / rrMs.length;
  if (rrMs.length >= 1) {
    values.rrMeanMs = mean;
    values.heartRateBpm = 60_000 / mean;
    delete reasons.rrMeanMs;
    delete reasons.heartRateBpm;
  } else {
    const found = beatTimesS.length === 1 ? 'one beat was' : 'no beats were';
    reasons.rrMeanMs = `At least two beats are needed; ${found} found.`;
    reasons.heartRateBpm = reasons.rrMeanMs;
  }
  if (rrMs.length >= 2) {
    values.rrSdMs = Math.sqrt(rrMs.reduce((sum, rr) => sum + (rr - mean) ** 2, 0) / (rrMs.length - 1));
    delete reasons.rrSdMs;
  } else reasons.rrSdMs = `At least three beats are needed; ${beatTimesS.length} found.`;
  return { ...values, uncertaintyMs: {}, perLead: {}, reasons };
};
