import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeWfdb } from '../../../app/formats/wfdb/write.ts';
import { findLead } from '../../../app/recording/recording.ts';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));
const { recording, truth } = synthesise(synthSpec({ seed: 3, durationS: 9, sampleRateHz: 250 }));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-stream-'));
  for (const file of encodeWfdb(recording, 'heart', 1000)) writeFileSync(join(folder, file.name), file.bytes);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stream = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [entry, 'stream', ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

describe('einthoven stream', () => {
  it('prints each beat with the time of its report, at any speed the same', async () => {
    const fast = await stream('heart.hea', '--lead', 'II');
    expect(fast).toMatchObject({ code: 0 });
    const beats: { timeS: number; reportedAtS: number; delayMs: number }[] = fast.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const known = truth.beats.map(({ timeS }) => timeS).filter((timeS) => timeS > 3 && timeS < 8.5);
    for (const timeS of known) expect(beats.some((beat) => Math.abs(beat.timeS - timeS) < 0.06)).toBe(true);
    for (const { timeS, reportedAtS, delayMs } of beats) {
      expect(delayMs).toBeLessThanOrEqual(404);
      expect(Math.abs(1000 * (reportedAtS - timeS) - delayMs)).toBeLessThan(1);
    }
    const paced = await stream('heart.hea', '--speed', '20', '--lead', 'ii');
    expect(paced.code).toBe(0);
    expect(paced.stderr).toContain('II: ');
    expect(paced.stdout).toBe(fast.stdout);
  });

  it('takes rate and unit of a file that names neither', async () => {
    const ii = findLead(recording, 'II')!.samplesMv;
    writeFileSync(join(folder, 'bare.csv'), `II\n${Array.from(ii, (mv) => mv.toFixed(3)).join('\n')}\n`);
    expect(await stream('bare.csv')).toMatchObject({ code: 3, stdout: '' });
    const told = await stream('bare.csv', '--rate', '250', '--unit', 'mV');
    expect(told.code).toBe(0);
    expect(told.stdout.split('\n').length).toBeGreaterThan(5);
    expect((await stream('bare.csv', '--rate', 'fast')).code).toBe(2);
  });

  it('refuses what is no recording, a lead that is not there and a speed that is none', async () => {
    writeFileSync(join(folder, 'text.txt'), 'nothing of the heart');
    expect(await stream('text.txt')).toMatchObject({ code: 3, stdout: '' });
    expect(await stream('heart.hea', '--lead', 'V9')).toMatchObject({ code: 3, stdout: '' });
    expect((await stream('heart.hea', '--speed', '0')).code).toBe(2);
  });
});
