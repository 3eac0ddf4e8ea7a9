import { type Recording, standardLeads } from '../recording/recording.ts';
import type { LeadFindings } from './leadFindings.ts';
import type { BeatIndices } from './quality/beatIndices.ts';
import { type LeadScore, leadScore, recordingLogOdds } from './quality/leadScore.ts';
import type { Quality, QualityFlag } from './schema.ts';

interface Rule {
  readonly flag: QualityFlag;
  readonly applies: (findings: LeadFindings) => boolean;
}

/** What is named even where the lead can be read through it. Amplitudes in mV, shares of the recording. */
const rules: readonly Rule[] = [
  { flag: 'missing', applies: (f) => f.missingShare > 0.02 },
  { flag: 'flat', applies: (f) => f.missingShare <= 0.5 && (f.stillShare > 0.9 || f.rangeMv < 0.02) },
  { flag: 'lead-off', applies: (f) => (f.stillShare > 0.2 && f.stillShare <= 0.9) || f.rangeMv > 12 },
  { flag: 'clipped', applies: (f) => f.clippedShare > 0.02 && f.stillShare <= 0.9 },
  { flag: 'baseline-wander', applies: (f) => f.baselineRangeMv > 0.5 },
  { flag: 'muscle', applies: (f) => f.muscleRmsMv > 0.03 },
  { flag: 'mains', applies: (f) => f.mainsRmsMv > 0.02 },
  { flag: 'low-amplitude', applies: (f) => f.rangeMv >= 0.02 && f.rangeMv < 0.08 },
];

/** A reason is named when it takes this much from a lead's log-odds; a small QRS alone, common in aVL or III, is no reason. */
const namedFrom = 3;
const readableFrom = 0.5;
const limitedBelow = 0.8;

/** Leads of the limb electrodes and of the chest electrodes: each is enough for what it shows, and for the rhythm. */
const leadGroups: readonly (readonly string[])[] = [standardLeads.slice(0, 6), standardLeads.slice(6)];
const leastOfGroup = 3;

const hasWholeGroup = (leads: Quality['leads']): boolean =>
  leadGroups.some((group) => {
    const own = leads.filter(({ lead }) => group.includes(lead));
    return own.length >= leastOfGroup && own.every(({ readable }) => readable);
  });

/**
 * The recording as it is to be read: whole; or without the leads that cannot be read, where it is limited although it scores below 0.5,
 * so that lost chest electrodes do not silence clean limb leads.
 */
export const recordingToRead = (recording: Recording, { verdict, score, leads }: Quality): Recording =>
  verdict === 'limited' && score < readableFrom
    ? {
        ...recording,
        leads: recording.leads.filter(({ name }) => leads.some(({ lead, readable }) => lead === name && readable)),
      }
    : recording;

export interface QualityInput {
  readonly lead: string;
  readonly findings: LeadFindings;
  /** null: too few whole beats in this lead. */
  readonly beat: BeatIndices | null;
}

/**
 * Quality of a recording from its leads.
 *
 * A lead starts at a fixed log-odds and each of its indices takes away what the penalty table says; its score is the
 * probability that readers accept a recording of such leads alone, and below 0.5 it is not to be read. The recording's
 * log-odds lie between its worst lead's and the mean of its leads' (six leads and more), or are its best lead's (fewer).
 *
 * - unacceptable: the recording scores below 0.5, and neither its limb leads nor its chest leads can all be read.
 * - limited: it scores below 0.8, or a lead is not to be read, whatever the score. Below 0.5 nothing but the leads that can be read
 *   is looked at (`recordingToRead`).
 * - acceptable: all else.
 *
 * Fitted to the labels of the Computing in Cardiology Challenge 2011, by models/training/tasks/quality; validation/RESULTS.md has
 * the figures.
 */
export const assessQuality = (inputs: readonly QualityInput[]): Quality => {
  const scores = inputs.map(({ findings, beat }) => leadScore(findings, beat));
  const leads = inputs.map(({ lead, findings }, i) => {
    const score = probability(scores[i]!.logOdds);
    const readable = score >= readableFrom;
    return { lead, score, readable, flags: flagsOf(findings, scores[i]!, readable) };
  });
  const score = probability(recordingLogOdds(scores));
  if (score < readableFrom) return { verdict: hasWholeGroup(leads) ? 'limited' : 'unacceptable', score, leads };
  if (score < limitedBelow || leads.some(({ readable }) => !readable)) return { verdict: 'limited', score, leads };
  return { verdict: 'acceptable', score, leads };
};

/** The rules' flags, then what takes much; a lead that is not to be read has a reason at least. */
const flagsOf = (findings: LeadFindings, { taken }: LeadScore, readable: boolean): QualityFlag[] => {
  const seen = rules.filter((rule) => rule.applies(findings)).map(({ flag }) => flag);
  // A line has neither beats nor size; that is one thing, not four.
  if (seen.includes('flat') || findings.missingShare > 0.5) return [...new Set(seen)];
  const large = taken
    .filter(([reason, part]) => part >= namedFrom && reason !== 'low-amplitude')
    .map(([reason]) => reason);
  const least = readable || seen.length > 0 ? [] : taken.slice(0, 1).map(([reason]) => reason);
  return [...new Set([...seen, ...large, ...least])];
};

const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Likeness of the beats: noise stays below this, ECGs of every rhythm but fibrillation of the ventricles above. */
export const leastLikeness = 0.6;
