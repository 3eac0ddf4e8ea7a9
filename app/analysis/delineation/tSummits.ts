import type { Features } from './qrsFeatures.ts';

/** A local extreme of the leads' combination behind the QRS that might be the T wave's, index into the average beat. */
export interface Summit {
  readonly at: number;
  readonly sign: number;
  /** How far the curve falls away from it on both sides. */
  readonly height: number;
}

export interface TSummit extends Summit {
  /** How far it stands off the level at which the heart rests, from a tenth of its height to all of it. */
  readonly away: number;
  /** What speaks for and against its being the summit of T, see `tSummits`. */
  readonly features: Features;
}

export interface Behind {
  readonly rateHz: number;
  readonly zero: number;
  readonly qrsOffsetS: number;
  readonly rrS: number;
  /** Level of the curve just before the QRS. */
  readonly rest: number;
}

const leastRatio = 0.003;

/**
 * Candidates for the T wave with their evidence: size and distance from rest relative to the largest (logarithms), how
 * much of the height the larger fall and the fall from rest make up, distance from where the rate lets T be expected,
 * early and late apart and squared, nearness to the end of the QRS and to the next beat, whether an opposite candidate stands later or earlier, and
 * sharpness: the corner at which an ST segment leaves the QRS is round or flat.
 */
export const tSummits = (
  curve: Float64Array,
  summits: readonly Summit[],
  { rateHz, zero, qrsOffsetS, rrS, rest }: Behind,
): TSummit[] => {
  const expectedS = qrsOffsetS + 0.03 + 0.19 * Math.sqrt(Math.min(rrS, 1.4));
  const off = summits.map(({ at }) => ((at - zero) / rateHz - expectedS) / 0.11);
  const aways = summits.map(({ at, sign, height }) =>
    // A trough between two humps is no wave: a wave leaves the level at which the heart rests.
    Math.max(0.1 * height, Math.min(height, sign * (curve[at]! - rest))),
  );
  const largest = Math.max(...summits.map(({ height }) => height));
  const farthest = Math.max(...aways);
  const usual = summits.map((_, i) => Math.sqrt(summits[i]!.height * aways[i]!) * Math.exp(-0.5 * off[i]! * off[i]!));
  const mostUsual = Math.max(...usual);
  const ratio = (value: number, to: number): number => Math.log(Math.max(leastRatio, to > 0 ? value / to : 1));
  const reach = Math.max(1, Math.round(0.03 * rateHz));
  return summits.map((summit, i) => {
    const { at, sign, height } = summit;
    const away = aways[i]!;
    const bend = sign * (curve[at]! - 0.5 * ((curve[at - reach] ?? curve[at]!) + (curve[at + reach] ?? curve[at]!)));
    const timeS = (at - zero) / rateHz;
    const laterOpposite = summits.some(
      (other, j) => j !== i && other.at > at && other.sign !== sign && usual[j]! > 0.15 * usual[i]!,
    );
    const earlierOpposite = summits.some(
      (other, j) => j !== i && other.at < at && other.sign !== sign && usual[j]! > 0.15 * usual[i]!,
    );
    return {
      ...summit,
      away,
      features: [
        ratio(usual[i]!, mostUsual),
        ratio(height, largest),
        ratio(away, farthest),
        away / Math.max(1e-9, height),
        Math.min(0, off[i]!),
        Math.max(0, off[i]!),
        Math.min(4, off[i]! * off[i]!),
        Math.max(0, 0.12 - (timeS - qrsOffsetS)),
        timeS / Math.max(0.3, Math.min(1.2, rrS)),
        Math.max(-1, Math.min(1, bend / Math.max(1e-9, height))),
        laterOpposite ? 1 : 0,
        earlierOpposite ? 1 : 0,
        Math.max(-1, Math.min(0.25, bend / Math.max(1e-9, height))),
        Math.log(Math.max(0.01, bend / Math.max(1e-9, height))),
        Math.min(0, off[i]!) * Math.max(-1, Math.min(1, bend / Math.max(1e-9, height))),
      ],
    };
  });
};

/**
 * What speaks for a later summit's being a second phase of the same T wave rather than a U wave or the next P: relative
 * size, same or opposite sign, distance (also relative to the root of RR), and how long the curve rests in between.
 */
export const phaseFeatures = (
  curve: Float64Array,
  main: TSummit,
  phase: TSummit,
  { rateHz, zero, qrsOffsetS, rrS, rest }: Behind,
): Features => {
  let steepest = 0;
  for (let i = main.at; i < phase.at; i++) steepest = Math.max(steepest, Math.abs(curve[i + 1]! - curve[i]!));
  let longest = 0;
  let run = 0;
  let near = 0;
  const level = 0.12 * Math.abs(curve[main.at]! - rest);
  for (let i = main.at + 1; i < phase.at - 1; i++) {
    run =
      Math.abs(curve[i + 1]! - curve[i]!) < 0.2 * steepest && Math.abs(curve[i]! - curve[main.at]!) > 0.5 * main.height
        ? run + 1
        : 0;
    longest = Math.max(longest, run);
    if (Math.abs(curve[i]! - rest) < level) near += 1;
  }
  const distanceS = (phase.at - main.at) / rateHz;
  const root = Math.sqrt(Math.max(0.3, Math.min(1.4, rrS)));
  const same = phase.sign === main.sign ? 1 : 0;
  const size = Math.log(Math.max(0.02, Math.min(3, phase.height / Math.max(1e-9, main.height))));
  return [
    size,
    same,
    same * size,
    phase.away / Math.max(1e-9, phase.height),
    distanceS,
    distanceS / root,
    ((phase.at - zero) / rateHz - qrsOffsetS) / root,
    longest / rateHz,
    near / rateHz,
    longest / Math.max(1, phase.at - main.at),
  ];
};
