import { halfWidthS } from './atrialCycle.ts';
import type { AverageInspection } from './inspectBeats.ts';

/** How far around the average's place each beat is searched, and what still counts as the same place, s. */
const reachS = 0.12;
const nearS = 0.028;

/**
 * Whether the beats have their P wave where the average has it: the share of them whose leads are most like the average (without
 * their own part in it) within 28 ms of its place and not elsewhere within 120 ms, and the median lead of the
 * near over the far likeness. Waves that do not lead to the QRS stand anywhere, and so does the best likeness.
 */
export const placeHold = (
  bumps: readonly Float64Array[],
  members: readonly { readonly k: number; readonly at: number }[],
  { p, qrs, beat }: AverageInspection,
  rateHz: number,
): [share: number, lead: number] => {
  const centre = p!.placed.place.peak;
  const half = Math.round(halfWidthS * rateHz);
  const reach = Math.round(reachS * rateHz);
  const near = Math.round(nearS * rateHz);
  // Up to the QRS, where a straight line stands in its place.
  const latest = Math.max(near, Math.floor(beat.zero + qrs.roughOnsetS * rateHz - centre - half / 2));
  const leads: number[] = [];
  for (const { k, at } of members) {
    const offset = at - beat.zero;
    const others = !p!.borrowed && p!.averaged.has(k) ? p!.averaged.size : 0;
    let inside = -1;
    let outside = -1;
    for (let d = -reach; d <= Math.min(reach, latest); d += 2) {
      let cross = 0;
      let own = 0;
      let power = 0;
      for (let l = 0; l < bumps.length; l++) {
        const x = bumps[l]!;
        const y = p!.bumpMv[l]!;
        for (let i = Math.max(0, centre - half); i <= centre + half; i += 2) {
          const value = x[i + offset + d];
          const self = x[i + offset];
          if (value === undefined || self === undefined) continue;
          const mean = others > 1 ? (others * y[i]! - self) / (others - 1) : y[i]!;
          cross += value * mean;
          own += value * value;
          power += mean * mean;
        }
      }
      // As large as the average too: T waves and noise may have its shape by chance, hardly also its size.
      const alike = own > 0 && power > 0 ? (2 * cross) / (own + power) : -1;
      if (Math.abs(d) <= near) inside = Math.max(inside, alike);
      else outside = Math.max(outside, alike);
    }
    leads.push(inside - outside);
  }
  if (leads.length === 0) return [0, 0];
  leads.sort((a, b) => a - b);
  return [leads.filter((lead) => lead > 0).length / leads.length, leads[leads.length >> 1]!];
};
