import type { Pacing, QualityFlag, Recommendation, Superclass } from '../analysis/schema.ts';

/** PTB-XL's five diagnostic superclasses in a reader's words; what it calls normal says nothing of the rhythm. */
export const superclassWords: Readonly<Record<Superclass, string>> = {
  NORM: 'Normal (rhythm not judged)',
  MI: 'Myocardial infarction',
  STTC: 'ST/T change',
  CD: 'Conduction disturbance',
  HYP: 'Hypertrophy',
};

/** The classes of the CinC 2017 challenge, as models of the task rhythm2017 state them. */
export const rhythmClasses = ['N', 'A', 'O', '~'] as const;

export const rhythmWords: Readonly<Record<(typeof rhythmClasses)[number], string>> = {
  N: 'Normal sinus rhythm',
  A: 'Atrial fibrillation',
  O: 'Other rhythm',
  '~': 'Too noisy for the rhythm model',
};

export const flagWords: Readonly<Record<QualityFlag, string>> = {
  flat: 'flat',
  clipped: 'clipped',
  missing: 'samples missing',
  'lead-off': 'lead off',
  'baseline-wander': 'baseline wander',
  muscle: 'muscle noise',
  mains: 'mains hum',
  motion: 'motion',
  spikes: 'spikes',
  'low-amplitude': 'low amplitude',
  'swapped?': 'possibly swapped',
};

export const verdictWords = {
  acceptable: 'Acceptable',
  limited: 'Limited',
  unacceptable: 'Unacceptable',
} as const;

export const pacedChambers: Readonly<Record<NonNullable<Pacing['mode']>, string>> = {
  A: 'atrial',
  V: 'ventricular',
  'A+V': 'atrial and ventricular',
};

/** What the surface shows of a device that may fail; fusion and far-off beats can look the same. */
export const pacingFaults: Readonly<Record<Pacing['faults'][number]['kind'], string>> = {
  capture: 'Spikes without a beat behind them: failure to capture suspected',
  sensing: 'Spikes soon after beats of the heart’s own: failure to sense suspected',
};

/** How soon a suggestion should be acted on. */
export const urgencyWords: Readonly<Record<Recommendation['urgency'], string>> = {
  immediate: 'Immediate',
  urgent: 'Urgent',
  routine: 'Routine',
};

/** A value of some unit with no more digits than it can bear: whole ms, degrees and beats, hundredths of mV. */
export const figureText = (value: number, unit: string | null): string => {
  const digits = unit === 'mV' ? 2 : unit === null ? 4 : 0;
  const figure = unit === null ? String(Number(value.toPrecision(digits))) : value.toFixed(digits);
  return `${figure.replace('-', '−')}${unit === null ? '' : unit === 'degrees' ? '°' : ` ${unit}`}`;
};

/** A share of 1 in whole percent; never 0 or 100, for a model is never sure. */
export const percentText = (share: number): string => {
  if (share < 0.01) return '< 1';
  if (share > 0.99) return '> 99';
  return String(Math.round(share * 100));
};

/** The same with two decimals. */
export const probabilityText = (share: number): string => {
  if (share < 0.01) return '< 0.01';
  if (share > 0.99) return '> 0.99';
  return share.toFixed(2);
};

export const countText = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const unconfirmedText = 'Unconfirmed computer interpretation';
export const researchText = 'For research use, not a medical device';

/** An ISO instant as a person reads it: "2026-03-04 10:22:01", with "UTC" where the time is that. */
export const instantText = (iso: string): string => {
  const utc = iso.endsWith('Z');
  const text = iso
    .replace(/Z$/, '')
    .replace('T', ' ')
    .replace(/\.\d+$/, '');
  return utc ? `${text} UTC` : text;
};
