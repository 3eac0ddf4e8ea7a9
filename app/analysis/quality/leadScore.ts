import type { LeadFindings } from '../leadFindings.ts';
import type { QualityFlag } from '../schema.ts';
import type { BeatIndices } from './beatIndices.ts';
import { type IndexName, indexNames, leadIndices } from './leadIndices.ts';
import { penaltyTable } from './penaltyTable.ts';

/** A function made of straight lines between points, held level outside of them. */
export type Course = readonly (readonly [index: number, logOdds: number])[];

export interface PenaltyTable {
  /** Log-odds of a lead from which nothing is taken. */
  readonly base: number;
  /** How much the worst lead counts beside the mean of all, 0..1. */
  readonly worstShare: number;
  /** What each index takes; never falls as the index grows. */
  readonly penalties: Readonly<Partial<Record<IndexName, Course>>>;
}

/** Takes any lead below readable, whatever the others are. */
const ruin = 25;

/**
 * What the labelled recordings hardly hold, set by hand so that it changes little for them: half of the samples missing, a
 * line, tremor or hum of 1 mV and more, amplitudes of the wrong unit. Indices in decades are log10 of mV.
 */
const beyondTheData: PenaltyTable['penalties'] = {
  missing: [
    [0.02, 0],
    [0.5, ruin],
  ],
  still: [
    [0.88, 0],
    [0.93, ruin],
  ],
  small: [
    [1.85, 0],
    [2, ruin],
  ],
  large: [
    [2.5, 0],
    [3.5, ruin],
  ],
  drift: [
    [2, 0],
    [3, ruin],
  ],
  muscle: [
    [-0.7, 0],
    [0, ruin],
  ],
  // Hum of 0.15 mV (RMS) hides P and T, of 0.3 mV everything but a tall QRS: what is measured under it is not what readers of a
  // filtered print see, who accept it.
  mains: [
    [-1.1, 0],
    [-0.8, 10],
    [-0.5, ruin],
  ],
};

/** The reason that each index speaks for. */
const reasonOf: Readonly<Record<IndexName, QualityFlag>> = {
  missing: 'missing',
  still: 'flat',
  clipped: 'clipped',
  large: 'lead-off',
  small: 'low-amplitude',
  lowQrs: 'low-amplitude',
  drift: 'baseline-wander',
  driftShare: 'baseline-wander',
  jump: 'motion',
  unlike: 'motion',
  residual: 'motion',
  beatless: 'motion',
  step: 'spikes',
  muscle: 'muscle',
  burst: 'muscle',
  offQrsBand: 'muscle',
  blunt: 'muscle',
  mains: 'mains',
};

export interface LeadScore {
  /** Log-odds of the lead being readable, finite. */
  readonly logOdds: number;
  /** What each reason takes from it, the largest first. */
  readonly taken: readonly (readonly [reason: QualityFlag, logOdds: number])[];
}

export const leadScore = (
  findings: LeadFindings,
  beat: BeatIndices | null,
  table: PenaltyTable = penaltyTable,
): LeadScore => {
  const values = leadIndices(findings, beat);
  const taken = new Map<QualityFlag, number>();
  let logOdds = table.base;
  for (const [i, name] of indexNames.entries()) {
    const part = at(table.penalties[name], values[i]!) + at(beyondTheData[name], values[i]!);
    logOdds -= part;
    taken.set(reasonOf[name], (taken.get(reasonOf[name]) ?? 0) + part);
  }
  return { logOdds, taken: [...taken].sort((a, b) => b[1] - a[1]) };
};

/** From this many leads on, the recording is meant to be read as a whole and its worst lead counts. */
export const wholeFrom = 6;

/**
 * Log-odds of a recording: between those of its worst lead and the mean of its leads (`worstShare`); below six leads those of its
 * best lead, for each is read by itself.
 */
export const recordingLogOdds = (leads: readonly LeadScore[], table: PenaltyTable = penaltyTable): number => {
  if (leads.length === 0) return -ruin;
  const each = leads.map(({ logOdds }) => logOdds);
  if (each.length < wholeFrom) return Math.max(...each);
  const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
  return table.worstShare * Math.min(...each) + (1 - table.worstShare) * mean;
};

const at = (course: Course | undefined, x: number): number => {
  if (course === undefined) return 0;
  let before = course[0]!;
  if (x <= before[0]) return before[1];
  for (let k = 1; k < course.length; k++) {
    const point = course[k]!;
    if (x <= point[0]) return before[1] + ((point[1] - before[1]) * (x - before[0])) / (point[0] - before[0]);
    before = point;
  }
  return before[1];
};
