import { create } from 'zustand';
import type { StatedFinding, WorklistRow } from '../../app/ports.ts';
import type { Refusal } from '../../app/result.ts';
import { type WorklistQuery, type WorklistView, wholeWorklist } from '../../app/worklist/query.ts';
import { client } from '../platform/client.ts';
import { idsToRead, keptRows, type Stretch } from './rowWindow.ts';

/** What made the list as it is now: the reader's own question, or recordings that came or changed. */
export type Cause = 'asked' | 'changed';

interface Worklist {
  readonly query: WorklistQuery;
  /** What the query leaves, in its order; rows are read for the stretch in sight alone. */
  readonly ids: Int32Array;
  /** Recordings in the archive. */
  readonly all: number;
  readonly cause: Cause;
  /** Rows read so far, of the stretch in sight and around it. */
  readonly rows: ReadonlyMap<number, WorklistRow>;
  /** What can be filtered by; read when the filters are opened. */
  readonly findings: readonly StatedFinding[];
  readonly views: readonly WorklistView[];
  /** Something was asked that is not answered yet. */
  readonly pending: boolean;
  readonly loaded: boolean;
  readonly error: Refusal | null;
}

export const useWorklist = create<Worklist>()(() => ({
  query: wholeWorklist,
  ids: new Int32Array(0),
  all: 0,
  cause: 'asked',
  rows: new Map(),
  findings: [],
  views: [],
  pending: false,
  loaded: false,
  error: null,
}));

const state = () => useWorklist.getState();

/** Places that the list shows; as many as a first look needs before there is one. */
let inSight: Stretch = { from: 0, to: 30 };

const rowsOf = async (ids: readonly number[]): Promise<readonly WorklistRow[]> => {
  if (ids.length === 0) return [];
  const answer = await client.listRecordings({ ids: [...ids] });
  if (!answer.ok) useWorklist.setState({ error: answer.error });
  return answer.ok ? answer.value : [];
};

const readRows = async (again: boolean): Promise<void> => {
  const { ids, rows } = state();
  const read = await rowsOf(idsToRead(ids, again ? new Map() : rows, inSight));
  if (read.length > 0) useWorklist.setState((now) => ({ rows: keptRows(now.ids, now.rows, read, inSight) }));
};

let finding: Promise<void> | null = null;
let meanwhile: Cause | null = null;
const askedMeanwhile = (): boolean => meanwhile === 'asked';
const takeMeanwhile = (): Cause | null => {
  const cause = meanwhile;
  meanwhile = null;
  return cause;
};

/** The answer to the question as it stands, with the rows of the stretch in sight, so that the list changes once. */
const answerOnce = async (cause: Cause): Promise<void> => {
  const answer = await client.findRecordings({ query: state().query });
  if (!answer.ok) return useWorklist.setState({ error: answer.error, loaded: true, pending: false });
  if (askedMeanwhile()) return;
  const { ids, all } = answer.value;
  const read = await rowsOf(idsToRead(ids, state().rows, inSight));
  if (askedMeanwhile()) return;
  useWorklist.setState(({ rows }) => ({
    ids,
    all,
    rows: keptRows(ids, rows, read, inSight),
    cause,
    loaded: true,
    pending: false,
    error: null,
  }));
};

const findUntilAnswered = async (first: Cause): Promise<void> => {
  for (let cause: Cause | null = first; cause !== null; cause = takeMeanwhile()) await answerOnce(cause);
  finding = null;
};

/** Asks for the order of the list; one question at a time, the last one wins. */
const find = (cause: Cause): Promise<void> => {
  if (finding === null) finding = findUntilAnswered(cause);
  else if (meanwhile !== 'asked') meanwhile = cause;
  return finding;
};

/** Changes search, filters or order, and shows what is left. */
export const ask = (change: Partial<WorklistQuery>): Promise<void> => {
  useWorklist.setState(({ query }) => ({ query: { ...query, ...change }, pending: true }));
  return find('asked');
};

/** The list shows these places of the order: their rows are read when they are not there yet. */
export const showStretch = (stretch: Stretch): void => {
  inSight = stretch;
  void readRows(false);
};

let reading: Promise<void> | null = null;
let refreshAgain = false;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const readUntilQuiet = async (): Promise<void> => {
  do {
    refreshAgain = false;
    const startMs = performance.now();
    await find('changed');
    await readRows(true);
    const tookMs = performance.now() - startMs;
    // A long list takes long to sort: never spend more than a fifth of the time on it.
    await wait(Math.max(150, tookMs * 4));
  } while (refreshAgain);
  reading = null;
};

/**
 * Reads the list anew; done when what was asked for is on screen. While a batch runs this is asked many times a second;
 * one reading at a time is enough.
 */
export const refreshWorklist = (): Promise<void> => {
  if (reading === null) reading = readUntilQuiet();
  else refreshAgain = true;
  return reading;
};

/** The codes that filters are made of, counted anew. */
export const readFindings = async (): Promise<void> => {
  const answer = await client.statedFindings({});
  if (answer.ok) useWorklist.setState({ findings: answer.value });
};

export const readViews = async (): Promise<void> => {
  const answer = await client.worklistViews({});
  if (answer.ok) useWorklist.setState({ views: answer.value });
};

export const keepView = async (view: WorklistView): Promise<void> => {
  const answer = await client.keepWorklistView({ view });
  if (answer.ok) useWorklist.setState({ views: answer.value });
  else useWorklist.setState({ error: answer.error });
};

export const dropView = async (name: string): Promise<void> => {
  const answer = await client.dropWorklistView({ name });
  if (answer.ok) useWorklist.setState({ views: answer.value });
  else useWorklist.setState({ error: answer.error });
};
