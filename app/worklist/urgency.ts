import { statementsInOrder } from '../analysis/reading.ts';
import type { Analysis, Statement } from '../analysis/schema.ts';
import { rhythmClasses } from '../report/words.ts';

/**
 * How soon a recording should be looked at, by what the computer stated, most urgent first. `unread`: the computer has no
 * reading (refused, not valid, or nothing was stated), so nobody has looked at all; it stands before `normal`.
 */
export const urgencies = ['critical', 'abnormal', 'unread', 'normal'] as const;
export type Urgency = (typeof urgencies)[number];

/** Statements that need no one's attention (docs/decisions/0006). */
export const usualStatements: readonly string[] = ['sinus-rhythm', 'axis-normal'];

/** Is anything stated that someone should look at? */
export const isAbnormal = (statements: readonly Pick<Statement, 'code'>[]): boolean =>
  statements.some(({ code }) => !usualStatements.includes(code));

type Read = Pick<Analysis, 'validity' | 'rhythm' | 'statements' | 'diagnoses'>;

/** A change of what this gives needs a new `worklistVersion` (main/node/archive/worklistColumns.ts). */
export function urgencyOf(analysis: Read): Urgency {
  const stated = statementsInOrder(analysis);
  if (stated.some(({ critical }) => critical)) return 'critical';
  if (analysis.validity.status === 'INVALID') return 'unread';
  const found =
    isAbnormal(stated) || analysis.diagnoses.some((diagnosis) => diagnosis.positive && diagnosis.class !== 'NORM');
  if (found) return 'abnormal';
  if (stated.length > 0 || analysis.diagnoses.length > 0) return 'normal';
  return byOneLead(analysis.rhythm);
}

/** Where nothing else was said, the likeliest class of the single-lead model. */
function byOneLead({ rhythm2017 }: Analysis['rhythm']): Urgency {
  if (rhythm2017 === null) return 'unread';
  const likeliest = rhythmClasses.reduce((best, name) => (rhythm2017[name] > rhythm2017[best] ? name : best));
  if (likeliest === 'N') return 'normal';
  return likeliest === '~' ? 'unread' : 'abnormal';
}
