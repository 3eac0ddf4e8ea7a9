import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../app/analysis/schema.ts';
import { decodeAnnotations } from '../../app/formats/wfdb/annotations.ts';
import { parseHeader, type WfdbHeader } from '../../app/formats/wfdb/header.ts';
import { rates, referenceBeats, scoreBeats } from './beatScore.ts';
import { type PointKey, type PointTimes, pointKeys, waveReference } from './waveReference.ts';
import { annotatedStretches, bestOfTwo, type Comparison, comparePoints, figuresOf, sumsOf } from './waveScore.ts';

/** One line of a file of predictions: the parts of a result that are scored. */
export type Prediction = { readonly record: string } & Partial<Pick<Analysis, 'delineation'>> & {
    readonly beats?: readonly { readonly timeS: number }[];
  };

export const readPredictions = (path: string): Map<string, Prediction> =>
  new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): [string, Prediction] => {
        const prediction = JSON.parse(line) as Prediction;
        return [prediction.record, prediction];
      }),
  );

/** Ascending instants of each kind of point of one lead's waves. */
export const predictedPoints = (waves: Analysis['delineation'][string]): PointTimes =>
  Object.fromEntries(
    pointKeys.map((key) => {
      const [wave, point] = key.split(' ') as ['P', 'onset'];
      return [
        key,
        waves
          .filter((w) => w.wave === wave)
          .map((w) => w[`${point}S`])
          .filter((time) => time !== null && time !== undefined)
          .sort((a, b) => a - b),
      ];
    }),
  ) as unknown as PointTimes;

const headerOf = (folder: string, record: string): WfdbHeader => {
  const header = parseHeader(readFileSync(join(folder, `${record}.hea`)), `${record}.hea`);
  if (!header.ok) throw new Error(`${record}: ${header.error.message}`);
  return header.value;
};

const annotationsOf = (folder: string, record: string, extension: string) => {
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.${extension}`)));
  if (!annotations.ok) throw new Error(`${record}.${extension}: ${annotations.error.message}`);
  return annotations.value;
};

const find = (predictions: ReadonlyMap<string, Prediction>, record: string): Prediction => {
  const prediction = predictions.get(record);
  if (prediction === undefined) throw new Error(`no prediction for record ${record}`);
  return prediction;
};

const toleranceS = 0.15;

/** Names and meaning as in the reference scorer's closing JSON line. */
export interface QrsScores {
  readonly gross: Readonly<Record<'se' | 'ppv' | 'f1' | 'tp' | 'fn' | 'fp' | 'meanMs' | 'sdMs', number>>;
  readonly perRecord: Readonly<Record<string, readonly number[]>>;
}

export const qrsScores = (
  folder: string,
  records: readonly string[],
  predictions: ReadonlyMap<string, Prediction>,
  skipStartS: number,
): QrsScores => {
  const scores = records.map((record) => {
    const header = headerOf(folder, record);
    const rateHz = header.frameRateHz ?? 250;
    const annotations = annotationsOf(folder, record, 'atr');
    const reference = referenceBeats(annotations, rateHz, header.frameCount ?? (annotations.at(-1)?.sample ?? 0) + 1);
    const timesS = (find(predictions, record).beats ?? []).map(({ timeS }) => timeS).sort((a, b) => a - b);
    return { record, score: scoreBeats(reference, timesS, { toleranceS, skipStartS }) };
  });
  const errors = scores.flatMap(({ score }) => score.errorsS.map((error) => 1000 * error));
  const meanMs = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const sdMs = Math.sqrt(errors.reduce((sum, error) => sum + (error - meanMs) ** 2, 0) / errors.length);
  return {
    gross: { ...rates(scores.map(({ score }) => score)), meanMs, sdMs },
    perRecord: Object.fromEntries(scores.map(({ record, score }) => [record, [score.tp, score.fn, score.fp]])),
  };
};

type PointScores = Readonly<
  Record<
    PointKey,
    Readonly<Record<'se' | 'ppv' | 'f1' | 'tp' | 'fn' | 'fp' | 'meanMs' | 'sdMs' | 'recordSdMs', number>>
  >
>;

const pool = (comparisons: readonly (readonly Comparison[])[]): PointScores =>
  Object.fromEntries(
    pointKeys.map((key) => {
      const sums = comparisons.map((each) => sumsOf(each, key));
      const { se, ppv, f1, meanMs, sdMs, recordSdMs } = figuresOf(sums);
      const total = (name: 'found' | 'missed' | 'false'): number => sums.reduce((sum, each) => sum + each[name], 0);
      const counts = { tp: total('found'), fn: total('missed'), fp: total('false') };
      return [key, { se, ppv, f1, ...counts, meanMs, sdMs, recordSdMs }];
    }),
  ) as unknown as PointScores;

/** The waves of a lead by any of its names, whatever the case. */
const wavesOf = ({ record, delineation }: Prediction, ...names: readonly string[]): PointTimes => {
  const wanted = names.map((name) => name.toLowerCase());
  const entry = Object.entries(delineation ?? {}).find(([lead]) => wanted.includes(lead.toLowerCase()));
  if (entry === undefined) throw new Error(`${record}: no delineation for lead ${names[0]}`);
  return predictedPoints(entry[1]);
};

export const ludbScores = (
  folder: string,
  records: readonly string[],
  leads: readonly string[],
  predictions: ReadonlyMap<string, Prediction>,
): { readonly pooled: PointScores } => ({
  pooled: pool(
    records.map((record) =>
      leads.map((lead) => {
        const rateHz = headerOf(folder, record).frameRateHz ?? 250;
        const { points, timesS } = waveReference(annotationsOf(folder, record, lead), rateHz);
        const stretches = [[timesS[0]!, timesS.at(-1)!]] as const;
        return comparePoints(points, wavesOf(find(predictions, record), lead), stretches, toleranceS);
      }),
    ),
  ),
});

export const qtdbScores = (
  folder: string,
  records: readonly string[],
  extension: string,
  predictions: ReadonlyMap<string, Prediction>,
): { readonly signal0: PointScores; readonly bestOfTwo: PointScores } => {
  const compared = records.map((record) => {
    const header = headerOf(folder, record);
    const { points, timesS } = waveReference(annotationsOf(folder, record, extension), header.frameRateHz ?? 250);
    const stretches = annotatedStretches(timesS, points['QRS peak']);
    const of = (signal: number): Comparison =>
      comparePoints(
        points,
        wavesOf(find(predictions, record), header.signals[signal]?.name ?? String(signal), String(signal)),
        stretches,
        toleranceS,
      );
    const [a, b] = [of(0), of(1)];
    return { single: [a], best: [bestOfTwo(a, b, toleranceS)] };
  });
  return { signal0: pool(compared.map(({ single }) => single)), bestOfTwo: pool(compared.map(({ best }) => best)) };
};

/** Every number of the reference that ours does not repeat to its five digits, as "path: theirs, ours". */
export const disagreements = (theirs: unknown, ours: unknown, path = ''): string[] => {
  if (typeof theirs === 'number' || theirs === null) {
    const mine = typeof ours === 'number' && Number.isFinite(ours) ? ours : null;
    const equal = mine === null || theirs === null ? mine === theirs : Math.abs(theirs - mine) <= 0.000_005_001;
    return equal ? [] : [`${path}: ${theirs}, ${mine}`];
  }
  if (typeof theirs !== 'object') return theirs === ours ? [] : [`${path}: ${theirs}, ${ours}`];
  return Object.entries(theirs).flatMap(([key, value]) =>
    disagreements(value, (ours as Record<string, unknown> | undefined)?.[key], `${path}/${key}`),
  );
};
