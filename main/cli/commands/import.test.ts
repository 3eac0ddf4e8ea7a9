import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heartFiles } from '../../../app/workflow/fixtures.ts';
import { wholeWorklist } from '../../../app/worklist/query.ts';
import { openOrThrow, systemClock } from '../../node/archive/fixtures.ts';
import { readKey } from '../../node/archiveKey/keyFile.ts';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

let folder = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => join(folder, ...names);
const record = (name: string): void => {
  mkdirSync(at('in'), { recursive: true });
  // The comment makes each another recording.
  for (const file of heartFiles(name, 10, `# ${name}`)) writeFileSync(at('in', file.name), file.bytes);
};

const start = (...args: string[]): ChildProcess => {
  const child = spawn(process.execPath, [entry, 'import', '--archive', at('archive.sqlite'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      EINTHOVEN_ARCHIVE: at('default.sqlite'),
      EINTHOVEN_USER_MODELS: at('user-models'),
    },
  });
  children.push(child);
  return child;
};
const ended = async (child: ChildProcess) => {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  const outcomes = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): { file: string; outcome: string; error: { code: string } | null } => JSON.parse(line));
  return { code, stdout, stderr, outcomes };
};
const inArchive = async (): Promise<number> => {
  const key = readKey(at('archive.sqlite'), null);
  if (!key.ok) throw new Error(key.error.message);
  const archive = await openOrThrow(at('archive.sqlite'), systemClock, 'tester', key.value.bytes);
  const { all } = await archive.find(wholeWorklist);
  expect((await archive.verifyAudit('content')).intact).toBe(true);
  expect(await archive.imports.unfinished()).toEqual([]);
  await archive.close();
  return all;
};
const slow = 120_000;

describe('einthoven import', () => {
  it(
    'takes a folder, says what became of each file, and takes it once with two processes at it',
    async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) record(name);
      writeFileSync(at('in', 'cut.hea'), 'cut 1 500 5000\ncut.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
      writeFileSync(at('in', 'cut.dat'), Buffer.alloc(100));
      // Two gigabytes that take no room on disk.
      writeFileSync(at('in', 'huge.hea'), 'huge 1 500\nhuge.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
      writeFileSync(at('in', 'huge.dat'), '');
      truncateSync(at('in', 'huge.dat'), 2 * 1024 ** 3);
      writeFileSync(at('in', 'photo.jpg'), 'JFIF');
      writeFileSync(at('in', 'empty.xml'), '');
      const both = await Promise.all([1, 2].map(() => ended(start('--json', '--jobs', '1', at('in')))));
      for (const one of both) {
        expect(one.code, one.stderr).toBe(3);
        expect(one.outcomes.map(({ error }) => error?.code ?? 'in')).toEqual([
          'in',
          'in',
          'in',
          'truncated',
          'in',
          'in',
          'empty-file',
          'in',
          'too-large',
          'unknown-format',
        ]);
        expect(one.outcomes.at(-1)).toMatchObject({ file: at('in', 'photo.jpg'), outcome: 'other', recordingId: null });
        expect(one.stderr).toContain('3 refused, 1 other file left out');
      }
      // Six recordings, and the one refused whose bytes are kept; huge.hea was never read.
      expect(await inArchive()).toBe(7);
      const taken = both.flatMap(({ outcomes }) => outcomes).filter(({ outcome }) => outcome === 'taken');
      expect(taken).toHaveLength(6);
    },
    slow,
  );

  it(
    'goes on after kill -9 where it was',
    async () => {
      for (let i = 0; i < 8; i++) record(`r${i}`);
      const killed = start('--json', '--jobs', '1', at('in'));
      let lines = 0;
      for await (const _ of createInterface({ input: killed.stdout! })) {
        lines += 1;
        if (lines === 3) break;
      }
      killed.kill('SIGKILL');
      const again = await ended(start('--json', '--jobs', '1', at('in')));
      expect(again.code, again.stderr).toBe(0);
      // What the first run took counts as taken by this import.
      expect(again.outcomes.map(({ outcome }) => outcome)).toEqual(Array(8).fill('taken'));
      expect(await inArchive()).toBe(8);
    },
    slow,
  );

  it(
    'watches until it is interrupted',
    async () => {
      mkdirSync(at('in'));
      const watching = start('--json', '--jobs', '1', '--watch', '--quiet', '0.3', at('in'));
      const lines = createInterface({ input: watching.stdout! })[Symbol.asyncIterator]();
      await once(watching.stderr!, 'data');
      record('late');
      const first = await lines.next();
      expect(JSON.parse(String(first.value))).toMatchObject({ file: at('in', 'late.hea'), outcome: 'taken' });
      watching.kill('SIGINT');
      const [code] = await once(watching, 'close');
      // As every command that Ctrl-C ends.
      expect(code).toBe(130);
      expect(await inArchive()).toBe(1);
    },
    slow,
  );

  it('refuses options that do not fit each other', async () => {
    expect((await ended(start('--watch', 'a', 'b'))).code).toBe(2);
    expect((await ended(start('--poll', 'a'))).code).toBe(2);
  });
});
