import { wilson } from '../models/comparison/wilson.ts';
import { standingVersion } from './advance.ts';
import type { SealedVersion } from './review.ts';

/** One statement over all signed reviews. */
export interface LedgerLine {
  readonly code: string;
  /** The computer stated it and the reader agreed. */
  readonly agreed: number;
  /** The reader put another statement in its place. */
  readonly changed: number;
  /** The reader rejected it. */
  readonly rejected: number;
  /** The reader added it, by this code, where the computer had not stated it. */
  readonly added: number;
  /** agreed / (agreed + changed + rejected) with its 95 % interval by Wilson; null when the computer never stated it. */
  readonly agreement: { readonly share: number; readonly low: number; readonly high: number } | null;
}

/** Days of UTC, ISO 8601, both included; null: open. */
export interface LedgerDays {
  readonly from: string | null;
  readonly to: string | null;
}

export interface Ledger {
  /** Recordings with a signed review: only what somebody answers for counts. */
  readonly recordings: number;
  /** Most often disagreed with first, then by code. */
  readonly lines: readonly LedgerLine[];
}

interface Tally {
  agreed: number;
  changed: number;
  rejected: number;
  added: number;
}

/** How often the computer stated it. */
export const timesStated = ({ agreed, changed, rejected }: Omit<LedgerLine, 'agreement'>): number =>
  agreed + changed + rejected;

const signedWithin = ({ version }: SealedVersion, { from, to }: LedgerDays): boolean => {
  const day = version.at.slice(0, 10);
  return (from === null || day >= from) && (to === null || day <= to);
};

/**
 * Computer against reader by statement, over the versions of each recording; of each the signed version that stands, where it
 * was signed on these days.
 */
export function disagreementLedger(
  recordings: Iterable<readonly SealedVersion[]>,
  days: LedgerDays = { from: null, to: null },
): Ledger {
  const tallies = new Map<string, Tally>();
  const tallyOf = (code: string): Tally => {
    const known = tallies.get(code);
    if (known !== undefined) return known;
    const fresh = { agreed: 0, changed: 0, rejected: 0, added: 0 };
    tallies.set(code, fresh);
    return fresh;
  };
  let count = 0;
  for (const versions of recordings) {
    const standing = standingVersion(versions);
    if (standing === null || !signedWithin(standing, days)) continue;
    count += 1;
    const { answered, own } = standing.version.content;
    const stated = new Set(answered.map(({ code }) => code));
    const added = new Set<string>();
    for (const { code, answer, changedTo } of answered) {
      // A change that keeps the code is of words or degree alone: the finding was right.
      const sameFinding = answer === 'changed' && changedTo?.code === code;
      tallyOf(code)[sameFinding ? 'agreed' : answer] += 1;
      if (changedTo?.code != null) added.add(changedTo.code);
    }
    for (const { code } of own) if (code !== null) added.add(code);
    for (const code of added) if (!stated.has(code)) tallyOf(code).added += 1;
  }
  const against = ({ changed, rejected, added }: LedgerLine): number => changed + rejected + added;
  const lines = [...tallies].map(([code, tally]): LedgerLine => {
    const stated = timesStated({ code, ...tally });
    const agreement = stated === 0 ? null : { share: tally.agreed / stated, ...wilson(tally.agreed, stated) };
    return { code, ...tally, agreement };
  });
  return {
    recordings: count,
    lines: lines.sort((a, b) => against(b) - against(a) || (a.code < b.code ? -1 : 1)),
  };
}
