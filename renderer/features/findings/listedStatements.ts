import { statementsInOrder } from '../../../app/analysis/reading.ts';
import type { Analysis, Statement } from '../../../app/analysis/schema.ts';

/** A statement as the review asks about it. */
type Asked = Pick<Statement, 'code' | 'text' | 'critical'>;

/** One statement of the computer, as it stands in the list. */
export interface ListedStatement extends Asked {
  /** With its evidence; null where the analysis on the screen does not state it. */
  readonly stated: Statement | null;
  /** Whether the review asks about it. */
  readonly asked: boolean;
}

/**
 * What the analysis states and what the review asks about, each code once: critical ones first, in the analysis' order, those
 * that the review alone has behind. Where both have it, words and urgency are the review's, for they are what is signed.
 */
export const listedStatements = (
  analysis: Pick<Analysis, 'rhythm' | 'statements'>,
  review: readonly Asked[],
): readonly ListedStatement[] => {
  const stated = new Map(statementsInOrder(analysis).map((statement) => [statement.code, statement]));
  const asked = new Map(review.map((statement) => [statement.code, statement]));
  const all = [...new Map<string, Asked>([...stated, ...asked]).values()].map(({ code, text, critical }) => ({
    code,
    text,
    critical,
    stated: stated.get(code) ?? null,
    asked: asked.has(code),
  }));
  return [...all.filter(({ critical }) => critical), ...all.filter(({ critical }) => !critical)];
};
