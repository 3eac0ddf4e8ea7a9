import { isChangedSinceSigned, type Standing } from './standing.ts';
import type { Statement } from './statements.ts';
import { instantText, unconfirmedText } from './words.ts';

const shortHash = (sha256: string): string => sha256.slice(0, 12);

/** What stands framed at the top of every page, a line each: a signature never alone over values that it is not under. */
export const standingTitle = (standing: Standing): readonly string[] => {
  if (standing.kind === 'unconfirmed') return [unconfirmedText];
  if (standing.kind === 'confirmed') return ['Confirmed, not signed'];
  const signed = standing.kind === 'signed' ? 'Signed' : 'Signed, amended';
  return isChangedSinceSigned(standing) ? [`${signed}, but changed since:`, 'values below are not signed'] : [signed];
};

const meaningWords: Readonly<Record<string, string>> = {
  authorship: 'as its author',
  review: 'after review',
  approval: 'in approval',
  responsibility: 'taking responsibility',
};

/** Who, when, what for and which version: a signature as 21 CFR 11.50 wants it on paper. null where nobody answers yet. */
export const standingLine = (standing: Standing): string | null => {
  if (standing.kind === 'unconfirmed') return null;
  const { by, role, at, version, sha256 } = standing;
  const which = `version ${version} (${shortHash(sha256)})`;
  if (standing.kind === 'confirmed')
    return `Confirmed by ${by}, ${role}, ${instantText(at)}  ·  ${which}  ·  not signed`;
  return [
    `Signed by ${by}, ${role}, ${instantText(at)}, ${meaningWords[standing.meaning] ?? standing.meaning}`,
    which,
    ...(standing.byPassword ? [] : ['identity not checked: private desk']),
    ...(standing.onAnotherAnalysis ? ['analysis or marks have changed since signed, the values are not signed'] : []),
    ...(standing.beingAmended ? ['an amendment is being written'] : []),
  ].join('  ·  ');
};

/** The reader's own words, in their order; null where the computer's stand alone. */
export const readerStatements = (standing: Standing): readonly Statement[] | null => {
  if (standing.kind === 'unconfirmed') return null;
  const plain = (text: string): Statement => ({ text, detail: null, weight: 'regular', critical: false });
  return [
    ...standing.statements.map((text): Statement => ({ ...plain(text), weight: 'semibold' })),
    ...(standing.comment === '' ? [] : [plain(standing.comment)]),
    ...(standing.kind === 'confirmed' || standing.reason === null ? [] : [plain(`Amended: ${standing.reason}`)]),
  ];
};
