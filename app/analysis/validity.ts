import { type Interruption, interruptionText } from './interruptions.ts';
import type { LeadFindings } from './leadFindings.ts';
import { leastLikeness } from './quality.ts';
import type { Validity } from './schema.ts';

export interface ValidityInput {
  readonly durationS: number;
  readonly leads: readonly LeadFindings[];
  readonly beatTimesS: readonly number[];
  /** How alike the beats are, 0..1; null when there are too few to say. */
  readonly beatLikeness: number | null;
  readonly interruptions: readonly Interruption[];
}

type Reason = Validity['reasons'][number];

const shortestS = 2;

/** Code of the one reason that a VALID recording may carry: it can be read, but not everywhere. */
export const interrupted = 'interrupted';

/** Is this an ECG that can be read at all? INVALID with at least one reason; or VALID, at most with an interruption. */
export const assessValidity = (input: ValidityInput): Validity => {
  const reasons = findReasons(input);
  const { interruptions } = input;
  if (reasons.length > 0) return { status: 'INVALID', reasons, outOfDistributionScore: null };
  const cautions = interruptions.length > 0 ? [{ code: interrupted, text: interruptionText(interruptions) }] : [];
  return { status: 'VALID', reasons: cautions, outOfDistributionScore: null };
};

const findReasons = ({ durationS, leads, beatTimesS, beatLikeness }: ValidityInput): Reason[] => {
  if (leads.length === 0) return [{ code: 'no-leads', text: 'The recording has no leads.' }];
  if (!(durationS >= shortestS))
    return [
      { code: 'too-short', text: `The recording lasts ${durationS.toFixed(1)} s; at least ${shortestS} s are needed.` },
    ];
  const present = leads.filter((lead) => lead.missingShare < 0.5);
  if (present.length === 0)
    return [{ code: 'missing-samples', text: 'More than half of the samples are missing in every lead.' }];
  // Before the test for flat leads: the plateaus of a square wave are flat too.
  const switching = present.filter((lead) => lead.twoLevelShare > 0.9 && lead.rangeMv > 0.03);
  if (switching.length > present.length / 2)
    return [
      { code: 'square-wave', text: 'Most leads switch between two levels: a test signal or loose leads, not an ECG.' },
    ];
  const live = present.filter((lead) => lead.stillShare < 0.9 && lead.rangeMv > 0);
  if (live.length === 0) return [{ code: 'flat', text: 'Every lead is flat.' }];

  const reasons: Reason[] = [];
  const most = (test: (lead: LeadFindings) => boolean): boolean => live.filter(test).length > live.length / 2;
  if (most((lead) => lead.rangeMv - lead.baselineRangeMv > 20))
    reasons.push({
      code: 'amplitude-too-large',
      text: 'Most leads swing by more than 20 mV, beyond any ECG: the unit or the gain is probably wrong.',
    });
  if (most((lead) => lead.rangeMv < 0.03))
    reasons.push({
      code: 'amplitude-too-small',
      text: 'Most leads swing by less than 0.03 mV: the unit or the gain is probably wrong, or no patient is connected.',
    });
  if (most((lead) => lead.lineShare > 0.9))
    reasons.push({
      code: 'single-frequency',
      text: 'Most leads hold a single frequency: a test signal or interference, not an ECG.',
    });
  const perMinute = (60 * beatTimesS.length) / durationS;
  if (beatTimesS.length < 2 || perMinute < 8)
    reasons.push({ code: 'no-beats', text: 'No plausible sequence of beats was found: asystole, or no ECG.' });
  else if (perMinute > 340)
    reasons.push({
      code: 'rate-implausible',
      text: `Deflections at ${Math.round(perMinute)} per minute are no heart beats.`,
    });
  else if (beatLikeness !== null && beatLikeness < leastLikeness)
    reasons.push({
      code: 'no-repeating-beat',
      text: 'The deflections found do not resemble each other: noise, or ventricular fibrillation.',
    });
  return reasons;
};
