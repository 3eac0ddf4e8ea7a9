import type { QualityFlag, Superclass } from '../analysis/schema.ts';

/** PTB-XL's five diagnostic superclasses in a reader's words. */
export const superclassWords: Readonly<Record<Superclass, string>> = {
  NORM: 'Normal ECG',
  MI: 'Myocardial infarction',
  STTC: 'ST/T change',
  CD: 'Conduction disturbance',
  HYP: 'Hypertrophy',
};

export const flagWords: Readonly<Record<QualityFlag, string>> = {
  flat: 'flat',
  clipped: 'clipped',
  missing: 'samples missing',
  'lead-off': 'lead off',
  'baseline-wander': 'baseline wander',
  muscle: 'muscle noise',
  mains: 'mains hum',
  spikes: 'spikes',
  'swapped?': 'possibly swapped',
};

export const verdictWords = {
  acceptable: 'Acceptable',
  limited: 'Limited',
  unacceptable: 'Unacceptable',
} as const;

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
