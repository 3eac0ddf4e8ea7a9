import { mechanismFeatures } from './mechanismFeatures.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** Where the slope of a value may change: what it says is not in proportion to it. */
const bends: Readonly<Record<string, readonly number[]>> = {
  cosEn: [-2, -1.3, -0.7],
  usualChange: [0.04, 0.08, 0.15],
  differingShare: [0.4, 0.6, 0.8],
  changes: [-3, -2.4, -1.8],
  steadyChanges: [-3, -2.4, -1.8],
  steadyUsualChange: [0.04, 0.08, 0.15],
  markedShare: [0.3, 0.7],
  likeness: [0.05, 0.15, 0.3],
  earlyShare: [0.1, 0.2],
  prominence: [0.6, 1],
  prSpread: [0.1, 0.3],
  rate: [1.2, 1.6, 2],
};
/** Each with each of the others: irregular intervals say one thing with P waves and another without. */
const paired = [
  'cosEn',
  'usualChange',
  'steadyUsualChange',
  'markedShare',
  'likeness',
  'differingShare',
  'earlyShare',
  'rate',
  'someLikeness',
  'someChange',
];
const pairs = paired.flatMap((one, i) => paired.slice(i + 1).map((other) => [one, other] as const));

/** Intervals, P waves and what lies between the QRS complexes, without the network. null where there are too few intervals. */
export const fibrillationFeatures = (evidence: RhythmEvidence): Readonly<Record<string, number>> | null => {
  const base = mechanismFeatures(evidence);
  if (base === null) return null;
  const { networkA: _a, networkN: _n, noNetwork: _no, networkIrregular: _i, ...own } = base;
  const all: Record<string, number> = {
    ...own,
    rate: Math.max(40, Math.min(180, evidence.rateBpm ?? 0)) / 60,
    someLikeness: Math.min(0.3, base.likeness),
    someChange: Math.min(0.12, base.usualChange),
  };
  const out: Record<string, number> = { ...own };
  for (const [name, at] of Object.entries(bends))
    for (const bend of at) out[`${name} above ${bend}`] = Math.max(0, all[name]! - bend);
  for (const [one, other] of pairs) out[`${one} x ${other}`] = all[one]! * all[other]!;
  return out;
};

/** Beyond it one answer would outweigh every other. */
const mostLogit = 5;

/** What several leads show more surely than one. */
const betterInMany = ['markedShare', 'likeness', 'prominence', 'changes', 'regular', 'earlyShare'] as const;

/** What joins the evidence of intervals and P waves with the single-lead network's answer. `found`: the former's logit. */
export const joinedFeatures = (found: number, evidence: RhythmEvidence): Readonly<Record<string, number>> | null => {
  const base = mechanismFeatures(evidence);
  if (base === null) return null;
  const { networkA, networkN, noNetwork } = base;
  const logit = Math.max(-mostLogit, Math.min(mostLogit, found));
  const out: Record<string, number> = { logit, networkA, networkN, noNetwork, together: networkA * logit };
  const many = evidence.leadCount > 1 ? 1 : 0;
  out['many logit'] = many * logit;
  out['many networkA'] = many * networkA;
  for (const name of betterInMany) out[`many ${name}`] = many * base[name];
  return out;
};
