import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../app/formats/registry.ts';
import { findLead } from '../../../app/recording/recording.ts';
import { morphologies, rhythms } from '../../../app/synth/catalogue.ts';
import { truthOfFiles } from '../../../app/synth/files.ts';
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
    expect(first).toMatchObject({ code: 0, stdout: 'a/synthetic-av-block-1-rbbb-7.hea\n' });
    await synth(...args, '--sample-rate', '250', '--resolution-uv', '2.5', '--out', 'b');
    const names = [
      'synthetic-av-block-1-rbbb-7.dat',
      'synthetic-av-block-1-rbbb-7.hea',
      'synthetic-av-block-1-rbbb-7.truth.json',
    ];
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
      const truth = truthOf('many', `synthetic-sinus-ddd-normal-${seed}.truth.json`);
      expect(new Set(truth.spikes.map(({ chamber, durationMs }) => `${chamber}${durationMs}`))).toEqual(
        new Set(['A1', 'V1']),
      );
      expect(decode('many', `synthetic-sinus-ddd-normal-${seed}.csv`).leads).toHaveLength(12);
      return truth.beats[0]!.timeS;
    });
    expect(new Set(starts).size).toBe(3);
  });

  it('takes every detail from flags, and its files carry their own truth', async () => {
    const { code } = await synth(
      ...['--pacing', 'biv', '--fault', 'capture', '--pulse-ms', '0.2', '--age', '71', '--sex', 'F', '--u-wave', 'on'],
      ...['--respiratory', '8', '--low-frequency', '3', '--jitter', '0.5', '--off', 'V4:rail@3-6', '--swap', 'la/ra'],
      ...['--rate-bpm', '62', '--seed', '-3', '--out', 'all'],
    );
    expect(code).toBe(0);
    const name = 'synthetic-sinus-biv-capture-fault-normal-minus-3';
    const truth = truthOf('all', `${name}.truth.json`);
    expect(truth.spec).toMatchObject({
      pacing: { mode: 'BiV', fault: 'capture', pulseMs: 0.2 },
      patient: { ageYears: 71, sex: 'F' },
      uWave: true,
      variability: { respiratory: 0.08, lowFrequency: 0.03, random: 0.005 },
      electrodesOff: [{ electrode: 'V4', shows: 'rail', fromS: 3, toS: 6 }],
      swapped: [['LA', 'RA']],
      heartRateBpm: 62,
    });
    expect(truth.spikes.some(({ captured }) => !captured)).toBe(true);
    const files = [`${name}.hea`, `${name}.dat`].map((file) => ({
      name: file,
      bytes: new Uint8Array(bytes('all', file)),
    }));
    expect(truthOfFiles(files)).toEqual({ ok: true, value: truth });
    expect(decode('all', `${name}.hea`, `${name}.dat`).patient).toEqual({
      id: 'SYNTHETIC--3',
      name: 'Synthetic heart',
      ageYears: 71,
      sex: 'F',
    });
  });

  it('takes a calibration shape with nothing else said', async () => {
    expect(await synth('--morphology', 'cal-rectangle-1000uv', '--noise', 'none', '--out', 'cal')).toMatchObject({
      code: 0,
    });
    expect(truthOf('cal', 'synthetic-regular-cal-rectangle-1000uv-1.truth.json').measurements.qrsMs).toBe(100);
  });

  it('replaces no file without --force, and takes the rates that its help names', async () => {
    const args = ['--seconds', '3', '--sample-rate', '100', '--rate-bpm', '180', '--out', 'a'];
    expect(await synth(...args)).toMatchObject({ code: 0 });
    const again = await synth(...args, '--seed', '0', '--count', '2');
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('synthetic-sinus-normal-1 is there already');
    expect(readdirSync(join(folder, 'a'))).toHaveLength(3);
    expect(await synth(...args, '--force')).toMatchObject({ code: 0 });
    expect((await synth('--help')).stdout).toMatch(/sinus 20-220/);
  });

  it.each([
    [['--out', 'x', '--rhythm', 'waltz'], 'Allowed choices'],
    [['--out', 'x', '--noise', 'muscle'], 'KIND:DB'],
    [['--out', 'x', '--noise', 'muscle:loud'], 'A number'],
    [['--out', 'x', '--swap', 'LA/QQ'], 'Electrodes are'],
    [['--out', 'x', '--sample-rate', '20'], 'from 100 to 1000'],
    [['--out', 'x', '--pacing', 'aai', '--rhythm', 'asystole'], 'A pacemaker goes with'],
    [['--out', 'x', '--pulse-ms', '1'], 'name one with --pacing'],
    [['--out', 'x', '--pacing', 'ddd', '--fault', 'sense'], 'VVI only'],
    [['--out', 'x', '--rhythm', 'any', '--rate-bpm', '45', '--count', '40'], 'Seed '],
    [['--out', 'x', '--resolution-uv', '0.05', '--format', 'csv'], 'CSV keeps'],
    [['--out', 'x', '--off', 'V4@soon'], 'such as LA:rail@3-6'],
    [[], "option '--out <dir>' is missing"],
  ])('ends with 2 and says why: %s', async (args, message) => {
    const { code, stdout, stderr } = await synth(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});
