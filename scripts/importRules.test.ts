import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

/** Puts a forbidden import into a room and sees the same check fail that `npm test` runs; without it the room passes. */

const rootDir = join(import.meta.dirname, '..');
const run = promisify(execFile);
const biome = join(rootDir, 'node_modules', '.bin', 'biome');
const tsc = join(rootDir, 'node_modules', '.bin', 'tsc');

const complaints = async (room: string, source: string): Promise<string> => {
  const file = join(rootDir, room, `importRule${process.pid}.ts`);
  writeFileSync(file, source);
  try {
    const { stdout, stderr } = await run(biome, ['lint', '--only=style/noRestrictedImports', file], { cwd: rootDir });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  } finally {
    rmSync(file, { force: true });
  }
};

const forbidden: readonly (readonly [room: string, source: string])[] = [
  ['app/analysis', "import 'electron';\n"],
  ['app/analysis', "import type { App } from 'electron';\nexport type A = App;\n"],
  ['app/analysis', "export const later = () => import('electron');\n"],
  ['app/analysis', "export { app } from 'electron';\n"],
  ['app/analysis', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n"],
  ['app/analysis', "import type { House } from '../../main/compose.ts';\nexport type H = House;\n"],
  ['app/analysis', "import { useState } from 'react';\nexport const s = useState;\n"],
  ['app/formats/csv', "import 'electron';\n"],
  ['renderer', "import type { House } from '../main/compose.ts';\nexport type H = House;\n"],
  ['renderer', "import { ipcRenderer } from 'electron';\nexport const i = ipcRenderer;\n"],
  ['main/node', "import { app } from 'electron';\nexport const a = app;\n"],
  ['main/worker', "import { app } from 'electron';\nexport const a = app;\n"],
  ['main/cli', "export const later = () => import('electron');\n"],
  ['main/electron', "import { texts } from '../../renderer/texts.ts';\nexport const t = texts;\n"],
  ['main/preload', "import { accept } from '../../app/result.ts';\nexport const a = accept;\n"],
  ['main/preload', "import type { House } from '../compose.ts';\nexport type H = House;\n"],
];

describe('import rules', () => {
  test.each(forbidden)('%s may not: %s', async (room, source) => {
    expect(await complaints(room, source)).toContain('noRestrictedImports');
  });

  test('what a room may import passes', async () => {
    const allowed = "import { z } from 'zod';\nimport { accept } from '../result.ts';\nexport const a = [z, accept];\n";
    expect(await complaints('app/analysis', allowed)).not.toContain('noRestrictedImports');
  });

  test('the core has neither Node nor DOM types', async () => {
    const file = join(rootDir, 'app', `importRule${process.pid}.ts`);
    writeFileSync(file, 'export const a = [process.cwd(), document.title, Buffer.alloc(1)];\n');
    try {
      const failed = await run(tsc, ['-p', 'app', '--noEmit'], { cwd: rootDir }).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      );
      for (const name of ['process', 'document', 'Buffer'])
        expect(failed).toMatch(new RegExp(`Cannot find name '${name}'`));
    } finally {
      rmSync(file, { force: true });
    }
  });
});
