import type { PointTimes } from './waveReference.ts';

export const intervalNames = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
export type IntervalName = (typeof intervalNames)[number];

const near = (times: readonly number[], fromS: number, toS: number): number[] =>
  times.filter((t) => t >= fromS && t <= toS);

/** Second smallest, or the only one; null of none. */
const second = (values: readonly number[], sign: 1 | -1): number | null => {
  const sorted = [...values].sort((a, b) => sign * (a - b));
  return sorted[sorted.length >= 10 ? 1 : 0] ?? null;
};
export const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? null : (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
};

/**
 * Per lead the median over beats of where a bound stands from the beat's instant (the median over leads of the annotated
 * QRS onsets), then the second most extreme lead: the scatter of single marks would make every interval longer.
 */
export const referenceIntervals = (leads: readonly PointTimes[]): Record<IntervalName, number | null> => {
  type Bound = 'pOn' | 'pOff' | 'qrsOn' | 'qrsOff' | 'tOff';
  const found = leads.map((): Record<Bound, number[]> => ({ pOn: [], pOff: [], qrsOn: [], qrsOff: [], tOff: [] }));
  for (const r of leads[1]!['QRS peak']) {
    const onsets = leads.flatMap((points) => near(points['QRS onset'], r - 0.2, r + 0.1).slice(0, 1));
    const zero = median(onsets);
    if (zero === null || onsets.length < leads.length / 2) continue;
    leads.forEach((points, l) => {
      const put = (bound: Bound, times: readonly number[], last: boolean): void => {
        const time = last ? times.at(-1) : times[0];
        if (time !== undefined) found[l]![bound].push(time - zero);
      };
      put('qrsOn', near(points['QRS onset'], zero - 0.08, zero + 0.08), false);
      put('qrsOff', near(points['QRS offset'], zero + 0.03, zero + 0.25), false);
      // The last P before it, the first T behind.
      put('pOn', near(points['P onset'], zero - 0.45, zero), true);
      put('pOff', near(points['P offset'], zero - 0.35, zero + 0.02), true);
      put('tOff', near(points['T offset'], zero + 0.15, zero + 0.7), false);
    });
  }
  const bound = (name: Bound, sign: 1 | -1): number | null => {
    const values = found.map((lead) => median(lead[name])).filter((value) => value !== null);
    return values.length < leads.length / 2 ? null : second(values, sign);
  };
  const [pOn, pOff, qrsOn, qrsOff, tOff] = [
    bound('pOn', 1),
    bound('pOff', -1),
    bound('qrsOn', 1),
    bound('qrsOff', -1),
    bound('tOff', -1),
  ];
  const between = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : 1000 * (b - a);
  // A record whose P waves are mostly absent has no PR interval.
  const beats = median(found.map((lead) => lead.qrsOn.length)) ?? 0;
  const withP = (median(found.map((lead) => lead.pOn.length)) ?? 0) >= beats / 2;
  return {
    pMs: withP ? between(pOn, pOff) : null,
    prMs: withP ? between(pOn, qrsOn) : null,
    qrsMs: between(qrsOn, qrsOff),
    qtMs: between(qrsOn, tOff),
  };
};
