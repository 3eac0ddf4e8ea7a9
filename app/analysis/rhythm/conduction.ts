import type { AtrialTrain } from './atrialTrain.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** How atria and ventricles go together, by limits that the rules share. */
export interface Conduction {
  /** P waves stand before most QRS complexes at one distance. */
  readonly conducted: boolean;
  /** An even train of P waves that the QRS complexes do not follow. */
  readonly dissociated: boolean;
  /** A distance from P to QRS that is more constant than this is no dissociation. */
  readonly couplingLimit: number;
  /** No P waves that could lead to the QRS complexes. */
  readonly absent: boolean;
}

export const limits = {
  markedShare: 0.6,
  absentShare: 0.4,
  prSpreadMs: 30,
  longestPrMs: 345,
  shortestPrMs: 80,
  /** A distance from P to QRS more constant than this is no dissociation; the second where the P waves themselves differ. */
  coupling: 0.88,
  couplingUnlike: 0.96,
  trainSeen: 5,
  trainMissedPart: 0.3,
  trainOthersPart: 0.4,
  /** T waves of wide beats leave more. */
  trainOthersPartWide: 0.5,
  /** The atria are faster than the ventricles by this in complete block. */
  atrialExcess: 1.2,
  /** Standard deviation of RR over its mean. */
  regular: 0.09,
  /** 120 ms and what a global QRS is uncertain by. */
  wideMs: 125,
  veryWideMs: 138,
  /** An escape rhythm is slower than this, narrow or wide, beats a minute. */
  narrowEscapeBpm: 62,
  wideEscapeBpm: 50,
} as const;

/** At high rates the T wave of the beat before passes for a P wave: then it has to stand out. */
const fastBpm = 115;
const leastProminence = { wide: 3.5, narrow: 1.2 } as const;
const leastLikeness = 0.5;
const unlikeBelow = 0.2;
/** A P wave of a long PR that begins before the usual end of T is one; usual QT over the root of RR, s. */
const longPrMs = 240;
const usualQtS = 0.44;

/** A train of atrial events that few events stand outside of. */
export const isEven = (train: AtrialTrain | null, othersPart: number = limits.trainOthersPart): train is AtrialTrain =>
  train !== null &&
  train.seenCount >= limits.trainSeen &&
  train.missedCount <= limits.trainMissedPart * train.seenCount &&
  train.otherCount <= othersPart * train.seenCount;

export const conduction = (evidence: RhythmEvidence): Conduction => {
  const { atria, usualRrS, irregularity, qrsMs, rateBpm } = evidence;
  const { train, markedShare, prMs, prSpreadMs, coupling } = atria;
  const regular = irregularity === null || irregularity.variation < limits.regular;
  const unlikely = prMs !== null && (prMs < limits.shortestPrMs || prMs > limits.longestPrMs);
  // Marks before even beats that have nothing in common before their QRS complexes mark chance.
  const unlike = atria.likeness !== null && atria.likeness < unlikeBelow;
  const doubtful = regular && (unlikely || unlike || mayBeT(evidence));
  const steadyPr =
    !doubtful && markedShare >= limits.markedShare && prMs !== null && (prSpreadMs ?? 0) <= limits.prSpreadMs;
  const escapeBpm = (qrsMs ?? 0) >= limits.wideMs ? limits.wideEscapeBpm : limits.narrowEscapeBpm;
  // Near a whole number of P waves to a slow wide beat the distance drifts little in ten seconds, and none is marked as leading to it.
  const escapes =
    (qrsMs ?? 0) >= limits.wideMs && (rateBpm ?? 0) < limits.wideEscapeBpm && markedShare < limits.absentShare;
  const couplingLimit = unlike || escapes ? limits.couplingUnlike : limits.coupling;
  const dissociated =
    isEven(train, escapes ? limits.trainOthersPartWide : limits.trainOthersPart) &&
    coupling < couplingLimit &&
    usualRrS / train.periodS >= limits.atrialExcess &&
    (rateBpm ?? 0) < escapeBpm &&
    regular &&
    !(steadyPr && (prSpreadMs ?? 0) < 8);
  return {
    conducted: steadyPr && !dissociated,
    dissociated,
    couplingLimit,
    absent: doubtful || markedShare < limits.absentShare,
  };
};

const mayBeT = ({ atria, usualRrS, qrsMs, rateBpm }: RhythmEvidence): boolean => {
  const { prMs, prominence, likeness } = atria;
  if (prMs === null) return false;
  if (prMs > longPrMs && usualRrS - prMs / 1000 < usualQtS * Math.sqrt(usualRrS)) return true;
  if ((rateBpm ?? 0) <= fastBpm) return false;
  return (qrsMs ?? 0) >= limits.veryWideMs
    ? prominence < leastProminence.wide
    : prominence < leastProminence.narrow && (likeness ?? 0) < leastLikeness;
};
