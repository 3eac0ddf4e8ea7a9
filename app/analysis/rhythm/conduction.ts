import type { RhythmEvidence } from './rhythmEvidence.ts';

/** How atria and ventricles go together, by limits that the rules share. */
export interface Conduction {
  /** P waves stand before most QRS complexes at one distance. */
  readonly conducted: boolean;
  /** An even train of P waves that the QRS complexes do not follow. */
  readonly dissociated: boolean;
  /** No P waves before the QRS complexes. */
  readonly absent: boolean;
}

export const limits = {
  markedShare: 0.6,
  absentShare: 0.4,
  prSpreadMs: 30,
  longestPrMs: 480,
  shortestPrMs: 70,
  coupling: 0.88,
  trainSeen: 5,
  trainMissedPart: 0.25,
  trainOthersPart: 0.7,
  /** The atria are faster than the ventricles by this in complete block. */
  atrialExcess: 1.2,
  regular: 0.09,
  wideMs: 120,
} as const;

export const conduction = ({ atria, usualRrS, irregularity }: RhythmEvidence): Conduction => {
  const { train, markedShare, prMs, prSpreadMs, coupling } = atria;
  const even =
    train !== null &&
    train.seenCount >= limits.trainSeen &&
    train.missedCount <= limits.trainMissedPart * train.seenCount &&
    train.otherCount <= limits.trainOthersPart * train.seenCount;
  const steadyPr =
    markedShare >= limits.markedShare &&
    prMs !== null &&
    prMs >= limits.shortestPrMs &&
    prMs <= limits.longestPrMs &&
    (prSpreadMs ?? 0) <= limits.prSpreadMs;
  const dissociated =
    even &&
    coupling < limits.coupling &&
    usualRrS / train.periodS >= limits.atrialExcess &&
    (irregularity === null || irregularity.variation < limits.regular) &&
    !(steadyPr && (prSpreadMs ?? 0) < 8);
  return { conducted: steadyPr && !dissociated, dissociated, absent: markedShare < limits.absentShare };
};
