import type { Analysis, Gate, Validity } from '../analysis/schema.ts';
import { isRuleGate } from '../models/gates.ts';

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

/**
 * The gates of models that say more than that the recording is invalid: the reasons for that stand with the validity. Those of
 * rules stand with the statements.
 */
export const furtherGates = (validity: Validity, gates: readonly Gate[]): readonly Gate[] =>
  gates.filter((gate) => !isRuleGate(gate) && (validity.status !== 'INVALID' || gate.code !== 'invalid'));
