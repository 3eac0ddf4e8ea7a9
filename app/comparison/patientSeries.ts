import type { Measurements } from '../analysis/schema.ts';

/** What is followed over a patient's recordings. */
export const trendNames = ['heartRateBpm', 'prMs', 'qrsMs', 'qtMs', 'qtcFridericiaMs', 'qrsAxisDeg'] as const;
export type TrendName = (typeof trendNames)[number];

export interface TrendValue {
  /** null: not measured. */
  readonly value: number | null;
  /** Half width of its 90 % interval; null: not known. */
  readonly halfWidth: number | null;
}

/** One recording of a patient, without anything that a computer or a reader said of it. */
export interface SeriesRecording {
  readonly id: number;
  readonly record: string;
  /** As the file says; null when it does not. */
  readonly startTime: string | null;
  readonly importedAt: string;
  /** null: it has no analysis that could be shown. */
  readonly values: Readonly<Record<TrendName, TrendValue>> | null;
}

/** A patient's recordings in the order of time. */
export interface PatientSeries {
  /** null: the recording names no patient, or only with a word that stands for none. */
  readonly patientId: string | null;
  readonly recordings: readonly SeriesRecording[];
  /** How many there are; more than `recordings` when only the latest were read. */
  readonly total: number;
}

export const trendValuesOf = (measurements: Measurements): Readonly<Record<TrendName, TrendValue>> =>
  Object.fromEntries(
    trendNames.map((name): [TrendName, TrendValue] => {
      const halfWidth =
        name === 'heartRateBpm' || name === 'qrsAxisDeg'
          ? measurements.uncertainty?.[name]
          : measurements.uncertaintyMs[name];
      return [name, { value: measurements[name], halfWidth: halfWidth ?? null }];
    }),
  ) as Record<TrendName, TrendValue>;

/** When it was recorded, or else taken in, to the second; sorts as text. */
export const timeOf = ({ startTime, importedAt }: Pick<SeriesRecording, 'startTime' | 'importedAt'>): string =>
  (startTime ?? importedAt).slice(0, 19);

/** By time; of the same second the one that was taken in first is the earlier. */
export const inOrderOfTime = <T extends Pick<SeriesRecording, 'id' | 'startTime' | 'importedAt'>>(
  recordings: readonly T[],
): readonly T[] =>
  [...recordings].sort((a, b) => {
    const [one, other] = [timeOf(a), timeOf(b)];
    return one === other ? a.id - b.id : one < other ? -1 : 1;
  });

/** The recording before this one in a series that is in order; the one after it for the first; null when there is no other. */
export const neighbourOf = <T extends Pick<SeriesRecording, 'id'>>(series: readonly T[], id: number): T | null => {
  const at = series.findIndex((recording) => recording.id === id);
  return at < 0 ? null : (series[at - 1] ?? series[at + 1] ?? null);
};
