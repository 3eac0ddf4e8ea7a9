import { chestLeads, isLimbSwap, type LeadSet } from '../recording/electrodeSwap.ts';
import type { Recording } from '../recording/recording.ts';
import type { LeadFindings } from './leadFindings.ts';
import { findReversals, type Reversal } from './leadReversal.ts';
import { type LeadBeat, leadBeat } from './quality/beatIndices.ts';
import { assessQuality } from './quality.ts';
import type { Quality } from './schema.ts';

/**
 * Quality of the leads with what is suspected of their electrodes. `beats` in samples; `isEcg` false: nothing is said of
 * electrodes. The leads of a suspected swap carry the flag `swapped?`.
 */
export const qualityOf = (
  recording: Recording,
  findings: readonly LeadFindings[],
  beats: readonly number[],
  isEcg: boolean,
): Quality => {
  const { leads, sampleRateHz } = recording;
  const averages = leads.map(({ samplesMv }) => leadBeat(samplesMv, beats, sampleRateHz));
  const quality = assessQuality(
    leads.map(({ name }, i) => ({ lead: name, findings: findings[i]!, beat: averages[i]! })),
  );
  const set = isEcg && enoughReadable(quality) ? averageSet(recording, averages) : null;
  if (set === null) return quality;
  const { limb, chest } = findReversals(set);
  const suspected = [limb, chest].filter((reversal) => reversal.suspected);
  const touched = new Set(suspected.flatMap(leadsOf));
  return {
    ...quality,
    leads: quality.leads.map((lead) =>
      touched.has(lead.lead) ? { ...lead, flags: [...lead.flags, 'swapped?' as const] } : lead,
    ),
    reversals: suspected.map(({ swap, probability }) => ({ swap, probability, text: reversalText(swap, probability) })),
  };
};

/** One flat lead may be what a swap with the right leg leaves; more leads that cannot be read say nothing of electrodes. */
const enoughReadable = ({ leads }: Quality): boolean => {
  const lost = leads.filter(({ lead, readable }) => readable === false && judgedLeads.has(lead));
  return lost.length === 0 || (lost.length === 1 && !lost[0]!.lead.startsWith('V'));
};
const judgedLeads: ReadonlySet<string> = new Set(['I', 'II', ...chestLeads]);

/** Average beats of the eight independent leads; null where one is not there or holds no three whole beats. */
const averageSet = ({ leads }: Recording, averages: readonly (LeadBeat | null)[]): LeadSet | null => {
  const of = (name: string): Float32Array | null => {
    const beat = averages[leads.findIndex((lead) => lead.name === name)];
    return beat == null ? null : Float32Array.from(beat.averageMv);
  };
  const [one, two, v1, v2, v3, v4, v5, v6] = ['I', 'II', ...chestLeads].map(of);
  if (!one || !two || !v1 || !v2 || !v3 || !v4 || !v5 || !v6) return null;
  return { I: one, II: two, V1: v1, V2: v2, V3: v3, V4: v4, V5: v5, V6: v6 };
};

const leadsOf = ({ swap }: Reversal): readonly string[] => {
  if (isLimbSwap(swap)) return ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
  if (swap === 'V1-V6 reversed') return chestLeads;
  return swap.split('/');
};

const reversalText = (swap: Reversal['swap'], probability: number): string => {
  const what =
    swap === 'V1-V6 reversed'
      ? 'The chest electrodes V1 to V6 may be in reversed order'
      : `The electrodes ${swap.replace(' ', ' and ').replaceAll('>', ' to ')} may be swapped`;
  return `${what} (${Math.min(99, Math.round(100 * probability))} of 100, if as many recordings were swapped as not). The recording is shown as it was made.`;
};
