import type { Annotation } from '../../app/formats/wfdb/annotations.ts';

export const waves = ['P', 'QRS', 'T'] as const;
export const points = ['onset', 'peak', 'offset'] as const;
export type Wave = (typeof waves)[number];
export type Point = (typeof points)[number];
export type PointKey = `${Wave} ${Point}`;
export const pointKeys: readonly PointKey[] = waves.flatMap((w) => points.map((p): PointKey => `${w} ${p}`));

/** Ascending instants of each kind of point, s. */
export type PointTimes = Readonly<Record<PointKey, readonly number[]>>;

export interface WaveReference {
  readonly points: PointTimes;
  /** All annotations' instants, ascending, s: what lies outside of them was not judged. */
  readonly timesS: readonly number[];
}

const kinds: Readonly<Record<string, Wave | 'U'>> = {
  p: 'P',
  t: 'T',
  u: 'U',
  ...Object.fromEntries([...'NLRaVFJASEj/QBenfr?'].map((symbol) => [symbol, 'QRS' as const])),
};

/**
 * Onsets, peaks and offsets from annotations with brackets as LUDB and QTDB write them. A T marked several times within
 * 50 ms is one wave at the medians; an onset bracket just after its peak still is that wave's; brackets without a peak
 * are left out.
 */
export const waveReference = (annotations: readonly Annotation[], rateHz: number): WaveReference => {
  const marks = annotations.filter(({ symbol }) => symbol in kinds || symbol === '(' || symbol === ')');
  const found = Object.fromEntries(pointKeys.map((key) => [key, [] as number[]])) as Record<PointKey, number[]>;
  const take = (wave: Wave | 'U', samples: readonly (readonly number[])[]): void => {
    if (wave === 'U') return;
    points.forEach((point, k) => {
      if (samples[k]!.length > 0) found[`${wave} ${point}`].push(middle(samples[k]!) / rateHz);
    });
  };
  let i = 0;
  while (i < marks.length) {
    const opening: number[] = [];
    while (marks[i]?.symbol === '(') opening.push(marks[i++]!.sample);
    const first = marks[i];
    if (first === undefined || first.symbol === ')') {
      while (marks[i]?.symbol === ')') i++;
      continue;
    }
    const kind = kinds[first.symbol]!;
    const peaks: number[] = [];
    while (
      i < marks.length &&
      kinds[marks[i]!.symbol] === kind &&
      (peaks.length === 0 || marks[i]!.sample - peaks[0]! < 0.05 * rateHz)
    )
      peaks.push(marks[i++]!.sample);
    if (opening.length === 0 && marks[i]?.symbol === '(' && marks[i + 1]?.symbol === ')')
      opening.push(marks[i++]!.sample);
    const closing: number[] = [];
    while (marks[i]?.symbol === ')') closing.push(marks[i++]!.sample);
    take(kind, [opening, peaks, closing]);
  }
  return { points: found, timesS: marks.map(({ sample }) => sample / rateHz).sort((a, b) => a - b) };
};

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return n % 2 === 1 ? sorted[(n - 1) / 2]! : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
};
