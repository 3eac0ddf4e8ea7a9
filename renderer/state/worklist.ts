import { create } from 'zustand';
import type { WorklistRow } from '../../app/ports.ts';
import type { Refusal } from '../../app/result.ts';
import { client } from '../platform/client.ts';
import { matchingRows } from './matchingRows.ts';

interface Worklist {
  readonly rows: readonly WorklistRow[];
  /** `rows` that the search leaves. */
  readonly shown: readonly WorklistRow[];
  readonly search: string;
  readonly loaded: boolean;
  readonly error: Refusal | null;
  readonly setSearch: (search: string) => void;
  readonly setRows: (rows: readonly WorklistRow[]) => void;
  readonly setError: (error: Refusal) => void;
}

export const useWorklist = create<Worklist>()((set) => ({
  rows: [],
  shown: [],
  search: '',
  loaded: false,
  error: null,
  setSearch: (search) => set(({ rows }) => ({ search, shown: matchingRows(rows, search) })),
  setRows: (rows) => set(({ search }) => ({ rows, shown: matchingRows(rows, search), loaded: true, error: null })),
  setError: (error) => set({ error, loaded: true }),
}));

let reading: Promise<void> | null = null;
let readAgain = false;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const readUntilQuiet = async (): Promise<void> => {
  do {
    readAgain = false;
    const startMs = performance.now();
    const answer = await client.listRecordings({});
    const tookMs = performance.now() - startMs;
    const { setRows, setError } = useWorklist.getState();
    if (answer.ok) setRows(answer.value);
    else setError(answer.error);
    // A long list takes long to read: never spend more than a fifth of the time on it.
    await wait(Math.max(150, tookMs * 4));
  } while (readAgain);
  reading = null;
};

/**
 * Reads the list anew; done when what was asked for is on screen. While a batch runs this is asked many times a second;
 * one reading at a time is enough.
 */
export const refreshWorklist = (): Promise<void> => {
  if (reading === null) reading = readUntilQuiet();
  else readAgain = true;
  return reading;
};
