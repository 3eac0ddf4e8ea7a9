import type { Analysis } from '../analysis/schema.ts';
import type { LeadTruth, Truth, WaveTruth } from './truth.ts';

type Wave = Analysis['delineation'][string][number];

/** The truth as waves, in the form of an analysis's delineation: whatever draws the one draws the other. */
export interface TruthMarks {
  /** By lead; a wave that stays below the threshold in a lead is not in it. */
  readonly delineation: Analysis['delineation'];
  /** Over all leads, in order of time: P waves that no beat follows are here alone. */
  readonly global: readonly Wave[];
}

const waveKeys = [
  ['P', 'p'],
  ['QRS', 'qrs'],
  ['T', 't'],
] as const;

const ofLead = (beat: LeadTruth): Wave[] =>
  waveKeys.flatMap(([wave, key]) => {
    const found = beat[key];
    return found === null ? [] : [{ wave, onsetS: found[0], peakS: found[1], offsetS: found[2] }];
  });

const named = (wave: Wave['wave'], truth: WaveTruth | null): Wave[] =>
  truth === null || (truth.onsetS === null && truth.peakS === null && truth.offsetS === null)
    ? []
    : [{ wave, ...truth }];

const timeOf = ({ peakS, onsetS, offsetS }: Wave): number => peakS ?? onsetS ?? offsetS ?? 0;

export const truthMarks = ({ beats, blockedP }: Truth): TruthMarks => {
  const delineation: Record<string, Wave[]> = {};
  for (const { perLead } of beats)
    for (const [lead, waves] of Object.entries(perLead)) {
      delineation[lead] ??= [];
      delineation[lead].push(...ofLead(waves));
    }
  const global = [
    ...beats.flatMap((beat) => waveKeys.flatMap(([wave, key]) => named(wave, beat[key]))),
    ...blockedP.flatMap((wave) => named('P', wave)),
  ].sort((a, b) => timeOf(a) - timeOf(b));
  return { delineation, global };
};
