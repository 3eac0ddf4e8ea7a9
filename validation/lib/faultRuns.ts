import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrThrow, systemClock, wholeList } from '../../main/node/archive/fixtures.ts';
import { openArchiveReader } from '../../main/node/archive/openArchive.ts';

export const key = new Uint8Array(32).map((_, at) => at * 5 + 3);
const processFile = join(import.meta.dirname, 'signingProcess.ts');

export interface Run {
  /** It was killed; otherwise it ended by itself. */
  readonly killed: boolean;
  readonly refused: string | null;
  readonly finished: boolean;
  /** What the process was told is on disk: seals of signed versions by recording. */
  readonly signed: ReadonlyMap<number, string>;
  readonly confirmed: ReadonlySet<number>;
}

interface RunOptions {
  readonly path: string;
  readonly name: string;
  readonly count: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Killed so many milliseconds after the archive was open. */
  readonly killAfterMs?: number;
}

/** Runs the process that signs, until it ends or is killed. */
export async function runSigning({ path, name, count, env = {}, killAfterMs }: RunOptions): Promise<Run> {
  const child = spawn(process.execPath, [processFile, path, Buffer.from(key).toString('hex'), name, String(count)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  let timer: ReturnType<typeof setTimeout> | null = null;
  child.stdout.on('data', (data) => {
    text += String(data);
    if (killAfterMs !== undefined && timer === null) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  await once(child, 'close');
  if (timer !== null) clearTimeout(timer);
  const lines = text.split('\n');
  const words = (start: string) => lines.filter((line) => line.startsWith(`${start} `)).map((line) => line.split(' '));
  return {
    killed: child.signalCode === 'SIGKILL',
    refused: lines.find((line) => line.startsWith('refused ')) ?? null,
    finished: lines.includes('end'),
    signed: new Map(words('signed').map(([, id, seal]) => [Number(id), seal ?? ''])),
    confirmed: new Set(words('confirmed').map(([, id]) => Number(id))),
  };
}

export interface Found {
  /** Signatures or confirmations that the process was told are kept and that are not there. */
  readonly lost: number;
  /** 1 when pages, chain or content do not verify, or anything stands half. */
  readonly halfDone: number;
  readonly why: string | null;
}

/** Opens the archive again, as a person would after a power cut, and looks at all of it. */
export async function inspect(path: string, runs: readonly Run[]): Promise<Found> {
  const archive = await openOrThrow(path, systemClock, 'inspector', key);
  try {
    const verdict = await archive.verifyAudit('content');
    const reader = openArchiveReader({ path, nativeBinding: null, key });
    const damage = reader.ok ? reader.value.damage() : reader.error.message;
    if (reader.ok) await reader.value.close();
    let lost = 0;
    let half: string | null = verdict.intact ? damage : verdict.reason;
    const rows = new Map((await wholeList(archive)).map((row) => [row.id, row]));
    for (const { id, status } of rows.values()) {
      const review = await archive.reviews.read(id);
      if (!review.ok) half ??= review.error.message;
      else if ((status === 'signed') !== review.value.versions.some(({ version }) => version.signature !== null))
        half ??= `recording ${id} is ${status} and its versions say otherwise`;
    }
    for (const run of runs) {
      for (const [id, seal] of run.signed) {
        const review = await archive.reviews.read(id);
        if (!review.ok || !review.value.versions.some(({ sha256 }) => sha256 === seal)) lost += 1;
      }
      for (const id of run.confirmed) if (!['reviewed', 'signed'].includes(rows.get(id)?.status ?? '')) lost += 1;
    }
    return { lost, halfDone: half === null ? 0 : 1, why: half };
  } finally {
    await archive.close();
  }
}

/** A folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-kills-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The shim as a library to preload; null where there is no compiler or no way to preload. */
export function compileShim(folder: string): string | null {
  if (process.platform !== 'linux') return null;
  const library = join(folder, 'faultShim.so');
  const made = spawnSync('gcc', [
    '-shared',
    '-fPIC',
    '-O1',
    '-o',
    library,
    join(import.meta.dirname, 'faultShim.c'),
    '-ldl',
  ]);
  return made.status === 0 ? library : null;
}
