import type { Superclass } from '../schema.ts';
import type { Condition } from './conditions.ts';

export const ruleGroups = [
  'axis',
  'conduction',
  'hypertrophy',
  'st',
  'infarction',
  'repolarisation',
  't-inversion',
  'notch',
  'voltage',
] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** A statement and what must be measured for it. */
export interface Rule {
  readonly code: string;
  readonly group: RuleGroup;
  readonly text: string;
  readonly condition: Condition;
  /** What else the reader of the table should know of the criterion. */
  readonly remark?: string;
  readonly source: string;
  readonly critical?: boolean;
  /** What makes a statement critical although its value lies within the measurement's error of the limit. */
  readonly corroboration?: Condition;
  /** Groups beside its own that must be open: the statement speaks of what they judge. */
  readonly needs?: readonly RuleGroup[];
  /** Says where in the heart something is although the rest of its group does not; see `placedGroups`. */
  readonly placed?: boolean;
  /** Codes of statements in whose presence this one is not made: they say more, or explain the same finding. */
  readonly unless?: readonly string[];
  /** Youngest patient that the criterion was made for; an unknown age counts as an adult's. */
  readonly fromYears?: number;
  /** The class of the superclass models that answers the same question. */
  readonly modelClass?: Superclass;
}
