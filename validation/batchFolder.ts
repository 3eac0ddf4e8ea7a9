/**
 * A large folder through the whole command line: node validation/batchFolder.ts [--count 10000] [--jobs 1|2|1,2] [--kill] [--update]
 *
 * Makes synthetic recordings (no two alike; every fiftieth as CSV, EDF+ or DICOM, the others as WFDB) and imports them with full
 * analysis into a new archive by `einthoven import`, once for each number of processes: recordings a second, CPU time a recording,
 * resident memory over time. With --kill the import is killed (SIGKILL) half way and begun again instead, with the largest number
 * of processes. After each, the archive must hold every recording once and its audit trail must verify by content. Exit 1 when it
 * does not.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { encodeCsv } from '../app/formats/csv/write.ts';
import { encodeDicom } from '../app/formats/dicom/write.ts';
import { encodeEdf } from '../app/formats/edf/write.ts';
import type { NamedBytes } from '../app/formats/format.ts';
import { ishneBytes } from '../app/formats/ishne/ishne.testing.ts';
import { encodeWfdb } from '../app/formats/wfdb/write.ts';
import type { Recording } from '../app/recording/recording.ts';
import type { Result } from '../app/result.ts';
import { synthSpec } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    jobs: { type: 'string', default: '1,2' },
    kill: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
});
const count = Number(options.count);
const jobCounts = options.jobs.split(',').map(Number);
if (!Number.isInteger(count) || count < 10 || jobCounts.some((jobs) => !(jobs >= 1 && jobs <= 64))) {
  console.error('usage: node validation/batchFolder.ts [--count N] [--jobs N[,N]] [--kill] [--update]');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'einthoven-batch-'));
const cli = join(import.meta.dirname, '..', 'main', 'cli', 'main.ts');
const recordingsDir = join(work, 'in');
/** Recordings in one folder: a department sorts by day. */
const perFolder = 1000;
const everyMs = 1000;

const shifted = (recording: Recording, by: number): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => {
    const at = by % lead.samplesMv.length;
    const samplesMv = new Float32Array(lead.samplesMv.length);
    samplesMv.set(lead.samplesMv.subarray(at));
    samplesMv.set(lead.samplesMv.subarray(0, at), lead.samplesMv.length - at);
    return { ...lead, samplesMv };
  }),
});

const orThrow = (encoded: Result<NamedBytes>): readonly NamedBytes[] => {
  if (!encoded.ok) throw new Error(encoded.error.message);
  return [encoded.value];
};

const makeRecordings = (): void => {
  const hearts = Array.from({ length: 24 }, (_, seed) => ({
    ...synthesise(synthSpec({ seed: seed + 1, durationS: 10, sampleRateHz: 500 })).recording,
    startTime: '2026-11-21T09:30:05',
  }));
  for (let index = 0; index < count; index++) {
    const name = `r${String(index).padStart(6, '0')}`;
    const folder = join(recordingsDir, String(Math.floor(index / perFolder)));
    if (index % perFolder === 0) mkdirSync(folder, { recursive: true });
    const heart = hearts[index % hearts.length];
    if (heart === undefined) throw new Error('no heart');
    const recording = shifted(heart, Math.floor(index / hearts.length) * 3);
    const turn = index % 150;
    const files =
      turn === 49
        ? [encodeCsv(recording, name)]
        : turn === 99
          ? orThrow(encodeEdf(recording, name))
          : turn === 149
            ? orThrow(encodeDicom(recording, name))
            : encodeWfdb(recording, name);
    for (const file of files) writeFileSync(join(folder, file.name), file.bytes);
  }
};

interface MemorySample {
  readonly atS: number;
  readonly mainMb: number;
  readonly allMb: number;
}

/** Resident memory as Linux tells it; 0 elsewhere, and of a process that is gone. */
const residentMb = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
const peakOf = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};
/** Seconds of CPU that a process and its ended children took, in ticks of a hundredth. */
const cpuS = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
};

const start = (archive: string, jobs: number): ChildProcess =>
  spawn(process.execPath, [cli, 'import', '--json', '--jobs', String(jobs), '--archive', archive, recordingsDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, EINTHOVEN_USER_MODELS: join(work, 'user-models') },
  });

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly memory: readonly MemorySample[];
  readonly exitCode: number | null;
}

const follow = async (child: ChildProcess, killAfter: number | null): Promise<Run> => {
  const started = performance.now();
  const pid = child.pid ?? 0;
  const memory: MemorySample[] = [];
  const cpu = new Map<number, number>();
  const look = (): void => {
    const workers = childrenOf(pid);
    for (const one of [pid, ...workers]) cpu.set(one, Math.max(cpu.get(one) ?? 0, cpuS(one)));
    const mainMb = residentMb(pid);
    if (mainMb === 0) return;
    const allMb = mainMb + workers.reduce((sum, worker) => sum + residentMb(worker), 0);
    memory.push({ atS: (performance.now() - started) / 1000, mainMb, allMb });
  };
  const timer = setInterval(look, everyMs);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const outcomes: Record<string, number> = {};
  let lines = 0;
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const { outcome } = JSON.parse(line) as { readonly outcome: string };
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    lines += 1;
    if (lines === killAfter) child.kill('SIGKILL');
  }
  const exitCode = await ended;
  clearInterval(timer);
  const cpuSeconds = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds, outcomes, memory, exitCode };
};

/** The trail by content, as a person would check it; and how many recordings it tells of. */
const check = (archive: string): { readonly intact: string; readonly imported: number; readonly twice: number } => {
  const run = (...args: readonly string[]): string =>
    spawnSync(process.execPath, [cli, 'audit', ...args, '--archive', archive], {
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
    }).stdout;
  const hashes = run('list', '--ndjson')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { type: string; detail: { sha256?: string } } => JSON.parse(line))
    .filter(({ type }) => type === 'recording-imported')
    .map(({ detail }) => detail.sha256);
  return { intact: run('verify').trim(), imported: hashes.length, twice: hashes.length - new Set(hashes).size };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Mean of a stretch of the run, by shares of its samples. */
const stretch = (memory: readonly MemorySample[], from: number, to: number, of: 'mainMb' | 'allMb'): string => {
  const part = memory.slice(Math.floor(memory.length * from), Math.max(1, Math.ceil(memory.length * to)));
  return part.length === 0 ? '-' : mean(part.map((sample) => sample[of])).toFixed(0);
};
const most = (memory: readonly MemorySample[], of: 'mainMb' | 'allMb'): string =>
  memory.length === 0 ? '-' : Math.max(...memory.map((sample) => sample[of])).toFixed(0);

/** Files that are far too large, without room on disk: a signal file of 2 GB, three days of WFDB, three days of ISHNE. */
const tooLarge: readonly { readonly what: string; readonly write: (folder: string) => void }[] = [
  {
    what: 'WFDB, 2 GB',
    write: (folder) => {
      writeFileSync(join(folder, 'huge.hea'), 'huge 1 500\nhuge.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
      writeFileSync(join(folder, 'huge.dat'), '');
      truncateSync(join(folder, 'huge.dat'), 2 * 1024 ** 3);
    },
  },
  {
    what: 'WFDB, 72 h of 2 leads at 128 Hz',
    write: (folder) => {
      const samples = 72 * 3600 * 128;
      const signal = (lead: string): string => `holter.dat 16 200(0)/mV 16 0 0 0 0 ${lead}\n`;
      writeFileSync(join(folder, 'holter.hea'), `holter 2 128 ${samples}\n${signal('I')}${signal('II')}`);
      writeFileSync(join(folder, 'holter.dat'), '');
      truncateSync(join(folder, 'holter.dat'), samples * 4);
    },
  },
  {
    what: 'ISHNE, 72 h of 3 leads at 200 Hz',
    write: (folder) => {
      const values = Array.from({ length: 200 }, () => 0);
      const leads = [5, 6, 11].map((code) => ({ code, nanovolts: 2500, values }));
      const statedSamples = 72 * 3600 * 200;
      writeFileSync(join(folder, 'holter.ecg'), ishneBytes({ sampleRateHz: 200, leads, statedSamples }));
      truncateSync(join(folder, 'holter.ecg'), 522 + statedSamples * 6);
    },
  },
];

/** What became of a file that is too large, and the most memory that one process had of it. */
const refuseLarge = async ({ what, write }: (typeof tooLarge)[number]): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(work, 'large-'));
  write(folder);
  const child = spawn(process.execPath, [cli, 'import', '--json', '--archive', join(work, 'large.sqlite'), folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = child.pid ?? 0;
  let peakMb = 0;
  const timer = setInterval(() => {
    for (const one of [pid, ...childrenOf(pid)]) peakMb = Math.max(peakMb, peakOf(one));
  }, 50);
  let answer = '';
  child.stdout.on('data', (chunk) => {
    answer += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const { outcome, error } = JSON.parse(answer) as { outcome: string; error: { code: string } | null };
  if (outcome !== 'refused' || peakMb > 600) failed = true;
  return [what, `${outcome} (${error?.code ?? '-'})`, peakMb.toFixed(0)];
};

let failed = false;
const rows: string[][] = [];
const largeRows: (readonly string[])[] = [];
const row = (what: string, run: Run, archive: string, takenNow: number): void => {
  const { intact, imported, twice } = check(archive);
  const good = imported === count && twice === 0 && intact.startsWith('intact');
  if (!good) failed = true;
  rows.push([
    what,
    String(imported),
    String(twice),
    (takenNow / run.seconds).toFixed(2),
    (run.cpuSeconds / takenNow).toFixed(2),
    `${stretch(run.memory, 0.2, 0.4, 'mainMb')} / ${stretch(run.memory, 0.8, 1, 'mainMb')} / ${most(run.memory, 'mainMb')}`,
    `${stretch(run.memory, 0.2, 0.4, 'allMb')} / ${stretch(run.memory, 0.8, 1, 'allMb')} / ${most(run.memory, 'allMb')}`,
    intact.replace(/, head.*/, ''),
  ]);
  console.log(rows.at(-1)?.join(' | '));
};

try {
  makeRecordings();
  console.log(`${count} recordings made`);
  if (options.kill) {
    const archive = join(work, 'killed', 'archive.sqlite');
    const jobs = Math.max(...jobCounts);
    const cut = await follow(start(archive, jobs), Math.floor(count / 2));
    const again = await follow(start(archive, jobs), null);
    if (again.exitCode !== 0 || (again.outcomes.taken ?? 0) !== count) failed = true;
    const before = Object.values(cut.outcomes).reduce((sum, some) => sum + some, 0);
    row('killed half way, begun again', again, archive, count - before);
  } else {
    for (const jobs of jobCounts) {
      const archive = join(work, `jobs-${jobs}`, 'archive.sqlite');
      const run = await follow(start(archive, jobs), null);
      if (run.exitCode !== 0) failed = true;
      row(`${jobs} ${jobs === 1 ? 'process' : 'processes'}`, run, archive, run.outcomes.taken ?? 0);
      rmSync(join(work, `jobs-${jobs}`), { recursive: true });
    }
    for (const large of tooLarge) largeRows.push(await refuseLarge(large));
    console.log(largeRows.map((cells) => cells.join(' | ')).join('\n'));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

const head = [
  'Run',
  'In the archive',
  'Twice',
  'Recordings/s',
  'CPU s/recording',
  'Memory of the program, MB (early / late / most)',
  'With analysis processes, MB (early / late / most)',
  'Audit trail',
];
const command = `npm run validate -- batchFolder --count ${count} --jobs ${options.jobs}${options.kill ? ' --kill' : ''}`;
const how = `${count} synthetic recordings of 10 s, twelve leads, 500 Hz, no two alike (WFDB; every fiftieth CSV, EDF+ or DICOM), imported by
\`einthoven import\` with full analysis and all models into a new, encrypted archive. Whole command, start included; resident
memory sampled every second, means over the second and the last fifth of the run.`;
const checked = "Each recording's hash once on the trail, the trail verified by content.";
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    options.kill ? 'batchFolder-killed' : 'batchFolder',
    options.kill
      ? `## A large folder, killed half way

${how} SIGKILL half way, then the same command again; its speed counts what was left. ${checked}

${table(head, rows)}

\`${command}\``
      : `## A large folder

${how} ${checked}

${table(head, rows)}

Files that are too large:

${table(['File', 'Outcome', 'Most memory of one process, MB'], largeRows)}

\`${command}\``,
  );
process.exit(failed ? 1 : 0);
