import { describe, expect, it } from 'vitest';
import type { Analysis } from '../analysis/schema.ts';
import type { FileBundle, ImportBatch, Progress } from '../ports.ts';
import { defaultOptions } from '../ports.ts';
import { accept, type Result, refuse } from '../result.ts';
import { type AnalyzedFile, analyzeFiles } from './analyzeFiles.ts';
import { type ImportRecordingsPorts, type ImportSummary, importRecordings } from './importRecordings.ts';

/** What the stand-in archive keeps: hash -> whether it has an analysis. */
type Kept = Map<string, boolean>;
interface Stand {
  readonly ports: ImportRecordingsPorts;
  readonly kept: Kept;
  readonly analysed: string[];
  readonly trail: string[];
  /** Ids of imports that may be gone on with, and how far they came. */
  readonly unfinished: Map<number, string>;
  mostAtOnce: number;
}

const batch: ImportBatch = {
  id: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  resumedAt: null,
  paths: ['x'],
  done: 0,
  total: 0,
};
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
// The outcome passes through these workflows unopened.
const analysis = { schema: 'einthoven.analysis/1' } as Analysis;

/** Files are named after what happens to them: `ok`, `bad` refused by the decoder, `gone` unreadable, `boom` throws; same hash after "=". */
const isPhoto = (path: string): boolean => path.endsWith('.jpg');

function stand(names: readonly string[], onAnalyze: (path: string) => void = () => {}): Stand {
  let atOnce = 0;
  const kept: Kept = new Map();
  const analysed: string[] = [];
  const trail: string[] = [];
  const unfinished = new Map<number, string>();
  const state: Stand = {
    kept,
    unfinished,
    trail,
    analysed,
    mostAtOnce: 0,
    ports: {
      fileSource: {
        find: async () => ({
          found: names
            .filter((path) => !isPhoto(path))
            .map((path) => ({
              path,
              error: path.startsWith('gone') ? refuse('not-found', 'gone', path).error : null,
            })),
          others: names
            .filter(isPhoto)
            .map((path) => ({ path, error: refuse('unknown-format', 'no ECG', path).error })),
        }),
        read: async (path): Promise<Result<FileBundle>> =>
          accept({ path, files: [], sha256: path.split('=')[1] ?? path }),
      },
      analysis: {
        analyze: async ({ path }, _, signal) => {
          atOnce += 1;
          state.mostAtOnce = Math.max(state.mostAtOnce, atOnce);
          // Earlier files take longer, so that order does not come by itself.
          await later(Math.max(1, 20 - names.indexOf(path)));
          atOnce -= 1;
          if (path.startsWith('boom')) throw new Error('made to fail');
          if (signal.aborted) return refuse('cancelled', 'cancelled', path);
          analysed.push(path);
          onAnalyze(path);
          return path.startsWith('bad') ? refuse('truncated', 'too short', path) : accept(analysis);
        },
      },
      archive: {
        imports: {
          begin: async () => batch,
          resume: async () => batch,
          note: async (id, done, total) => void unfinished.set(id, `${done} of ${total}`),
          end: async (id, finished) => void (finished && unfinished.delete(id)),
          unfinished: async () => [batch],
          tookIn: async (_batch, _id, path) => path.startsWith('ours'),
        },
        idOf: async (sha256) => (kept.get(sha256) === true ? [...kept.keys()].indexOf(sha256) + 1 : null),
        appendAudit: async (draft) => {
          trail.push(`${draft.type} ${draft.detail.code}`);
          return { ...draft, seq: trail.length, at: '', actor: '', previousHash: '', hash: '' };
        },
        takeIn: async ({ sha256, path }, _, outcome) => {
          if (path.startsWith('full')) return refuse('archive-failed', 'disk full', path);
          const known = kept.has(sha256);
          if (outcome.ok || !known) kept.set(sha256, outcome.ok);
          const id = [...kept.keys()].indexOf(sha256) + 1;
          return accept({ id, kind: known ? ('duplicate' as const) : ('taken' as const) });
        },
      },
    },
  };
  return state;
}

const run = (
  state: Stand,
  signal: AbortSignal = new AbortController().signal,
  progress: Progress[] = [],
  mayGoOn?: (signal: AbortSignal) => Promise<void>,
) =>
  importRecordings(batch, defaultOptions, state.ports, {
    onProgress: (step) => progress.push(step),
    signal,
    inFlight: 4,
    ...(mayGoOn === undefined ? {} : { mayGoOn }),
  });
const lines = ({ files }: ImportSummary) =>
  files.map((file) => `${file.file} ${file.kind} ${file.recordingId}${'error' in file ? ` ${file.error.code}` : ''}`);

describe('importRecordings', () => {
  it('takes in what it can, lists the refused with reasons, and behind them what is no ECG', async () => {
    const progress: Progress[] = [];
    const state = stand(['photo.jpg', 'ok1', 'bad1', 'gone1', 'boom1', 'full1', 'ok2']);
    const summary = await run(state, undefined, progress);
    expect(summary.cancelled).toBe(false);
    expect(lines(summary)).toEqual([
      'ok1 taken 1',
      'bad1 refused 2 truncated',
      'gone1 refused null not-found',
      'boom1 refused null internal',
      'full1 refused null archive-failed',
      'ok2 taken 3',
      'photo.jpg other null unknown-format',
    ]);
    expect(state.unfinished.size).toBe(0);
    expect(state.trail).toEqual(['recording-refused not-found', 'recording-refused internal']);
    expect(progress.at(-1)).toEqual({ stage: 'analysing', done: 6, total: 6 });
    expect(state.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it('does not analyse again what is there, but tries the refused again', async () => {
    const state = stand(['ok1', 'bad1']);
    await run(state);
    state.analysed.length = 0;
    expect(lines(await run(state))).toEqual(['ok1 duplicate 1', 'bad1 refused 2 truncated']);
    expect(state.analysed).toEqual(['bad1']);
  });

  it('counts the same content twice in one batch as one recording', async () => {
    expect(lines(await run(stand(['ok1=h', 'ok2=h', 'ok3=h'])))).toEqual([
      'ok1=h taken 1',
      'ok2=h duplicate 1',
      'ok3=h duplicate 1',
    ]);
  });

  it('counts as taken what this import took before it was cut off, once', async () => {
    const state = stand(['ours1=h', 'ours2=h', 'ok1']);
    state.kept.set('h', true);
    expect(lines(await run(state))).toEqual(['ours1=h taken 1', 'ours2=h duplicate 1', 'ok1 taken 2']);
  });

  it('begins nothing while it is paused, nor after a cancel in the pause', async () => {
    let goOn = () => {};
    const paused = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const state = stand(['ok1', 'ok2']);
    const whole = run(state, undefined, [], () => paused);
    await later(20);
    expect(state.analysed).toEqual([]);
    goOn();
    expect((await whole).files).toHaveLength(2);

    const controller = new AbortController();
    const cut = run(stand(['ok1']), controller.signal, [], async () => controller.abort());
    expect(await cut).toMatchObject({ cancelled: true, files: [] });
  });

  it('keeps what was done before a cancel', async () => {
    const controller = new AbortController();
    const names = Array.from({ length: 30 }, (_, index) => `ok${index}`);
    const state = stand(names, (path) => {
      if (path === 'ok9') controller.abort();
    });
    const summary = await run(state, controller.signal);
    expect(summary.cancelled).toBe(true);
    expect(summary.files.length).toBeGreaterThanOrEqual(9);
    expect(summary.files.length).toBeLessThan(14);
    expect(state.kept.size).toBe(summary.files.length);
    expect(state.unfinished.get(1)).toBe(`${summary.files.length} of 30`);
    // Every finished analysis was kept: none was thrown away by the cancel.
    expect(state.kept.size).toBe(state.analysed.length);
  });
});

describe('analyzeFiles', () => {
  it('gives results in the order of the input, a bounded number at a time', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `ok${index}`);
    const state = stand(names);
    const signal = new AbortController().signal;
    const underWay = await analyzeFiles(['x'], defaultOptions, state.ports, {
      onProgress: () => {},
      signal,
      inFlight: 3,
    });
    expect(underWay).toMatchObject({ total: 12, others: [] });
    const results: AnalyzedFile[] = [];
    for await (const result of underWay.results) results.push(result);
    expect(results.map(({ path }) => path)).toEqual(names);
    expect(state.mostAtOnce).toBe(3);
  });

  it('gives nothing for an empty folder', async () => {
    const signal = new AbortController().signal;
    const { ports } = stand([]);
    const underWay = await analyzeFiles(['x'], defaultOptions, ports, { onProgress: () => {}, signal, inFlight: 3 });
    for await (const result of underWay.results) expect.unreachable(result.path);
    expect(underWay.total).toBe(0);
  });
});
