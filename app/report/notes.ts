import type { Analysis, Gate, Validity } from '../analysis/schema.ts';

type Note = Analysis['recording']['notes'][number];

/** Notes that put the tracing itself in doubt: names, scale or samples may be wrong. */
const warningCodes: readonly string[] = [
  'einthoven-violated',
  'gain-assumed',
  'time-unit-inferred',
  'checksum-mismatch',
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

/** What a gate keeps back, in words. */
export const gatedText = (model: string): string => {
  const group = ruleGroups.exec(model)?.[1];
  if (group !== undefined) return `${group} statements`;
  return model === '*' ? 'all models' : model;
};

/** The gates that say more than that the recording is invalid: the reasons for that stand with the validity. */
export const furtherGates = (validity: Validity, gates: readonly Gate[]): readonly Gate[] =>
  validity.status === 'INVALID' ? gates.filter((gate) => gate.code !== 'invalid') : gates;
