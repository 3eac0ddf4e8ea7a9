import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvLayoutSchema } from '../../../app/formats/csv/layout.ts';
import { twelveLeads } from '../../../app/tracing/testRecordings.ts';
import { inspectTable } from '../../../app/workflow/inspectTable.ts';
import { openOrThrow, systemClock } from '../../node/archive/fixtures.ts';
import { readKey } from '../../node/archiveKey/keyFile.ts';
import { createCsvLayouts } from '../../node/csvLayouts.ts';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** Microvolts of two leads under names of their own, as a spreadsheet exports them: no word of rate or unit. */
const spreadsheet = (): string => {
  const [one, two] = twelveLeads().leads;
  const rows = Array.from(one!.samplesMv, (mv, i) =>
    [mv, two!.samplesMv[i]!].map((value) => Math.round(value * 1000)).join(';'),
  );
  return `kanal a;kanal b\n${rows.join('\n')}\n`;
};

const einthoven = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [entry, ...args],
      {
        cwd: folder,
        env: { ...process.env, EINTHOVEN_ARCHIVE: at('default.sqlite'), EINTHOVEN_USER_MODELS: at('user-models') },
      },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

/** What the window keeps beside its archive once a person has said how the table is laid out. */
const rememberLayout = async (): Promise<void> => {
  const inspected = inspectTable([{ name: 'one.csv', bytes: new TextEncoder().encode(spreadsheet()) }]);
  if (!inspected.ok) throw new Error(inspected.error.message);
  const layout = csvLayoutSchema.parse({
    ...inspected.value.draft,
    sampleRateHz: twelveLeads().sampleRateHz,
    unit: 'uV',
    series: ['I', 'II'].map((name, i) => ({ place: i + 1, use: 'lead', name })),
  });
  await createCsvLayouts(at('csv-layouts.json')).remember(layout);
};

const hintsInArchive = async (): Promise<readonly (number | undefined)[]> => {
  const key = readKey(at('archive.sqlite'), null);
  if (!key.ok) throw new Error(key.error.message);
  const archive = await openOrThrow(at('archive.sqlite'), systemClock, 'tester', key.value.bytes);
  const stored = await Promise.all([1, 2].map((id) => archive.get(id)));
  await archive.close();
  return stored.flatMap((each) => (each.ok ? [each.value.hints.csvLayouts?.length] : []));
};

describe('a table whose layout a person has told the window', () => {
  const slow = 60_000;
  it.each([
    ['import', (archive: string) => ['import', '--archive', archive, '--jobs', '1', at('one.csv')]],
    [
      'analyze',
      (archive: string) => ['analyze', '--models', 'none', '--jobs', '1', '--archive', archive, at('one.csv')],
    ],
  ])(
    'is read by %s of the same archive, and refused where nobody has told',
    async (_, argsOf) => {
      writeFileSync(at('one.csv'), spreadsheet());
      expect((await einthoven(...argsOf(at('archive.sqlite')))).code).toBe(3);
      await rememberLayout();
      const read = await einthoven(...argsOf(at('archive.sqlite')));
      expect(read.stdout + read.stderr).not.toContain('1 refused');
      expect(read.code).toBe(0);
      // The recording keeps what it was read by: it is opened again by it.
      expect(await hintsInArchive()).toEqual([1]);
    },
    slow,
  );

  it(
    'leaves no layout with a recording that needed none',
    async () => {
      await rememberLayout();
      const { leads, sampleRateHz } = twelveLeads();
      const rows = Array.from(leads[0]!.samplesMv, (mv, i) => `${(i / sampleRateHz).toFixed(4)},${mv}`);
      writeFileSync(at('plain.csv'), `time (s),II (mV)\n${rows.join('\n')}\n`);
      const read = await einthoven(
        'analyze',
        '--models',
        'none',
        '--jobs',
        '1',
        '--archive',
        at('archive.sqlite'),
        at('plain.csv'),
      );
      expect(read.code).toBe(0);
      expect(await hintsInArchive()).toEqual([undefined]);
    },
    slow,
  );
});
