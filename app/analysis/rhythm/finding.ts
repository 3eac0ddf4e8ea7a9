import type { Statement } from '../schema.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

export const basicCodes = [
  'sinus-rhythm',
  'sinus-bradycardia',
  'sinus-tachycardia',
  'atrial-fibrillation',
  'atrial-flutter',
  'supraventricular-tachycardia',
  'junctional-rhythm',
  'ventricular-tachycardia',
  'idioventricular-rhythm',
  'ventricular-escape-rhythm',
  'atrial-paced-rhythm',
  'ventricular-paced-rhythm',
  'dual-paced-rhythm',
  'asystole',
  'ventricular-fibrillation',
  'flat-line',
  'rhythm-undetermined',
] as const;
export type BasicCode = (typeof basicCodes)[number];

export const additionCodes = [
  'sinus-arrhythmia',
  'atrial-premature',
  'atrial-run',
  'ventricular-premature',
  'ventricular-couplet',
  'ventricular-bigeminy',
  'ventricular-trigeminy',
  'ventricular-tachycardia-nonsustained',
  'ventricular-run-slow',
  'pause',
  'pause-long',
  'standstill',
  'av-block-1',
  'av-block-2-wenckebach',
  'av-block-2-mobitz',
  'av-block-2-to-1',
  'av-block-advanced',
  'av-block-3',
  'paced-beats',
  'pacing-no-capture',
  'pacing-intermittent-capture',
  'pacing-undersensing',
  'rate-extreme',
  'flutter-possible',
  'af-wide-preexcitation-possible',
] as const;
export type AdditionCode = (typeof additionCodes)[number];
export type RhythmCode = BasicCode | AdditionCode;

/** Only these can be critical; the table of advice is held against them. */
export const criticalCodes = [
  'asystole',
  'flat-line',
  'ventricular-fibrillation',
  'ventricular-tachycardia',
  'ventricular-tachycardia-nonsustained',
  'ventricular-escape-rhythm',
  'atrial-fibrillation',
  'atrial-flutter',
  'av-block-2-mobitz',
  'av-block-advanced',
  'av-block-3',
  'pause',
  'pause-long',
  'standstill',
  'pacing-no-capture',
  'pacing-intermittent-capture',
  'rate-extreme',
  'af-wide-preexcitation-possible',
] as const satisfies readonly RhythmCode[];
export type CriticalCode = (typeof criticalCodes)[number];

/** A statement before its confidence: what was found, by which criterion, and how clearly. */
export interface Finding {
  readonly code: RhythmCode;
  readonly text: string;
  readonly critical: boolean;
  readonly evidence: Statement['evidence'];
  readonly source: string;
  /** 0 on the limit, 1 far from it. */
  readonly clearness: number;
  /** What a fitted model states by itself; null: read from the table of `confidence.ts`. */
  readonly probability: number | null;
}

interface SharedParts {
  readonly text: string;
  readonly criterion: string;
  readonly source: string;
  readonly beats?: readonly number[];
  readonly value?: number | null;
  readonly threshold?: number | null;
  readonly unit?: string | null;
  readonly clearness?: number;
  readonly probability?: number;
}

export type FindingParts = SharedParts &
  (
    | { readonly code: CriticalCode; readonly critical?: boolean }
    | { readonly code: Exclude<RhythmCode, CriticalCode>; readonly critical?: never }
  );
/** What statements of one kind have in common. */
export type FindingBase = Omit<SharedParts, 'text' | 'threshold'>;

/** The limit is also where the statement flips: every rule here compares one value with one limit last. */
export const finding = (parts: FindingParts): Finding => {
  const { code, text, criterion, source, beats = [], value = null, threshold = null, unit = null } = parts;
  return {
    code,
    text,
    source,
    critical: parts.critical ?? false,
    clearness: Math.max(0, Math.min(1, parts.clearness ?? clearnessOf(value, threshold))),
    probability: parts.probability ?? null,
    evidence: {
      beats: [...beats],
      leads: [],
      criterion,
      value: value === null ? null : Math.round(1000 * value) / 1000,
      threshold,
      unit,
      flipsAt: threshold,
    },
  };
};

/** A quarter beyond the limit is clear. */
const clearFrom = 0.25;

const clearnessOf = (value: number | null, threshold: number | null): number =>
  value === null || threshold === null || threshold === 0
    ? 0.5
    : Math.abs(value - threshold) / Math.abs(threshold) / clearFrom;

export const perMinute = (rateBpm: number): string => `${Math.round(rateBpm)}/min`;

export const indices = ({ beats }: RhythmEvidence, wanted: (k: number) => boolean): number[] =>
  beats.flatMap((_, k) => (wanted(k) ? [k] : []));

export const sources = {
  statements:
    'Mason JW, Hancock EW, Gettes LS. Recommendations for the standardization and interpretation of the electrocardiogram, part II. Circulation 2007;115:1325-32',
  wideQrs:
    'Surawicz B et al. AHA/ACCF/HRS recommendations for the standardization and interpretation of the electrocardiogram, part III. Circulation 2009;119:e235-40',
  brady:
    'Kusumoto FM et al. 2018 ACC/AHA/HRS guideline on bradycardia and cardiac conduction delay. Circulation 2019;140:e382-482',
  supraventricular:
    'Page RL et al. 2015 ACC/AHA/HRS guideline on supraventricular tachycardia. Circulation 2016;133:e506-74',
  ventricular:
    'Al-Khatib SM et al. 2017 AHA/ACC/HRS guideline on ventricular arrhythmias. Circulation 2018;138:e272-391',
  fibrillation:
    'Hindricks G et al. 2020 ESC guidelines on atrial fibrillation. Eur Heart J 2021;42:373-498; irregularity by Lake DE, Moorman JR. Am J Physiol 2011;300:H319-25 and Petrenas A et al. Comput Biol Med 2015;65:184-91; fitted as docs/decisions/0016 says',
  flutter:
    'Saoudi N et al. Classification of atrial flutter. Eur Heart J 2001;22:1162-82; fitted as docs/decisions/0016 says',
  textbook: "Surawicz B, Knilans TK. Chou's electrocardiography in clinical practice, 6th ed. 2008",
} as const;
