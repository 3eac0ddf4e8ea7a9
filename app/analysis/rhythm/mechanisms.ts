import { conduction } from './conduction.ts';
import { fibrillationFeatures, joinedFeatures } from './fibrillationFeatures.ts';
import { fittedMechanisms } from './fittedMechanisms.ts';
import { type FlutterConduction, flutterConduction, flutterFeatures } from './flutterFeatures.ts';
import { type Logistic, logitOf, probabilityOf } from './logistic.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

export interface FittedMechanisms {
  /** Fibrillation by intervals and P waves alone. */
  readonly intervals: Logistic;
  /** The same joined with the network's answer. */
  readonly fibrillation: Logistic;
  readonly flutter: Logistic;
  /** Stated from these probabilities on: fibrillation by the leads, flutter by its conduction. */
  readonly limits: Readonly<Record<'oneLead' | 'moreLeads' | FlutterConduction, number>>;
}

export interface Mechanisms {
  readonly fibrillation: number | null;
  readonly flutter: number | null;
}

/** Fitted probabilities; null where there are too few intervals. */
export const mechanisms = (evidence: RhythmEvidence): Mechanisms => {
  const own = fibrillationFeatures(evidence);
  const waves = flutterFeatures(evidence);
  if (own === null || waves === null) return { fibrillation: null, flutter: null };
  const joined = joinedFeatures(logitOf(fittedMechanisms.intervals, own), evidence);
  return {
    fibrillation: joined === null ? null : probabilityOf(fittedMechanisms.fibrillation, joined),
    flutter: probabilityOf(fittedMechanisms.flutter, waves),
  };
};

/** In one lead P waves hide more easily: the limits are set apart. */
export const fibrillationLimit = ({ leadCount }: Pick<RhythmEvidence, 'leadCount'>): number =>
  fittedMechanisms.limits[leadCount > 1 ? 'moreLeads' : 'oneLead'];

/** Without P waves, a regular rate of 120 to 152 is flutter conducted two to one sooner than anything else. */
const usualTwoToOneBpm = { from: 120, to: 152 } as const;
const usualTwoToOnePart = 0.7;

export const flutterLimit = (evidence: RhythmEvidence): number => {
  const conducted = flutterConduction(evidence);
  const limit = fittedMechanisms.limits[conducted];
  const rateBpm = evidence.rateBpm ?? 0;
  const usual = rateBpm >= usualTwoToOneBpm.from && rateBpm <= usualTwoToOneBpm.to;
  return conducted === 'twoToOne' && usual && conduction(evidence).absent ? usualTwoToOnePart * limit : limit;
};
