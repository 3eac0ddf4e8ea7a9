import type { Pacing } from './schema.ts';

type Spikes = Pacing['spikes'];

/** What of a recorded pulse is no heart, in milliseconds from its sharpest sample. */
const reach = {
  /** The pulse and its own low-pass: always taken out. */
  beforeMs: 2.5,
  /** A linear-phase filter rings ahead of the pulse as well. */
  mostBeforeMs: 14,
  /** Some devices hold the pulse for up to this long: until their last sharp edge it is all pulse. */
  holdMs: 34,
  /** The output capacitor discharges, and the recorder's high-pass recovers, over some 6 ms. */
  recoveryMs: 14,
  mostRecoveryMs: 24,
  /** Within a QRS a summit may follow at once, and what is left of the recovery is small beside it. */
  shortRecoveryMs: 7,
  /** Ends of the bridge: a line is laid through so much of the neighbourhood, ahead of it and behind. */
  quietAnchorMs: 12,
  anchorMs: 6,
} as const;

/** A QRS is under way when the leads have moved so far before the pulse. */
const underway = { beforeMs: 8, leastMv: 0.05 } as const;
/** A pulse at a sampling instant still shows in the sample beside it. */
const leastSamplesAhead = 2;

/** An edge of a held pulse bends at least this part as much as the pulse's sharpest sample. */
const edgeShare = 0.3;
/** Ringing and recovery move faster than this times the neighbourhood. */
const steepness = 1.5;

/**
 * Copies of the leads in which every pacing spike and its recovery are bridged; the very same leads when there is no spike.
 *
 * One stretch for all leads, so that the sums between limb leads still hold: from 2.5 ms before the sharpest sample, or from
 * where ringing begins (14 ms at most), to 14 ms behind the pulse's last edge, or to where its recovery is no steeper than what follows
 * (24 ms at most); a pulse within a QRS to 7 ms behind it. The bridge is the cubic that leaves and meets the course beside it with that course's own slope (Hermite; the slope ahead only as far as the far side bears it out),
 * so that a depolarisation that begins beneath the pulse rises from the line before it. It ends before the next spike.
 * Missing samples stay missing. `spikes` ascending, s from the first sample; samples in mV. Linear time.
 */
export const withoutSpikes = <L extends { readonly samplesMv: Float32Array }>(
  leads: readonly L[],
  spikes: Spikes,
  sampleRateHz: number,
): readonly L[] => {
  if (spikes.length === 0 || leads.length === 0) return leads;
  const before = leads.map(({ samplesMv }) => samplesMv);
  const stretches = stretchesOf(before, spikes, sampleRateHz);
  const anchors = [reach.quietAnchorMs, reach.anchorMs].map((ms) =>
    Math.max(1, Math.round((ms / 1000) * sampleRateHz)),
  );
  return leads.map((lead) => {
    const samplesMv = lead.samplesMv.slice();
    for (const stretch of stretches) bridge(samplesMv, stretch, anchors[0]!, anchors[1]!);
    return { ...lead, samplesMv };
  });
};

/** First and last sample that stay as they are, beside a spike. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The next spike begins behind it. */
  readonly cut: boolean;
}

/** Ascending; none reaches into the next. */
const stretchesOf = (leads: readonly Float32Array[], spikes: Spikes, sampleRateHz: number): readonly Stretch[] => {
  const length = leads[0]!.length;
  const samples = (ms: number): number => Math.max(1, Math.round((ms / 1000) * sampleRateHz));
  const slope = (i: number): number => rms(leads, (x) => x[i + 1]! - x[i]!);
  const out: Stretch[] = [];
  const ahead = Math.max(leastSamplesAhead, samples(reach.beforeMs));
  spikes.forEach(({ timeS }, k) => {
    const at = Math.round(timeS * sampleRateHz);
    const next = spikes[k + 1];
    const nextAt = next === undefined ? length : Math.round(next.timeS * sampleRateHz) - ahead;

    const usualBefore = median(range(at - samples(40), at - samples(reach.mostBeforeMs)).map(slope));
    let from = at - ahead;
    const earliest = at - samples(reach.mostBeforeMs);
    while (from > earliest && slope(from - 1) > 3 * usualBefore) from -= 1;

    const edgeStep = samples(2);
    const bend = (i: number): number => rms(leads, (x) => 2 * x[i]! - x[i - edgeStep]! - x[i + edgeStep]!);
    const own = Math.max(bend(at - 1), bend(at), bend(at + 1));
    let edge = at;
    for (let i = at + 1; i <= at + samples(reach.holdMs) && i < nextAt - edgeStep; i++)
      if (bend(i) >= edgeShare * own) edge = i;

    const moved = rms(leads, (x) => x[from]! - x[from - samples(underway.beforeMs)]!);
    let to = edge + samples(moved > underway.leastMv ? reach.shortRecoveryMs : reach.recoveryMs);
    const latest = edge + samples(reach.mostRecoveryMs);
    const steepAfter = steepness * median(range(latest, latest + samples(16)).map(slope));
    if (moved <= underway.leastMv) while (to < latest && slope(to) > steepAfter) to += 1;

    from = Math.max(0, from, out.at(-1)?.to ?? 0);
    const cut = to >= nextAt;
    to = Math.min(length - 1, to, nextAt);
    if (to > from + 1) out.push({ from, to, cut });
  });
  return out;
};

/** Replaces what lies between two samples. */
const bridge = (x: Float32Array, { from, to, cut }: Stretch, quiet: number, anchor: number): void => {
  const span = to - from;
  const left = lineAt(x, from - quiet, from, from);
  const right = cut ? lineAt(x, to - Math.min(anchor, span >> 1), to, to) : lineAt(x, to, to + anchor, to);
  if (left === null || right === null) return;
  const secant = (right.mv - left.mv) / span;
  // A trend that the far side does not bear out is the beginning of the pulse, or noise.
  const leftSlope =
    left.slope * secant <= 0 ? 0 : Math.sign(secant) * Math.min(Math.abs(left.slope), 3 * Math.abs(secant));
  for (let i = from + 1; i < to; i++) {
    if (!Number.isFinite(x[i]!)) continue;
    const u = (i - from) / span;
    const v = 1 - u;
    x[i] =
      v * v * (1 + 2 * u) * left.mv +
      u * u * (1 + 2 * v) * right.mv +
      span * (u * v * v * leftSlope - u * u * v * right.slope);
  }
};

/** Least squares line through the samples of a stretch: its value at `at` and its slope per sample; null without samples. */
const lineAt = (x: Float32Array, from: number, to: number, at: number): { mv: number; slope: number } | null => {
  let [n, st, sx, stt, stx] = [0, 0, 0, 0, 0];
  for (let i = Math.max(0, from); i <= Math.min(x.length - 1, to); i++) {
    const mv = x[i]!;
    if (!Number.isFinite(mv)) continue;
    const t = i - at;
    n += 1;
    st += t;
    sx += mv;
    stt += t * t;
    stx += t * mv;
  }
  if (n === 0) return null;
  const spread = n * stt - st * st;
  const slope = spread > 0 ? (n * stx - st * sx) / spread : 0;
  return { mv: (sx - slope * st) / n, slope };
};

/** Root mean square over the leads; missing samples count as no movement. */
const rms = (leads: readonly Float32Array[], of: (x: Float32Array) => number): number => {
  let sum = 0;
  for (const x of leads) {
    const value = of(x);
    if (Number.isFinite(value)) sum += value * value;
  }
  return Math.sqrt(sum / leads.length);
};

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
