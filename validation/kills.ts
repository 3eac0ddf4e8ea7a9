/**
 * What becomes of an archive when the power goes, the disk is full or a page is damaged:
 * node validation/kills.ts [--kills 500] [--update]
 *
 * A process takes recordings in, reads, confirms and signs them in an encrypted archive. It is killed (SIGKILL) at random moments,
 * and at every single call by which a signature changes a file, before the call and in the middle of a write; the same calls are
 * made to fail as on a full and on a read-only disk. After each, the archive is opened again and all of it is looked at: pages,
 * chain, content, and everything that the process had been told is kept. Needs Linux and gcc for all but the random kills.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openOrThrow, systemClock } from '../main/node/archive/fixtures.ts';
import { openArchive, openArchiveReader } from '../main/node/archive/openArchive.ts';
import { compileShim, type Found, inFolder, inspect, key, type Run, runSigning } from './lib/faultRuns.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, update: { type: 'boolean', default: false } },
});
const kills = Number(options.kills);
/** Ctrl C: the table is made of what was done by then. */
let stopping = false;
process.on('SIGINT', () => {
  stopping = true;
});

interface Row {
  readonly fault: string;
  injected: number;
  lost: number;
  halfDone: number;
  readonly told: string;
}
const add = (row: Row, found: Found): void => {
  row.injected += 1;
  row.lost += found.lost;
  row.halfDone += found.halfDone;
  if (found.lost + found.halfDone > 0)
    console.error(`${row.fault}: lost ${found.lost}, ${found.why ?? 'nothing half done'}`);
};
const rowOf = (fault: string, told: string): Row => ({ fault, injected: 0, lost: 0, halfDone: 0, told });

/** Moments spread evenly by the golden ratio: no seed, no clock, no two alike. */
const momentMs = (index: number): number => 1 + ((index * 0.618_033_988_75) % 1) * 160;
const killsAnArchive = 25;

async function randomKills(): Promise<Row> {
  const row = rowOf('killed at a random moment', 'nothing; it goes on where it was');
  let done = 0;
  while (done < kills && !stopping) {
    await inFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const runs: Run[] = [];
      for (let i = 0; i < killsAnArchive && done < kills && !stopping; i++, done++) {
        const run = await runSigning({ path, name: `k${done}`, count: 1e6, killAfterMs: momentMs(done) });
        runs.push(run);
        if (run.killed) add(row, await inspect(path, runs.slice(-1)));
      }
      // What an earlier process was told must still be there at the end.
      const all = await inspect(path, runs);
      row.lost += all.lost;
      row.halfDone += all.halfDone;
    });
    console.error(`${done} of ${kills} kills, ${row.lost} lost, ${row.halfDone} half done`);
  }
  return row;
}

const mostCalls = 400;

/** The same signature again and again, with the fault one call later each time, until it is through. */
async function atEveryCall(library: string, kind: string, row: Row): Promise<Row> {
  for (let at = 1; at < mostCalls; at++) {
    const through = await inFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const env = { LD_PRELOAD: library, FAULT_KIND: kind, FAULT_AT: String(at) };
      const run = await runSigning({ path, name: 'once', count: 1, env });
      const found = await inspect(path, [run]);
      if (run.killed || run.refused !== null) add(row, found);
      return run.finished && !run.killed && run.refused === null;
    });
    if (through) break;
  }
  console.error(`${row.fault}: ${row.injected} injected`);
  return row;
}

async function damagedPages(): Promise<Row> {
  const row = rowOf('a byte changed in a page of the file', 'the archive is damaged: restore a backup');
  await inFolder(async (folder) => {
    const path = join(folder, 'archive.sqlite');
    await runSigning({ path, name: 'p', count: 6 });
    await (await openOrThrow(path, systemClock, 'x', key)).close();
    const untouched = readFileSync(path);
    for (let page = 0; page < untouched.length / 4096; page++) {
      const bytes = Buffer.from(untouched);
      const place = page * 4096 + 100 + ((page * 977) % 3900);
      bytes[place] = (bytes[place] ?? 0) ^ 0x10;
      writeFileSync(path, bytes);
      const opened = openArchiveReader({ path, nativeBinding: null, key });
      const verdict = opened.ok ? await opened.value.verifyAudit('content') : null;
      const noticed = verdict === null || !verdict.intact || (opened.ok && opened.value.damage() !== null);
      if (opened.ok) await opened.value.close();
      // Lost is what was shown as if nothing had happened.
      add(row, { lost: noticed ? 0 : 1, halfDone: 0, why: noticed ? null : `page ${page}` });
    }
  });
  return row;
}

async function wrongKeys(): Promise<Row> {
  const row = rowOf('opened with a wrong key', 'this key does not open the archive');
  await inFolder(async (folder) => {
    const path = join(folder, 'archive.sqlite');
    await runSigning({ path, name: 'w', count: 1 });
    for (let bit = 0; bit < 256; bit += 8) {
      const wrong = Uint8Array.from(key);
      wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = await openArchive({ path, actor: 'x', clock: systemClock, nativeBinding: null, key: wrong });
      if (opened.ok) await opened.value.close();
      const found = await inspect(path, []);
      add(row, { ...found, lost: found.lost + (opened.ok ? 1 : 0) });
    }
  });
  return row;
}

async function clocksSetBack(): Promise<Row> {
  const row = rowOf('clock set back between two signatures', 'an event of the trail notes it');
  for (const hours of [1, 24, 24 * 365]) {
    await inFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const first = await runSigning({ path, name: 'a', count: 1 });
      const clock = { nowUtc: () => new Date(Date.now() - hours * 3_600_000).toISOString() };
      const archive = await openOrThrow(path, clock, 'x', key);
      await archive.appendAudit({ type: 'note', subject: 'clock', detail: {} });
      const noted = (await archive.auditEvents({ fromSeq: 1, limit: 100 })).some(
        ({ type }) => type === 'clock-set-back',
      );
      await archive.close();
      const found = await inspect(path, [first]);
      add(row, { ...found, lost: found.lost + (noted ? 0 : 1) });
    });
  }
  return row;
}

const rows: Row[] = [];
await inFolder(async (folder) => {
  const library = compileShim(folder);
  if (library === null) console.error('No gcc, or no Linux: the faults at every call are left out.');
  else {
    const each = [
      ['kill', rowOf('killed before each file call of a signature', 'nothing; signed, or still confirmed')],
      ['torn', rowOf('killed in the middle of each write of a signature', 'nothing; signed, or still confirmed')],
      ['full', rowOf('disk full from each write of a signature on', 'the disk with the archive is full')],
      ['readonly', rowOf('disk read-only from each write of a signature on', 'the archive cannot be written')],
    ] as const;
    for (const [kind, row] of each) rows.push(await atEveryCall(library, kind, row));
  }
});
rows.push(await damagedPages(), await wrongKeys(), await clocksSetBack(), await randomKills());

const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
const total: Row = {
  fault: 'all',
  injected: sum(({ injected }) => injected),
  lost: sum(({ lost }) => lost),
  halfDone: sum(({ halfDone }) => halfDone),
  told: '',
};
const section = `## Faults of the archive

An encrypted archive in which a process takes recordings in, reads, confirms and signs; after each fault it is opened again and
pages, chain, content and everything that the process had been told is kept are looked at. Lost: kept by word of the archive and not
there, or altered and not noticed. Half done: a signature without its event, status or version, or anything that does not verify.
Must be 0. Command: \`node validation/kills.ts --kills ${kills}\`.

${table(
  ['fault', 'times injected', 'lost', 'half done', 'what the person is told'],
  [...rows, total].map(({ fault, injected, lost, halfDone, told }) => [
    fault,
    String(injected),
    String(lost),
    String(halfDone),
    told,
  ]),
)}`;
console.log(section);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'kills', section);
process.exit(rows.some(({ lost, halfDone }) => lost + halfDone > 0) ? 1 : 0);
