import type { Analysis, Gate, Validity } from '../analysis/schema.ts';
import { truthWarnings } from '../recording/truthChecks.ts';

type Note = Analysis['recording']['notes'][number];

/** Notes that put the tracing itself in doubt: names, scale or samples may be wrong. */
const warningCodes: readonly string[] = [
  'einthoven-violated',
  'gain-assumed',
  'time-unit-inferred',
  'checksum-mismatch',
  'lead-shifted',
  ...truthWarnings,
];

export const isWarning = (note: Note): boolean => warningCodes.includes(note.code);

/** Says whom the findings are for, not how good the signal is. */
export const isOfFindings = (note: Note): boolean => note.code === 'age-unknown';

export interface Warning {
  /** What it means for the reader. */
  readonly conclusion: string;
  /** What it rests on; null when the conclusion says all. */
  readonly grounds: string | null;
}

/** A note "grounds: conclusion." with the conclusion first, so that whatever must be cut is not what the reader needs. */
export const warningOf = ({ code, text }: Note): Warning => {
  const at = code === 'einthoven-violated' ? text.lastIndexOf(': ') : -1;
  if (at < 0) return { conclusion: text, grounds: null };
  const conclusion = text.slice(at + 2);
  return {
    conclusion: `${conclusion.charAt(0).toUpperCase()}${conclusion.slice(1)}`,
    grounds: `${text.slice(0, at)}.`,
  };
};

const ruleGroups = /^rules\/(.+)$/;

/** Gates that close for the same reason are one sentence to a reader. */
export interface ClosedFor {
  readonly text: string;
  /** What is kept back: models by name, statements by group. */
  readonly models: readonly string[];
  readonly groups: readonly string[];
}

export const byReason = (gates: readonly Gate[]): readonly ClosedFor[] => {
  const found = new Map<string, { models: string[]; groups: string[] }>();
  for (const { model, text } of gates) {
    const same = found.get(text) ?? { models: [], groups: [] };
    found.set(text, same);
    const group = ruleGroups.exec(model)?.[1];
    if (group === undefined) same.models.push(model);
    else same.groups.push(group);
  }
  return [...found].map(([text, kept]) => ({ text, ...kept }));
};

/** What is kept back, in words: «all models; statements on axis, st». */
export const keptBack = ({ models, groups }: ClosedFor): string =>
  [
    ...(models.length === 0 ? [] : [models.includes('*') ? 'all models' : models.join(', ')]),
    ...(groups.length === 0 ? [] : [`statements on ${groups.map((group) => groupWords[group] ?? group).join(', ')}`]),
  ].join('; ');

const groupWords: Readonly<Record<string, string>> = {
  st: 'ST',
  notch: 'notches',
  repolarisation: 'QT and T',
  't-inversion': 'T inversion',
};

/** The gates that say more than that the recording is invalid: the reasons for that stand with the validity. */
export const furtherGates = (validity: Validity, gates: readonly Gate[]): readonly Gate[] =>
  validity.status === 'INVALID' ? gates.filter((gate) => gate.code !== 'invalid') : gates;
