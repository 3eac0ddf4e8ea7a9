import { execFile, spawn } from 'node:child_process';
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

const run = (
  args: readonly string[],
  input: string | Buffer | null = null,
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, 'stream', ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    if (input !== null) child.stdin?.end(input);
  });
const stream = (...args: string[]) => run(args);

interface Line {
  readonly type: string;
  readonly timeS: number;
  readonly atS: number;
  readonly delayMs: number;
}
const linesOf = (stdout: string, type: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line))
    .filter((line) => line.type === type);

describe('einthoven stream', () => {
  it('prints beats with the time of their report and their classes, at any speed the same', async () => {
    const fast = await stream('heart.hea', '--lead', 'II', '--ndjson');
    expect(fast).toMatchObject({ code: 0 });
    const beats = linesOf(fast.stdout, 'beat');
    const known = truth.beats.map(({ timeS }) => timeS).filter((timeS) => timeS > 3 && timeS < 8.5);
    for (const timeS of known) expect(beats.some((beat) => Math.abs(beat.timeS - timeS) < 0.06)).toBe(true);
    for (const { timeS, atS, delayMs } of beats) {
      expect(delayMs).toBeLessThanOrEqual(404);
      expect(Math.abs(1000 * (atS - timeS) - delayMs)).toBeLessThan(1);
    }
    for (const { delayMs } of linesOf(fast.stdout, 'class')) expect(delayMs).toBeLessThanOrEqual(606);
    expect(linesOf(fast.stdout, 'class').length).toBeGreaterThan(5);
    expect(linesOf(fast.stdout, 'rate').length).toBeGreaterThan(0);
    const paced = await stream('heart.hea', '--speed', '20', '--lead', 'ii', '--ndjson');
    expect(paced.code).toBe(0);
    expect(paced.stderr).toContain('II: ');
    expect(paced.stdout).toBe(fast.stdout);
    const text = await stream('heart.hea', '--speed', 'max', '--no-classes');
    expect(text.stdout).toMatch(/beat 0 at [\d.]+ s/);
    expect(text.stdout).not.toContain(' is N');
    expect(text.stderr).toContain('times faster than real time');
  }, 150_000);

  it('hears stdin, as lines and as integers, as it hears a file', async () => {
    const lead = findLead(recording, 'II')!.samplesMv;
    const counts = Int16Array.from(lead, (mv) => Math.round(1000 * mv));
    const common = ['--rate', '250', '--unit', 'uV', '--ndjson', '--no-classes'];
    const lines = await run(['-', ...common], `II\n${[...counts].join('\n')}\n`);
    expect(lines).toMatchObject({ code: 0 });
    expect(linesOf(lines.stdout, 'beat').length).toBeGreaterThan(5);
    const raw = await run([...common, '--raw', '--leads', 'II'], Buffer.from(counts.buffer));
    expect(raw.stdout).toBe(lines.stdout);
    expect(await run(['-', '--rate', '250'], '')).toMatchObject({ code: 2, stdout: '' });
    const broken = await run(['-', ...common, '--leads', 'I,II'], '1,2\n3\n4,5\n');
    expect(broken).toMatchObject({ code: 0, stderr: expect.stringContaining('1 lines of stdin') });
  }, 150_000);

  it('ends when nobody listens any more, and on an interruption without input', async () => {
    const child = spawn(process.execPath, [entry, 'stream', '-', '--rate', '250', '--unit', 'mV', '--no-classes'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);

    const piped = spawn(process.execPath, [entry, 'stream', 'heart.hea', '--speed', '5'], { cwd: folder });
    const left = new Promise<number | null>((resolve) => piped.on('exit', resolve));
    await new Promise((resolve) => piped.stdout.once('data', resolve));
    piped.stdout.destroy();
    expect(await left).toBe(141);
  }, 150_000);

  it('takes rate and unit of a file that names neither', async () => {
    const ii = findLead(recording, 'II')!.samplesMv;
    writeFileSync(join(folder, 'bare.csv'), `II\n${Array.from(ii, (mv) => mv.toFixed(3)).join('\n')}\n`);
    expect(await stream('bare.csv', '--no-classes')).toMatchObject({ code: 3, stdout: '' });
    const told = await stream('bare.csv', '--no-classes', '--rate', '250', '--unit', 'mV');
    expect(told.code).toBe(0);
    expect(told.stdout.split('\n').length).toBeGreaterThan(5);
    expect((await stream('bare.csv', '--rate', 'fast')).code).toBe(2);
  }, 150_000);

  it('refuses what is no recording, a lead or a model that is not there and a speed that is none', async () => {
    writeFileSync(join(folder, 'text.txt'), 'nothing of the heart');
    expect(await stream('text.txt')).toMatchObject({ code: 3, stdout: '' });
    expect(await stream('heart.hea', '--lead', 'V9')).toMatchObject({ code: 3, stdout: '' });
    expect(await stream('heart.hea', '--model', 'beats-diagnostic')).toMatchObject({ code: 1, stdout: '' });
    expect((await stream('heart.hea', '--speed', '0')).code).toBe(2);
    expect((await stream('-', '--leads', 'I,I')).code).toBe(2);
  }, 150_000);
});
