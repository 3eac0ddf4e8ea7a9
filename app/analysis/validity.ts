import type { BeatOrder } from './beatOrder.ts';
import { type Interruption, interruptionText } from './interruptions.ts';
import type { LeadFindings } from './leadFindings.ts';
import { leastLikeness } from './quality.ts';
import type { Validity } from './schema.ts';
import { type Standstill, standstillText } from './standstill.ts';
import type { FibrillationEpisode } from './ventricularFibrillation.ts';

export interface ValidityInput {
  readonly durationS: number;
  readonly leads: readonly LeadFindings[];
  readonly beatTimesS: readonly number[];
  /** How alike the beats are, 0..1; null when there are too few to say. */
  readonly beatLikeness: number | null;
  readonly interruptions: readonly Interruption[];
  readonly standstills: readonly Standstill[];
  readonly fibrillation: readonly FibrillationEpisode[];
  /** Null when there are too few beats to say. */
  readonly beatOrder: BeatOrder | null;
  readonly leadsContradict: boolean;
  /** The leads jump together between samples, as where pieces meet. */
  readonly ofPieces: boolean;
}

type Reason = Validity['reasons'][number];

/** Less is not judged, s. */
export const shortestS = 2;

/**
 * Codes of the reasons that a VALID recording may carry: it can be read, but not everywhere. Each closes every model.
 * `standstill` and `vf-suspected` are critical, on an INVALID recording too.
 */
export const interrupted = 'interrupted';
export const standstill = 'standstill';
export const vfSuspected = 'vf-suspected';
/** INVALID, and somebody has to look why. */
export const flat = 'flat';
/** Put there by the validity model; see app/models/strangeness.ts. */
export const unlike = 'unlike-known-ecgs';
/** The order or the direction of P, QRS and T may be wrong. */
export const doubtfulBeat = 'doubtful-beat';
/** The unit or the gain is probably wrong by ten. */
export const amplitudeImplausible = 'amplitude-implausible';
export const cautionCodes: readonly string[] = [
  interrupted,
  standstill,
  vfSuspected,
  doubtfulBeat,
  amplitudeImplausible,
  unlike,
];

/** From this share of a recording on, fibrillation is all there is to say about it. */
const mostlyFibrillation = 0.1;

/** Is this an ECG that can be read at all? INVALID with at least one reason; or VALID, at most with reasons of `cautionCodes`. */
export const assessValidity = (input: ValidityInput): Validity => {
  const { interruptions, standstills, fibrillation } = input;
  const critical = [
    ...(fibrillation.length > 0 ? [{ code: vfSuspected, text: fibrillationText(fibrillation) }] : []),
    ...(standstills.length > 0 ? [{ code: standstill, text: standstillText(standstills) }] : []),
  ];
  const fibrillationS = fibrillation.reduce((sum, { fromS, toS }) => sum + toS - fromS, 0);
  const found = findReasons(input);
  // Without a QRS complex the deflections are no sequence and no likeness, which says less than what was found.
  const reasons = fibrillation.length > 0 ? found.filter(({ code }) => !beatReasons.has(code)) : found;
  if (reasons.length > 0 || fibrillationS > mostlyFibrillation * input.durationS)
    return { status: 'INVALID', reasons: [...critical, ...reasons], outOfDistributionScore: null };
  const doubtful = input.beatOrder?.forward !== 'yes' || input.beatOrder.upright !== 'yes';
  const cautions = [
    ...(interruptions.length > 0 ? [{ code: interrupted, text: interruptionText(interruptions) }] : []),
    ...(input.ofPieces
      ? [{ code: doubtfulBeat, text: piecesText }]
      : input.beatOrder !== null && fibrillation.length === 0 && doubtful
        ? [{ code: doubtfulBeat, text: doubtfulText }]
        : []),
  ];
  return { status: 'VALID', reasons: [...critical, ...cautions], outOfDistributionScore: null };
};

const doubtfulText =
  'It is doubtful whether the deflections are P, QRS and T of a heart in this order and the right way up: noise, a rare rhythm, or a recording that is not what it says.';

const piecesText =
  'All leads jump from one sample to the next, again and again: pieces may have been put together in a wrong order, or samples lost.';
const downText =
  'P waves point down in I, II and V4 to V6 and up in aVR: the sign of the amplitudes may be wrong, or the electrodes are misplaced.';

const [upwards, leastPMv] = [['I', 'II', 'V4', 'V5', 'V6'], 0.03];

/** The same with a doubt where every P wave points the wrong way; an atrial focus turns some of them, a wrong sign all. */
export const doubtTurnedP = (
  validity: Validity,
  perLead: Readonly<Record<string, { readonly pMv: number | null }>>,
): Validity => {
  const pMv = (lead: string): number => perLead[lead]?.pMv ?? Number.NaN;
  const turned = upwards.every((lead) => pMv(lead) <= -leastPMv) && pMv('aVR') >= leastPMv;
  return !turned || validity.status === 'INVALID' || validity.reasons.some(({ code }) => code === doubtfulBeat)
    ? validity
    : { ...validity, reasons: [...validity.reasons, { code: doubtfulBeat, text: downText }] };
};

/** Largest QRS, peak to peak, below which a whole heart is not seen, mV: two fifths to half of what is called low voltage. Our own. */
const leastLimbMv = 0.25;
const leastChestMv = 0.4;
/** Fewer leads may each lie across the heart. */
const [leastLimbLeads, leastChestLeads] = [2, 3];

/** The same with a doubt where limb and chest leads are both smaller than any heart's: @param leads of the median beat, mV. */
export const doubtTiny = (
  validity: Validity,
  leads: Readonly<Record<string, { readonly highestMv: number; readonly deepestMv: number }>>,
): Validity => {
  const sizes = (names: RegExp): number[] =>
    Object.entries(leads).flatMap(([name, { highestMv, deepestMv }]) =>
      names.test(name) ? [highestMv + deepestMv] : [],
    );
  const limb = sizes(/^(I{1,3}|aV[RLF])$/);
  const chest = sizes(/^V[1-6]$/);
  if (validity.status === 'INVALID' || limb.length < leastLimbLeads || chest.length < leastChestLeads) return validity;
  const [limbMv, chestMv] = [Math.max(...limb), Math.max(...chest)];
  if (limbMv >= leastLimbMv || chestMv >= leastChestMv) return validity;
  const text = `The amplitude is implausibly small: the largest QRS has ${limbMv.toFixed(2)} mV in the limb leads and ${chestMv.toFixed(2)} mV in the chest leads; is the unit or the gain wrong?`;
  return { ...validity, reasons: [...validity.reasons, { code: amplitudeImplausible, text }] };
};

const beatReasons: ReadonlySet<string> = new Set([
  'no-beats',
  'rate-implausible',
  'no-repeating-beat',
  'no-heart-beat',
  'upside-down',
]);

/** One sentence for the reader. */
export const fibrillationText = (episodes: readonly FibrillationEpisode[]): string => {
  const totalS = episodes.reduce((sum, { fromS, toS }) => sum + toS - fromS, 0);
  return `Ventricular fibrillation or flutter suspected for ${totalS.toFixed(0)} s, first at ${episodes[0]?.fromS.toFixed(1) ?? '0.0'} s: waves without QRS complexes and without a line between them.`;
};

const findReasons = ({
  durationS,
  leads,
  beatTimesS,
  beatLikeness,
  beatOrder,
  leadsContradict,
}: ValidityInput): Reason[] => {
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
  if (live.length === 0)
    return [
      {
        code: flat,
        text: 'Every lead is flat: asystole, or no patient is connected, which cannot be told from the recording.',
      },
    ];

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
      text: 'Most leads swing by less than 0.03 mV: the unit or the gain is probably wrong, or no patient is connected, or the heart stands still.',
    });
  if (most((lead) => lead.lineShare > 0.9))
    reasons.push({
      code: 'single-frequency',
      text: 'Most leads hold a single frequency: a test signal or interference, not an ECG to be measured.',
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
  else if (beatOrder?.forward === 'no')
    reasons.push({
      code: 'no-heart-beat',
      text: 'What comes before and after the deflections is not P, QRS and T of a heart: another signal, time reversed or mixed up, or a wrong sampling rate.',
    });
  else if (beatOrder?.upright === 'no')
    reasons.push({
      code: 'upside-down',
      text: 'Every lead is upside down: the sign of the amplitudes is probably wrong.',
    });
  if (leadsContradict)
    reasons.push({
      code: 'leads-contradict',
      text: 'The limb leads contradict each other: they are not what their names say, or not of one patient.',
    });
  return reasons;
};
