import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../app/formats/registry.ts';
import { findLead } from '../../../app/recording/recording.ts';
import { morphologies, rhythms } from '../../../app/synth/catalogue.ts';
import { truthSchema } from '../../../app/synth/truth.ts';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-synth-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real command line. */
const synth = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [entry, 'synth', ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

const bytes = (...names: string[]): Buffer => readFileSync(join(folder, ...names));
const truthOf = (...names: string[]) => truthSchema.parse(JSON.parse(bytes(...names).toString()));
const decode = (out: string, ...names: string[]) => {
  const decoded = decodeFiles(
    names.map((name) => ({ name, bytes: new Uint8Array(bytes(out, name)) })),
    {},
  );
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.recording;
};

describe('einthoven synth', () => {
  it('lists all it can make', async () => {
    const { code, stdout } = await synth('--list');
    expect(code).toBe(0);
    for (const id of [...rhythms, ...morphologies, 'failure-to-sense', 'motion'])
      expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
  });

  it('writes a recording and its truth, the same bytes for the same seed', async () => {
    const args = [
      '--rhythm',
      'av-block-1',
      '--morphology',
      'rbbb',
      '--seed',
      '7',
      '--noise',
      'muscle:12',
      '--noise',
      'mains:20',
    ];
    const first = await synth(...args, '--sample-rate', '250', '--resolution-uv', '2.5', '--out', 'a');
    expect(first).toMatchObject({ code: 0, stdout: 'a/av-block-1-rbbb-7.hea\n' });
    await synth(...args, '--sample-rate', '250', '--resolution-uv', '2.5', '--out', 'b');
    const names = ['av-block-1-rbbb-7.dat', 'av-block-1-rbbb-7.hea', 'av-block-1-rbbb-7.truth.json'];
    expect(readdirSync(join(folder, 'a')).sort()).toEqual(names);
    for (const name of names) expect(Buffer.compare(bytes('a', name), bytes('b', name)), name).toBe(0);
    const truth = truthOf('a', names[2]!);
    expect(truth.measurements.prMs).toBeGreaterThan(210);
    expect(truth.measurements.qrsMs).toBeGreaterThan(115);
    expect(truth.spec.snr).toEqual([
      { kind: 'muscle', db: 12 },
      { kind: 'mains', db: 20 },
    ]);
    const recording = decode('a', names[1]!, names[0]!);
    expect(recording).toMatchObject({ sampleRateHz: 250, sampleCount: 2500 });
    for (const mv of findLead(recording, 'V2')!.samplesMv) {
      expect(Math.abs(mv / 0.0025 - Math.round(mv / 0.0025))).toBeLessThan(1e-3);
    }
  });

  it('makes as many as asked, each of its own seed, as CSV, with a pacemaker', async () => {
    const { code, stderr } = await synth(
      ...[
        '--count',
        '3',
        '--seed',
        '40',
        '--pacing',
        'ddd',
        '--pulse-ms',
        '1',
        '--format',
        'csv',
        '--seconds',
        '4',
        '--out',
        'many',
      ],
    );
    expect(code).toBe(0);
    expect(stderr).toContain('3 synthetic recordings');
    const starts = [40, 41, 42].map((seed) => {
      const truth = truthOf('many', `sinus-ddd-normal-${seed}.truth.json`);
      expect(new Set(truth.spikes.map(({ chamber, durationMs }) => `${chamber}${durationMs}`))).toEqual(
        new Set(['A1', 'V1']),
      );
      expect(decode('many', `sinus-ddd-normal-${seed}.csv`).leads).toHaveLength(12);
      return truth.beats[0]!.timeS;
    });
    expect(new Set(starts).size).toBe(3);
  });

  it('takes a calibration shape with nothing else said', async () => {
    expect(await synth('--morphology', 'cal-rectangle-1000uv', '--noise', 'none', '--out', 'cal')).toMatchObject({
      code: 0,
    });
    expect(truthOf('cal', 'regular-cal-rectangle-1000uv-1.truth.json').measurements.qrsMs).toBe(100);
  });

  it.each([
    [['--out', 'x', '--rhythm', 'waltz'], 'Allowed choices'],
    [['--out', 'x', '--noise', 'muscle'], 'KIND:DB'],
    [['--out', 'x', '--noise', 'muscle:loud'], 'A number'],
    [['--out', 'x', '--swap', 'LA/QQ'], 'Electrodes are'],
    [['--out', 'x', '--sample-rate', '20'], 'from 100 to 1000'],
    [['--out', 'x', '--pacing', 'aai', '--rhythm', 'asystole'], 'a pacemaker goes with'],
    [[], "option '--out <dir>' is missing"],
  ])('ends with 2 and says why: %s', async (args, message) => {
    const { code, stdout, stderr } = await synth(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});
