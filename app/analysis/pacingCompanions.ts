import type { PacingSpike } from './pacingSpikes.ts';

/** In milliseconds, millivolts and ratios. */
const shape = {
  /** A pulse of 2 ms behind a recorder's low-pass has come back after this. */
  pulseMs: 4,
  leastBendMv: 0.03,
  /** Sampling makes pulses of one size unequal: this part of the usual bend is still a pulse. */
  leastShare: 0.2,
  overSurroundings: 4,
  surroundingsMs: 30,
  /** A pulse turns back: its bend is twice those beside it; a step's is no larger. */
  overOpposite: 1.4,
} as const;

/** Cosine between the directions of two pulses of one electrode; leads below which a direction says nothing. */
const sameDirection = 0.93;
const leastLeads = 3;
/** Nearer than this are the two sides of one pulse. */
const leastSamplesApart = 3;
/** The lobes beside a pulse that a filter makes have its direction. */
const ringingMs = 16;
/** More would say the same. */
const mostDirections = 24;

/** The second of two ventricular pulses follows the first at one distance, in so many pairs and in this part of the first ones. */
const second = { fromMs: 5, toMs: 80, sameMs: 4, leastPairs: 3, leastShare: 0.3 } as const;

/**
 * Spikes that their company tells: sharp deflections in the direction (over the leads) of those already found, wherever they
 * stand, and those that follow them at one distance of 5 to 80 ms, as the second of two ventricular pulses does.
 *
 * `leads`: finite samples, mV; `bendMv`: root mean square of their second difference; `found`: ascending, at least three. Those that are
 * new, ascending; `height`: their bend. Linear time.
 */
export const companionsOf = (
  leads: readonly Float64Array[],
  bendMv: Float32Array,
  sampleRateHz: number,
  found: readonly PacingSpike[],
): { sample: number; bendMv: number }[] => {
  const length = bendMv.length;
  const samples = (ms: number): number => Math.max(1, Math.round((ms / 1000) * sampleRateHz));
  const step = Math.max(2, samples(shape.pulseMs));
  const around = samples(shape.surroundingsMs);
  const apart = Math.max(leastSamplesApart, samples(second.fromMs));
  const stride = Math.ceil(found.length / mostDirections);
  const ringing = samples(ringingMs);
  const directions = found.filter((_, n) => n % stride === 0).map(({ sample }) => direction(leads, sample, step));
  const usual = median(found.map(({ sample }) => highest(bendMv, sample - 1, sample + 1)));
  const least = Math.max(shape.leastBendMv, shape.leastShare * usual);

  const candidates: { sample: number; bendMv: number; alike: boolean; afterMs: number | null }[] = [];
  let k = 0;
  for (let i = around; i < length - around; i++) {
    const height = bendMv[i]!;
    if (height < least || height < bendMv[i - 1]! || height <= bendMv[i + 1]!) continue;
    if (height < highest(bendMv, i - step + 1, i + step - 1)) continue;
    while (k < found.length && found[k]!.sample <= i) k += 1;
    const [before, after] = [found[k - 1], found[k]];
    if ((before && i - before.sample < apart) || (after && after.sample - i < apart)) continue;
    if (height < shape.overSurroundings * median([...bendMv.subarray(i - around, i + around + 1)])) continue;
    if (!turnsBack(leads, i, step)) continue;
    const own = direction(leads, i, step);
    const afterMs = before === undefined ? null : (1000 * (i - before.sample)) / sampleRateHz;
    candidates.push({
      sample: i,
      bendMv: height,
      alike:
        leads.length >= leastLeads &&
        (before === undefined || i - before.sample > ringing) &&
        (after === undefined || after.sample - i > ringing) &&
        directions.some((other) => Math.abs(cosine(own, other)) >= sameDirection),
      afterMs: afterMs !== null && afterMs <= second.toMs ? afterMs : null,
    });
  }
  const distanceMs = usualDistanceMs(
    candidates.flatMap(({ afterMs }) => afterMs ?? []),
    second.leastShare * found.length,
  );
  return candidates.filter(
    ({ alike, afterMs }) =>
      alike || (afterMs !== null && distanceMs !== null && Math.abs(afterMs - distanceMs) <= second.sameMs),
  );
};

/** The distance that most have in common, to one width of `sameMs`; null where too few have any. */
const usualDistanceMs = (distancesMs: readonly number[], least: number): number | null => {
  const counts = new Array<number>(Math.ceil(second.toMs / second.sameMs) + 2).fill(0);
  for (const ms of distancesMs) counts[Math.round(ms / second.sameMs)]! += 1;
  const near = counts.map((count, bin) => (counts[bin - 1] ?? 0) + count + (counts[bin + 1] ?? 0));
  const most = Math.max(...near);
  return most < Math.max(second.leastPairs, least) ? null : near.indexOf(most) * second.sameMs;
};

/** How far each lead is from the line between the samples `step` before and after. */
const direction = (leads: readonly Float64Array[], at: number, step: number): number[] =>
  leads.map((x) => 2 * (x[at] ?? 0) - (x[at - step] ?? 0) - (x[at + step] ?? 0));

/** Between two directions; 0 where one has no length. */
const cosine = (a: readonly number[], b: readonly number[]): number => {
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, l) => {
    ab += value * b[l]!;
    aa += value * value;
    bb += b[l]! * b[l]!;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
};

const turnsBack = (leads: readonly Float64Array[], at: number, step: number): boolean => {
  const peak = direction(leads, at, step);
  const along = (i: number): number => direction(leads, i, step).reduce((sum, mv, l) => sum + mv * peak[l]!, 0);
  const own = along(at);
  for (let i = at - step; i <= at + step; i++) if (own < -shape.overOpposite * along(i)) return false;
  return true;
};

const highest = (values: Float32Array, from: number, to: number): number => {
  let high = 0;
  for (let i = Math.max(0, from); i <= Math.min(values.length - 1, to); i++) high = Math.max(high, values[i]!);
  return high;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
