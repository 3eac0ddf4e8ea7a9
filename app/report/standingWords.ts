import { type CriticalBeside, isChangedSinceSigned, type ReadStatement, type Standing } from './standing.ts';
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

const criticalText = 'CRITICAL';
const unseenText = `${criticalText}, not acknowledged by a reader`;

const plain = (text: string): Statement => ({ text, detail: null, weight: 'regular', critical: false });

/** What is critical stays so when it is read. */
const readStatement = ({ text, critical }: ReadStatement): Statement => {
  if (critical === null) return { ...plain(text), weight: 'semibold' };
  return critical === 'acknowledged'
    ? { text: `${criticalText}: ${text}`, detail: 'acknowledged by the reader', weight: 'semibold', critical: true }
    : { text: `${unseenText}: ${text}`, detail: null, weight: 'semibold', critical: true };
};

const besideStatement = ({ text, became }: CriticalBeside): Statement =>
  became === 'not acknowledged'
    ? readStatement({ text, critical: became })
    : plain(`The computer’s critical statement «${text}» was acknowledged and ${became}.`);

/** What a reading states, then the critical statements that it does not repeat. */
export const readingStatements = (
  standing: Exclude<Standing, { readonly kind: 'unconfirmed' }>,
): readonly Statement[] => [...standing.statements.map(readStatement), ...standing.criticalBeside.map(besideStatement)];

/** The reader's own words, in their order; null where the computer's stand alone. */
export const readerStatements = (standing: Standing): readonly Statement[] | null => {
  if (standing.kind === 'unconfirmed') return null;
  return [
    ...readingStatements(standing),
    ...(standing.comment === '' ? [] : [plain(standing.comment)]),
    ...(standing.kind === 'confirmed' || standing.reason === null ? [] : [plain(`Amended: ${standing.reason}`)]),
  ];
};
