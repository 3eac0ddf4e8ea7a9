import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Archive, defaultOptions, type WatchSettings } from '../../../app/ports.ts';
import { accept, refuse } from '../../../app/result.ts';
import type { ImportedFile } from '../../../app/workflow/importRecordings.ts';
import { wholeWorklist } from '../../../app/worklist/query.ts';
import { analysisOf, openOrThrow } from '../archive/fixtures.ts';
import { createFileSource } from '../fileSource/createFileSource.ts';
import { zipOf } from '../fileSource/zipOf.testing.ts';
import { moveAway } from './moveAway.ts';
import { type FolderWatch, watchFolder } from './watchFolder.ts';

let folder = '';
let archive: Archive;
const watches: FolderWatch[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
  mkdirSync(at('in'));
  archive = await openOrThrow(at('archive.sqlite'));
});
afterEach(async () => {
  for (const one of watches.splice(0)) await one.stop();
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => join(folder, ...names);
const header = (name: string): string => `${name} 1 100 4\n${name}.dat 16 1000/mV 16 0 0 0 0 II\n# ${name}\n`;
const record = (name: string, below = 'in'): void => {
  mkdirSync(at(below), { recursive: true });
  writeFileSync(at(below, `${name}.hea`), header(name));
  writeFileSync(at(below, `${name}.dat`), Buffer.alloc(8));
};
const events = async () => (await archive.auditEvents({ fromSeq: 1, limit: 1000 })).map(({ type }) => type);

const begin = async (settings: Partial<WatchSettings> = {}) => {
  const files: string[] = [];
  const analysed: string[] = [];
  const started = await watchFolder(
    { folder: at('in'), moveTo: null, quietS: 0.3, polling: false, ...settings },
    {
      fileSource: createFileSource(),
      archive,
      analysis: {
        analyze: async (bundle) => {
          analysed.push(bundle.path);
          return bundle.path.includes('bad') ? refuse('truncated', 'too short') : accept(analysisOf(bundle, 'p'));
        },
      },
    },
    {
      options: async () => defaultOptions,
      inFlight: 2,
      onStatus: () => {},
      onFile: (file: ImportedFile) => void files.push(`${file.file.slice(folder.length + 1)} ${file.kind}`),
    },
  );
  if (!started.ok) throw new Error(started.error.message);
  watches.push(started.value);
  return { watch: started.value, files, analysed };
};
const patience = { timeout: 10_000, interval: 50 };
const long = 30_000;

describe('watchFolder', () => {
  it(
    'takes what lies there and what comes, each once, also after a restart; originals stay',
    async () => {
      record('a');
      writeFileSync(at('in', 'notes.txt'), 'no ECG');
      const first = await begin();
      writeFileSync(at('in', 'empty.xml'), '');
      writeFileSync(at('in', 'sparse.dcm'), new Uint8Array(1000));
      writeFileSync(at('in', 'z.zip'), zipOf([{ name: 'read.me', bytes: Buffer.from('see above') }]));
      const lyingThere = [
        'in/a.hea taken',
        'in/empty.xml refused',
        'in/notes.txt other',
        'in/sparse.dcm refused',
        'in/z.zip/read.me other',
      ];
      await vi.waitFor(() => expect([...first.files].sort()).toEqual(lyingThere), patience);
      record('b', 'in/deep');
      record('bad', 'in/deep');
      await vi.waitFor(() => expect(first.files).toHaveLength(7), patience);
      expect([...first.files].sort()).toEqual([...lyingThere, 'in/deep/b.hea taken', 'in/deep/bad.hea refused'].sort());
      await vi.waitFor(
        () => expect(first.watch.status()).toMatchObject({ waiting: 0, taken: 2, refused: 3 }),
        patience,
      );
      await first.watch.stop();

      const second = await begin();
      record('c');
      await vi.waitFor(() => expect(second.files).toEqual(['in/c.hea taken']), patience);
      expect(second.analysed).toHaveLength(1);
      await second.watch.stop();
      expect((await archive.find(wholeWorklist)).all).toBe(4);
      expect(readFileSync(at('in', 'a.hea'), 'utf8')).toBe(header('a'));
      expect((await events()).filter((type) => type.startsWith('watch'))).toEqual([
        'watch-started',
        'watch-stopped',
        'watch-started',
        'watch-stopped',
      ]);
      expect((await archive.verifyAudit('content')).intact).toBe(true);
    },
    long,
  );

  it(
    'waits until a file has stopped growing and its companions are there',
    async () => {
      const { files, watch } = await begin({ quietS: 0.8 });
      writeFileSync(at('in', 'a.hea'), header('a'));
      writeFileSync(at('in', 'slow.csv'), 'time (s),I (mV)\n');
      for (let i = 0; i < 6; i++) {
        appendFileSync(at('in', 'slow.csv'), `${i / 100},0.${i}\n`);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      expect(files).toEqual([]);
      await vi.waitFor(() => expect(files).toEqual(['in/slow.csv taken']), patience);
      expect(watch.status().waiting).toBe(1);
      writeFileSync(at('in', 'a.dat'), Buffer.alloc(8));
      await vi.waitFor(() => expect(files).toEqual(['in/slow.csv taken', 'in/a.hea taken']), patience);
    },
    long,
  );

  it(
    'moves originals away once they are in, replaces nothing, leaves the refused',
    async () => {
      record('a');
      record('bad');
      mkdirSync(at('done'));
      writeFileSync(at('done', 'a.hea'), 'another one');
      writeFileSync(
        at('in', 'z.zip'),
        zipOf([
          { name: 'q.hea', bytes: Buffer.from(header('q')) },
          { name: 'q.dat', bytes: Buffer.alloc(8) },
        ]),
      );
      const { files } = await begin({ moveTo: at('done') });
      await vi.waitFor(() => expect(files).toHaveLength(3), patience);
      await vi.waitFor(() => expect(readdirSync(at('in')).sort()).toEqual(['bad.dat', 'bad.hea']), patience);
      expect(readFileSync(at('done', 'a.hea'), 'utf8')).toBe('another one');
      expect(readdirSync(at('done', 'a.hea-2')).sort()).toEqual(['a.dat', 'a.hea']);
      expect(existsSync(at('done', 'z.zip'))).toBe(true);
      expect([...files].sort()).toEqual(['in/a.hea taken', 'in/bad.hea refused', 'in/z.zip/q.hea taken']);
    },
    long,
  );

  it(
    'polls where it is told to, and stands a loop of links and a folder that goes away',
    async () => {
      mkdirSync(at('in', 'sub'));
      symlinkSync(at('in'), at('in', 'sub', 'up'));
      const { files, watch } = await begin({ polling: true });
      record('a');
      await vi.waitFor(() => expect(files).toEqual(['in/a.hea taken']), patience);
      rmSync(at('in'), { recursive: true });
      await vi.waitFor(() => expect(watch.status().trouble).toContain('not there'), patience);
      record('b');
      await vi.waitFor(() => expect(files).toEqual(['in/a.hea taken', 'in/b.hea taken']), patience);
      expect(watch.status().trouble).toBeNull();
    },
    long,
  );

  it('refuses a folder that is none, and a place to move to that holds it', async () => {
    const ports = {
      fileSource: createFileSource(),
      archive,
      analysis: { analyze: async () => refuse('internal', '') },
    };
    const control = { options: async () => defaultOptions, inFlight: 1, onStatus: () => {} };
    const code = async (watched: string, moveTo: string | null) => {
      const begun = await watchFolder({ folder: watched, moveTo, quietS: 1, polling: false }, ports, control);
      return begun.ok ? 'ok' : begun.error.code;
    };
    expect(await code(at('nowhere'), null)).toBe('not-found');
    expect(await code(at('archive.sqlite'), null)).toBe('not-a-file');
    expect(await code(at('in'), at('in'))).toBe('invalid-input');
    expect(await code(at('in'), folder)).toBe('invalid-input');
  });
});

describe('moveAway', () => {
  it('leaves all of them in their place when one cannot be moved', async () => {
    record('a');
    const moved = await moveAway([at('in', 'a.hea'), at('in', 'gone.dat')], at('in'), at('done'));
    expect(moved).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(existsSync(at('in', 'a.hea'))).toBe(true);
    expect(existsSync(at('done', 'a.hea'))).toBe(false);
  });
});
