import { create } from 'zustand';
import type { Output } from '../../app/contract/table.ts';
import { isEmpty, standingVersion, whyIncomplete } from '../../app/review/advance.ts';
import {
  type Answer,
  emptyContent,
  type Meaning,
  type ReaderStatement,
  type ReviewContent,
} from '../../app/review/review.ts';
import { client } from '../platform/client.ts';
import { texts } from '../texts.ts';
import { reopen, useViewer } from './viewer.ts';

export type Review = Output<'readReview'>;

interface ReviewState {
  readonly recordingId: number | null;
  readonly review: Review | null;
  /** What the reader has made of it, saved or not. */
  readonly content: ReviewContent;
  readonly dirty: boolean;
  /** Code of the computer's statement whose replacement is being chosen. */
  readonly changing: string | null;
  /** Why an amendment is made, once it has begun. */
  readonly reason: string | null;
  readonly error: { readonly message: string; readonly conflict: boolean } | null;
  readonly busy: boolean;
}

const closed: ReviewState = {
  recordingId: null,
  review: null,
  content: emptyContent,
  dirty: false,
  changing: null,
  reason: null,
  error: null,
  busy: false,
};

export const useReview = create<ReviewState>()(() => closed);

const { getState, setState } = useReview;

/** Reads the review of a recording; what the reader had changed and not saved is gone. */
const load = async (recordingId: number): Promise<void> => {
  setState({ ...closed, recordingId });
  const answer = await client.readReview({ recordingId });
  if (getState().recordingId !== recordingId) return;
  if (!answer.ok) return setState({ error: { message: answer.error.message, conflict: false } });
  const last = answer.value.versions.at(-1)?.version ?? null;
  setState({ review: answer.value, content: last?.content ?? emptyContent });
};

/** Follows the viewer. A draft that the reader leaves is saved. */
export const startReview = (): void => {
  useViewer.subscribe(({ opened }, before) => {
    if (opened === before.opened) return;
    const { dirty, content, review } = getState();
    if (dirty && !(isEmpty(content) && review?.versions.length === 0)) void saveDraft();
    if (opened === null || opened.refusal !== null) setState(closed);
    else void load(opened.row.id);
  });
};

export const readAgain = (): void => {
  const { recordingId } = getState();
  if (recordingId !== null) void load(recordingId);
};

const change = (part: Partial<ReviewContent>): void =>
  setState(({ content }) => ({ content: { ...content, ...part }, dirty: true, error: null }));

export const answer = (code: string, text: string, given: Answer): void => {
  if (given === 'changed') setState({ changing: code });
  else put(code, text, given, null);
};

const put = (code: string, text: string, given: Answer, changedTo: ReaderStatement | null): void => {
  const others = getState().content.answered.filter((each) => each.code !== code);
  change({ answered: [...others, { code, text, answer: given, changedTo }] });
  setState({ changing: null });
};

/** A statement from the list or in free words: in place of the one that is being changed, or beside the others. */
export const addStatement = (statement: ReaderStatement): void => {
  const { changing, review, content } = getState();
  const replaced = review?.computer.find(({ code }) => code === changing);
  if (replaced !== undefined) put(replaced.code, replaced.text, 'changed', statement);
  else if (!content.own.some(({ text }) => text === statement.text)) change({ own: [...content.own, statement] });
};

export const stopChanging = (): void => setState({ changing: null });
export const replaceOwn = (index: number, statement: ReaderStatement): void =>
  change({ own: getState().content.own.map((each, at) => (at === index ? statement : each)) });
export const removeOwn = (index: number): void =>
  change({ own: getState().content.own.filter((_, at) => at !== index) });
export const setComment = (comment: string): void => change({ comment });
export const markSeen = (code: string, seen: boolean): void => {
  const others = getState().content.criticalSeen.filter((each) => each !== code);
  change({ criticalSeen: seen ? [...others, code] : others });
};
export const beginAmendment = (reason: string): void => setState({ reason, dirty: true });

type Done = Awaited<ReturnType<typeof client.confirmReview>>;

const expectedNow = (): string | null => getState().review?.versions.at(-1)?.sha256 ?? null;

/** Runs one act and takes its version in; false when it was refused. */
const perform = async (act: (recordingId: number, expected: string | null) => Promise<Done>): Promise<boolean> => {
  const { recordingId } = getState();
  if (recordingId === null) return false;
  setState({ busy: true, error: null });
  const done = await act(recordingId, expectedNow());
  if (getState().recordingId !== recordingId) return done.ok;
  if (!done.ok) {
    const { code, message } = done.error;
    setState({ busy: false, error: { message, conflict: code === 'conflict' } });
    return false;
  }
  const { value } = done;
  setState(({ review }) => ({
    busy: false,
    dirty: false,
    review: review === null ? null : { ...review, versions: [...review.versions, value] },
    ...(value.version.signature === null ? {} : { reason: null }),
  }));
  return true;
};

export const saveDraft = (): Promise<boolean> => {
  const { content, reason } = getState();
  return perform((recordingId, expected) => client.saveReview({ recordingId, expected, content, reason }));
};

/** Nothing is saved of what cannot be confirmed yet: the reader is told what is open. */
export const confirm = async (): Promise<void> => {
  const { content, review } = getState();
  const open = whyIncomplete(content, review?.computer ?? []);
  if (open !== null) return setState({ error: { message: `${open} ${texts.review.howToAnswer}`, conflict: false } });
  const last = getState().review?.versions.at(-1)?.version;
  if ((getState().dirty || last?.status !== 'draft') && !(await saveDraft())) return;
  await perform((recordingId, expected) => client.confirmReview({ recordingId, expected }));
};

export const sign = (meaning: Meaning, password: string | null): Promise<boolean> =>
  perform((recordingId, expected) => client.signReview({ recordingId, expected, meaning, password }));

export const commitImpression = async (): Promise<void> => {
  const { recordingId, content } = getState();
  if (recordingId === null) return;
  const done = await client.commitImpression({ recordingId, statements: [...content.own] });
  if (!done.ok) return setState({ error: { message: done.error.message, conflict: false } });
  setState({ dirty: false });
  // Now main sends what it has kept back.
  await reopen();
};

/** Nothing is signed yet, or an amendment has begun; not in blind-first reading before the first impression. */
export const isOpenForAnswers = ({ review, reason }: Pick<ReviewState, 'review' | 'reason'>): boolean =>
  review !== null &&
  !review.blind &&
  (standingOf(review) === null || reason !== null || review.versions.at(-1)?.version.signature === null);

/** A reader has confirmed what the program says, or signed. */
export const isConfirmed = (review: Review | null): boolean =>
  standingOf(review) !== null || review?.versions.at(-1)?.version.status === 'confirmed';

/** The signed version that stands; null when nothing is signed. */
export const standingOf = (review: Review | null) => standingVersion(review?.versions ?? [])?.version ?? null;
