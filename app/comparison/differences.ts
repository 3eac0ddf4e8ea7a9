import type { MeasurementName, Measurements } from '../analysis/schema.ts';

/** What is compared between two recordings, in the order of reading. */
export const comparedMeasurements = [
  'heartRateBpm',
  'prMs',
  'qrsMs',
  'qtMs',
  'qtcBazettMs',
  'qtcFridericiaMs',
  'qtcFraminghamMs',
  'qtcHodgesMs',
  'pAxisDeg',
  'qrsAxisDeg',
  'tAxisDeg',
] as const satisfies readonly MeasurementName[];
export type ComparedMeasurement = (typeof comparedMeasurements)[number];

export type AmplitudeName = keyof Measurements['perLead'][string];
export const comparedAmplitudes = [
  'stJMv',
  'stJ60Mv',
  'stJ80Mv',
  'tMv',
  'pMv',
  'qMv',
  'rMv',
  'sMv',
] as const satisfies readonly AmplitudeName[];

/**
 * `beyond`: the change is larger than what the uncertainty of both measurements explains in nine cases of ten. `within`: it is
 * not. `not-known`: one of the two was stored without an uncertainty. `not-measured`: one of the two has no value.
 */
export type Verdict = 'beyond' | 'within' | 'not-known' | 'not-measured';

/** One value of the earlier and the later recording. */
export interface Difference {
  readonly before: number | null;
  readonly after: number | null;
  /** After less before; of axes the shorter way round, -180 to 180. null where one is missing. */
  readonly change: number | null;
  /** Half width of the 90 % interval of the change, from those of the two values. */
  readonly halfWidth: number | null;
  readonly verdict: Verdict;
}

interface Measured {
  readonly value: number | null;
  /** Half width of the 90 % interval; null: not known. */
  readonly halfWidth: number | null;
}

const measured = (value: number | null | undefined, halfWidth: number | null | undefined): Measured => ({
  value: value !== undefined && value !== null && Number.isFinite(value) ? value : null,
  halfWidth:
    halfWidth !== undefined && halfWidth !== null && Number.isFinite(halfWidth) && halfWidth >= 0 ? halfWidth : null,
});

/** The shorter way round from one direction to another, degrees. */
const turned = (fromDeg: number, toDeg: number): number => {
  const change = (((toDeg - fromDeg) % 360) + 540) % 360;
  return change - 180;
};

/**
 * Errors of two recordings are independent of each other, so their half widths add as squares (JCGM 100:2008, 5.1.2):
 * of ten values that did not change, one is expected beyond.
 */
const differenceOf = (before: Measured, after: Measured, isAxis: boolean): Difference => {
  const change =
    before.value === null || after.value === null
      ? null
      : isAxis
        ? turned(before.value, after.value)
        : after.value - before.value;
  const halfWidth =
    change === null || before.halfWidth === null || after.halfWidth === null
      ? null
      : Math.hypot(before.halfWidth, after.halfWidth);
  const verdict =
    change === null
      ? 'not-measured'
      : halfWidth === null
        ? 'not-known'
        : Math.abs(change) > halfWidth
          ? 'beyond'
          : 'within';
  return { before: before.value, after: after.value, change, halfWidth, verdict };
};

const isAxis = (name: MeasurementName): name is 'pAxisDeg' | 'qrsAxisDeg' | 'tAxisDeg' => name.endsWith('Deg');

const measurementOf = (measurements: Measurements, name: ComparedMeasurement): Measured => {
  const own = name === 'heartRateBpm' || isAxis(name);
  return measured(measurements[name], own ? measurements.uncertainty?.[name] : measurements.uncertaintyMs[name]);
};

export const measurementDifference = (
  before: Measurements,
  after: Measurements,
  name: ComparedMeasurement,
): Difference => differenceOf(measurementOf(before, name), measurementOf(after, name), isAxis(name));

/** Change of one amplitude of one lead, mV; a wave that a lead does not have is not measured there. */
export const amplitudeDifference = (
  before: Measurements,
  after: Measurements,
  lead: string,
  name: AmplitudeName,
): Difference => {
  const of = (measurements: Measurements): Measured =>
    measured(measurements.perLead[lead]?.[name], measurements.perLeadUncertaintyMv?.[lead]?.[name]);
  return differenceOf(of(before), of(after), false);
};
