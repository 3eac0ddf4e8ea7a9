import type { MedianBeatLead, MedianBeats } from '../analysis/medianBeats.ts';

/** Two median beats on one time axis. */
export interface AlignedMedians {
  /** A time t of the earlier median lies at t + `shiftS` on the axis of the later one. */
  readonly shiftS: number;
  /** `shape`: where the QRS complexes of all common leads fit best; `onset`: their onsets, where the shapes do not fit. */
  readonly by: 'shape' | 'onset';
  /** How alike the QRS complexes are at that place, -1 to 1; null without a common lead. */
  readonly likeness: number | null;
  readonly leads: readonly AlignedLead[];
}

export interface AlignedLead {
  readonly name: string;
  /** null: this lead has no median in that recording. */
  readonly before: MedianBeatLead | null;
  readonly after: MedianBeatLead | null;
}

const stepS = 0.001;
const farthestS = 0.06;
/** Compared from before the QRS to behind it. */
const marginS = 0.04;
/** Shapes less alike than this say nothing of where they belong. */
const leastLikeness = 0.6;

/**
 * Lays the earlier median over the later one by the QRS: the shift within 60 ms of equal onsets at which the complexes of all
 * common leads correlate best, their sizes kept. Linear in leads and samples; missing samples are left out.
 */
export const alignMedians = (before: MedianBeats, after: MedianBeats): AlignedMedians => {
  const names = [...new Set([...after.leads, ...before.leads].map(({ name }) => name))];
  const leads = names.map((name) => ({
    name,
    before: before.leads.find((lead) => lead.name === name) ?? null,
    after: after.leads.find((lead) => lead.name === name) ?? null,
  }));
  const byOnsetS = after.bounds.qrsOnsetS - before.bounds.qrsOnsetS;
  const common = leads.filter((lead) => lead.before !== null && lead.after !== null);
  if (common.length === 0) return { shiftS: byOnsetS, by: 'onset', likeness: null, leads };
  const fromS = after.bounds.qrsOnsetS - marginS;
  const toS = Math.max(after.bounds.qrsOffsetS, before.bounds.qrsOffsetS + byOnsetS) + marginS;
  const likenessAt = (shiftS: number): number => {
    let [together, one, other] = [0, 0, 0];
    for (const lead of common)
      for (let timeS = fromS; timeS <= toS; timeS += 2 * stepS) {
        const a = valueAt(lead.after!, after, timeS);
        const b = valueAt(lead.before!, before, timeS - shiftS);
        if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
        together += a * b;
        one += a * a;
        other += b * b;
      }
    return one > 0 && other > 0 ? together / Math.sqrt(one * other) : 0;
  };
  let best = { shiftS: byOnsetS, likeness: likenessAt(byOnsetS) };
  const steps = Math.round(farthestS / stepS);
  for (let step = -steps; step <= steps; step++) {
    const shiftS = byOnsetS + step * stepS;
    const likeness = likenessAt(shiftS);
    if (likeness > best.likeness + 1e-9) best = { shiftS, likeness };
  }
  return best.likeness >= leastLikeness
    ? { ...best, by: 'shape', leads }
    : { shiftS: byOnsetS, by: 'onset', likeness: best.likeness, leads };
};

/** A median's value between its samples, mV; NaN outside and beside a missing one. */
const valueAt = (lead: MedianBeatLead, { zero, sampleRateHz }: MedianBeats, timeS: number): number => {
  const place = zero + timeS * sampleRateHz;
  const left = Math.floor(place);
  const part = place - left;
  const a = lead.samplesMv[left] ?? Number.NaN;
  const b = part === 0 ? a : (lead.samplesMv[left + 1] ?? Number.NaN);
  return a + part * (b - a);
};
