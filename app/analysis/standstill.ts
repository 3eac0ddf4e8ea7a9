import { median } from '../signal/windows.ts';
import type { Interruption } from './interruptions.ts';
import { type SlowLead, slowRateHz } from './slowLead.ts';
import type { FibrillationEpisode } from './ventricularFibrillation.ts';

/** A stretch without a ventricular beat while the leads say something. Seconds; `fromS` and `toS` are beats, or the recording's ends. */
export interface Standstill {
  readonly fromS: number;
  readonly toS: number;
  /** pause: a beat ends it; open: no beat before the recording ends; late: none from its beginning on; whole: none at all. */
  readonly kind: 'pause' | 'open' | 'late' | 'whole';
  /**
   * live: the line moves as one with a patient on it; still: it stands exactly still, as a recorder also writes that has
   * lost its electrodes, and nobody can tell which.
   */
  readonly line: 'live' | 'still';
}

export interface StandstillInput {
  /** Those that were recorded and carry a signal. */
  readonly leads: readonly SlowLead[];
  readonly durationS: number;
  readonly beatTimesS: readonly number[];
  readonly interruptions: readonly Interruption[];
  /** Where the ventricles fibrillate they do not stand still. */
  readonly fibrillation: readonly FibrillationEpisode[];
}

/**
 * A pause of more than 3 s is a reason for a pacemaker even without symptoms (2018 ACC/AHA/HRS guideline on bradycardia and
 * conduction delay), and no basic rate gives it.
 */
export const standstillS = 3;
/** A quiet stretch that begins or ends this near to a beat, or to an end of the recording, reaches up to it, s. */
const besideS = 0.45;
const blockS = 0.04;
const windowS = 0.12;
/** P waves and most T waves stay below; a beat that was overlooked does not. Part of the usual beat's swing within 120 ms. */
const mostSwing = 0.4;
/** Without a beat to compare with: every QRS complex swings more within 120 ms in most leads, mV; one lead may lie across all of it. */
const leastBeatMv = { one: 0.05, many: 0.15 } as const;
/** From this share of a stretch on it counts as still. */
const mostly = 0.5;

/**
 * Stretches of more than 3 s without a beat, in order of time: between the beats, where most of the leads are too quiet for a beat to
 * have been overlooked. What overlaps a missing stretch or a fibrillation is left out. Linear time.
 */
export const findStandstills = (input: StandstillInput): Standstill[] => {
  const { leads, beatTimesS, durationS, interruptions, fibrillation } = input;
  const gaps = gapsBetween(beatTimesS, durationS).filter(
    ({ fromS, toS }) =>
      toS - fromS > standstillS &&
      overlapS(
        interruptions.filter(({ kind }) => kind === 'missing'),
        fromS,
        toS,
      ) === 0 &&
      overlapS(fibrillation, fromS, toS) === 0,
  );
  if (gaps.length === 0 || leads.length === 0) return [];
  const limits = leads.map((lead) => {
    const usual = usualSwing(lead, beatTimesS);
    return usual > 0 ? mostSwing * usual : leastBeatMv[leads.length > 1 ? 'many' : 'one'];
  });
  return gaps.flatMap((gap) => {
    const quiet = longestQuiet(leads, limits, gap.fromS, gap.toS);
    const fromS = quiet.fromS - gap.fromS < besideS ? gap.fromS : quiet.fromS;
    const toS = gap.toS - quiet.toS < besideS ? gap.toS : quiet.toS;
    if (!(toS - fromS > standstillS)) return [];
    const still = overlapS(interruptions, fromS, toS) >= mostly * (toS - fromS);
    return [{ fromS, toS, kind: kindOf(fromS === 0, toS === durationS), line: still ? 'still' : 'live' }];
  });
};

const kindOf = (fromBeginning: boolean, toEnd: boolean): Standstill['kind'] =>
  fromBeginning ? (toEnd ? 'whole' : 'late') : toEnd ? 'open' : 'pause';

/** One sentence for the reader. */
export const standstillText = (standstills: readonly Standstill[]): string => {
  const [first] = standstills;
  if (first === undefined) return '';
  const longest = standstills.reduce(
    (most, each) => (each.toS - each.fromS > most.toS - most.fromS ? each : most),
    first,
  );
  const lengthS = (longest.toS - longest.fromS).toFixed(1);
  const where = `from ${longest.fromS.toFixed(1)} to ${longest.toS.toFixed(1)} s`;
  const what = {
    pause: `A pause: no ventricular beat for ${lengthS} s (${where}), then the heart beats on.`,
    open: `No ventricular beat for the last ${lengthS} s (${where}): asystole or ventricular standstill.`,
    late: `No ventricular beat for the first ${lengthS} s: asystole or ventricular standstill, then beats.`,
    whole: `No ventricular beat in all ${lengthS} s: asystole, or ventricular standstill with P waves alone, unless no patient is connected or the gain is wrong.`,
  }[longest.kind];
  const doubt =
    longest.line === 'still'
      ? ' The line stands exactly still there, as when the electrodes come off: which of the two cannot be told from the recording.'
      : '';
  const more = standstills.length > 1 ? ` ${standstills.length} such stretches in all, this is the longest.` : '';
  return `${what}${doubt}${more}`;
};

const gapsBetween = (beatTimesS: readonly number[], durationS: number): { fromS: number; toS: number }[] => {
  const bounds = [0, ...beatTimesS, durationS];
  return bounds.slice(1).map((toS, i) => ({ fromS: bounds[i]!, toS }));
};

const overlapS = (stretches: readonly { fromS: number; toS: number }[], fromS: number, toS: number): number =>
  stretches.reduce((sum, each) => sum + Math.max(0, Math.min(each.toS, toS) - Math.max(each.fromS, fromS)), 0);

/** Largest minus least value within 120 ms, the greatest over a stretch. */
const greatestSwing = ({ mv }: SlowLead, fromS: number, toS: number): number => {
  const reach = Math.round(windowS * slowRateHz);
  const to = Math.min(mv.length, Math.floor(toS * slowRateHz));
  let greatest = 0;
  for (let i = Math.max(0, Math.ceil(fromS * slowRateHz)); i < to; i++) {
    let [low, high] = [mv[i]!, mv[i]!];
    for (let k = i + 1; k < Math.min(to, i + reach); k++) {
      if (mv[k]! < low) low = mv[k]!;
      if (mv[k]! > high) high = mv[k]!;
    }
    greatest = Math.max(greatest, high - low);
  }
  return greatest;
};

const beatsCompared = 20;

const usualSwing = (lead: SlowLead, beatTimesS: readonly number[]): number => {
  const step = Math.max(1, Math.floor(beatTimesS.length / beatsCompared));
  const some = beatTimesS.filter((_, i) => i % step === 0);
  return some.length === 0 ? Number.NaN : median(some.map((timeS) => greatestSwing(lead, timeS - 0.12, timeS + 0.12)));
};

/** The longest stretch in which most of the leads stay below their limits. */
const longestQuiet = (
  leads: readonly SlowLead[],
  limitsMv: readonly number[],
  fromS: number,
  toS: number,
): { fromS: number; toS: number } => {
  let longest = { fromS, toS: fromS };
  let sinceS = fromS;
  for (let atS = fromS; atS + windowS <= toS; atS += blockS) {
    const quiet = leads.filter((lead, l) => greatestSwing(lead, atS, atS + windowS) < limitsMv[l]!).length;
    const untilS = Math.min(toS, atS + windowS);
    if (quiet <= leads.length / 2) sinceS = untilS;
    else if (untilS - sinceS > longest.toS - longest.fromS) longest = { fromS: sinceS, toS: untilS };
  }
  return longest;
};
