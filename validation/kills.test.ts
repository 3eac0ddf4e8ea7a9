import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inFolder, inspect, runSigning } from './lib/faultRuns.ts';

test(
  'an archive is whole after the process that signs in it was killed, five times',
  () =>
    inFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const runs = [];
      for (const killAfterMs of [3, 20, 60, 110, 160]) {
        runs.push(await runSigning({ path, name: `k${killAfterMs}`, count: 1e6, killAfterMs }));
        expect(await inspect(path, runs)).toEqual({ lost: 0, halfDone: 0, why: null });
      }
      expect(runs.every(({ killed }) => killed)).toBe(true);
    }),
  120_000,
);
