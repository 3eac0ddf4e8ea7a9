/** What may make an interval wrong. */
export interface Doubts {
  readonly leads: number;
  /** Sizes that grow with the error, each 0 or more. */
  readonly parts: readonly number[];
}

/** How much each part of the doubt counts, and what stays without any, by the number of leads. */
export interface WidthRule {
  readonly perPart: readonly number[];
  /** s, for the numbers of leads in `leadKnots`. */
  readonly floorS: readonly number[];
}

/** Between these the floor runs in a straight line over the logarithm. */
export const leadKnots = [1, 2, 3, 6, 12] as const;

/** Half width of the 90 % interval, s: the root of the summed squares of the weighted parts and the floor. */
export const halfWidthS = ({ leads, parts }: Doubts, { perPart, floorS }: WidthRule): number => {
  let square = floorAt(leads, floorS) ** 2;
  parts.forEach((part, k) => {
    square += (perPart[k]! * part) ** 2;
  });
  return Math.sqrt(square);
};

const floorAt = (leads: number, floorS: readonly number[]): number => {
  const most = leadKnots.length - 1;
  if (leads >= leadKnots[most]!) return floorS[most]!;
  const k = Math.max(
    0,
    leadKnots.findLastIndex((knot) => knot <= leads),
  );
  const share = Math.log(Math.max(1, leads) / leadKnots[k]!) / Math.log(leadKnots[k + 1]! / leadKnots[k]!);
  return floorS[k]! + share * (floorS[k + 1]! - floorS[k]!);
};
