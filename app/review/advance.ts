import type { Statement } from '../analysis/schema.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Meaning, ReaderStatement, ReviewContent, ReviewVersion, SealedVersion, Signature } from './review.ts';
import { bodyHash, sealed } from './seal.ts';
import { wordingOf } from './statementCatalogue.ts';

/** What a version is made on; all of it is bound by its seal. */
export interface ReviewGround {
  readonly recordingSha256: string;
  readonly analysisSha256: string;
  readonly correctionsSha256: string | null;
  /** The computer's statements, as the analysis of that hash has them. */
  readonly computer: readonly Pick<Statement, 'code' | 'text' | 'critical'>[];
}

export interface Author {
  readonly name: string;
  readonly role: string;
}

/** What a person does with a recording. */
export type ReviewAct =
  | { readonly kind: 'save'; readonly content: ReviewContent; readonly reason: string | null }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'sign'; readonly meaning: Meaning; readonly knownBy: Signature['knownBy'] };

/** The signed version that stands: the last signed or amended one; null when nothing was signed. */
export const standingVersion = (versions: readonly SealedVersion[]): SealedVersion | null =>
  versions.findLast(({ version }) => version.signature !== null) ?? null;

const notNow = (message: string) => refuse('not-allowed', message);

/**
 * The version that follows from an act on the versions so far:
 *
 *     (none) --save--> draft --confirm--> confirmed --sign--> signed
 *     draft, confirmed --save--> draft          signed --save with a reason--> draft (of an amendment)
 *     draft of an amendment --confirm--> confirmed --sign--> amended
 *
 * A signed version keeps standing until its amendment is signed. Errors: `not-allowed` when the act does not fit the state;
 * `invalid-input` when the content does not fit the computer's statements or the catalogue.
 */
export function advance(
  versions: readonly SealedVersion[],
  act: ReviewAct,
  ground: ReviewGround,
  author: Author,
  nowUtc: string,
): Result<SealedVersion> {
  const last = versions.at(-1) ?? null;
  const standing = standingVersion(versions);
  const frame = {
    schema: 'einthoven.review/1',
    recordingSha256: ground.recordingSha256,
    analysisSha256: ground.analysisSha256,
    correctionsSha256: ground.correctionsSha256,
    version: versions.length + 1,
    amends: standing?.sha256 ?? null,
    author: { ...author },
    at: nowUtc,
    previousSha256: last?.sha256 ?? null,
    signature: null,
  } satisfies Partial<ReviewVersion>;

  if (act.kind === 'save') {
    const unfit = whyUnfit(act.content, ground.computer);
    if (unfit !== null) return refuse('invalid-input', unfit);
    if (last === null && isEmpty(act.content))
      return refuse('invalid-input', 'Nothing has been read yet. Answer a statement or add one of your own.');
    const reason = act.reason ?? (last?.version.signature === null ? last.version.reason : null);
    if (standing !== null && reason === null) return notNow('This recording is signed. An amendment needs a reason.');
    return accept(
      sealed({ ...frame, status: 'draft', content: act.content, reason: standing === null ? null : reason }),
    );
  }
  if (last === null) return notNow('Nothing has been read yet.');
  const { status, content, reason } = last.version;
  const sameGround =
    last.version.analysisSha256 === ground.analysisSha256 &&
    last.version.correctionsSha256 === ground.correctionsSha256;
  if (!sameGround)
    return notNow('The analysis or the marks have changed since this was read. Look at it again and save it anew.');
  if (act.kind === 'confirm') {
    if (status !== 'draft') return notNow(`A review that is ${status} cannot be confirmed.`);
    const open = whyIncomplete(content, ground.computer);
    if (open !== null) return notNow(open);
    return accept(sealed({ ...frame, status: 'confirmed', content, reason }));
  }
  if (status !== 'confirmed') return notNow(`A review that is ${status} cannot be signed; confirm it first.`);
  const unsigned: ReviewVersion = { ...frame, status: standing === null ? 'signed' : 'amended', content, reason };
  const { name, role } = author;
  const { meaning, knownBy } = act;
  const signature = { name, role, at: nowUtc, meaning, knownBy, versionSha256: bodyHash(unsigned) };
  return accept(sealed({ ...unsigned, signature }));
}

/** Why a reader's statement cannot be kept; null when it can. */
export const whyUnfitStatement = ({ code, modifiers, text }: ReaderStatement): string | null => {
  if (code === null) return modifiers.length === 0 ? null : 'Free text takes no modifiers.';
  return wordingOf(code, modifiers) === text
    ? null
    : `«${text}» is not the wording of ${code} in the list of statements.`;
};

/** Nothing is answered, added or noted. */
export const isEmpty = ({ answered, own, criticalSeen, comment }: ReviewContent): boolean =>
  answered.length + own.length + criticalSeen.length === 0 && comment.trim() === '';

/** Why content cannot be kept at all. */
function whyUnfit(content: ReviewContent, computer: ReviewGround['computer']): string | null {
  const known = new Map(computer.map((statement) => [statement.code, statement]));
  const seen = new Set<string>();
  for (const { code, text, answer, changedTo } of content.answered) {
    if (known.get(code)?.text !== text) return `The computer did not state «${text}».`;
    if (seen.has(code)) return `«${text}» is answered twice.`;
    seen.add(code);
    if ((answer === 'changed') !== (changedTo !== null))
      return `«${text}»: what it is changed to does not fit the answer.`;
    const unfit = changedTo === null ? null : whyUnfitStatement(changedTo);
    if (unfit !== null) return unfit;
  }
  for (const code of content.criticalSeen)
    if (known.get(code)?.critical !== true) return `${code} is no critical statement of this recording.`;
  for (const statement of content.own) {
    const unfit = whyUnfitStatement(statement);
    if (unfit !== null) return unfit;
  }
  return null;
}

/** What is still open before a reader can confirm; null when nothing is. */
export function whyIncomplete(content: ReviewContent, computer: ReviewGround['computer']): string | null {
  const answered = new Set(content.answered.map(({ code }) => code));
  const open = computer.filter(({ code }) => !answered.has(code));
  if (open.length > 0)
    return `${open.length} of the computer's statements ${open.length === 1 ? 'is' : 'are'} not answered: ${open.map(({ text }) => text).join('; ')}.`;
  const unseen = computer.filter(({ code, critical }) => critical && !content.criticalSeen.includes(code));
  if (unseen.length > 0)
    return `A critical statement is not acknowledged: ${unseen.map(({ text }) => text).join('; ')}.`;
  const stands = content.own.length > 0 || content.answered.some(({ answer }) => answer !== 'rejected');
  return stands ? null : 'Nothing is stated. Add a statement, «Normal ECG» or «ECG cannot be interpreted» for example.';
}

/** What stands after a review, in order: the computer's statements agreed with or changed, then the reader's own. */
export const finalStatements = ({ answered, own }: ReviewContent): readonly ReaderStatement[] => [
  ...answered.flatMap(({ code, text, answer, changedTo }) => {
    if (answer === 'agreed') return [{ code, modifiers: [], text }];
    return changedTo === null ? [] : [changedTo];
  }),
  ...own,
];
