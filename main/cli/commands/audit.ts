import { existsSync } from 'node:fs';
import type { Archive } from '../../../app/ports.ts';
import { refuse } from '../../../app/result.ts';
import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { alignTable } from '../alignTable.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { openHouse } from '../openHouse.ts';
import { printLine } from '../output.ts';

const eventsAPage = 1000;

export function addAudit({ program, interruption, finish }: Shell): void {
  const audit = program.command('audit').description('the audit trail of an archive');
  audit
    .command('verify')
    .description('walk the hash chain from the first event to the last')
    .option('--archive <file>', 'archive (default: EINTHOVEN_ARCHIVE, or the one in your data folder)')
    .action(async (flags: { archive?: string }) => finish(await withArchive(flags.archive, verify)));
  audit
    .command('list')
    .description('print the events')
    .option('--archive <file>', 'archive (default: EINTHOVEN_ARCHIVE, or the one in your data folder)')
    .option('--ndjson', 'one JSON object an event', false)
    .action(async (flags: { archive?: string; ndjson: boolean }) =>
      finish(await withArchive(flags.archive, (archive) => list(archive, flags.ndjson, interruption.signal))),
    );
}

async function withArchive(
  path: string = defaultArchivePath(),
  work: (archive: Archive) => Promise<ExitCode>,
): Promise<ExitCode> {
  // Opening would make a new one, and an empty trail is always intact.
  if (!existsSync(path)) return failWith(refuse('not-found', 'there is no archive here', path).error);
  const opened = await openHouse(path);
  if (!opened.ok) return failWith(opened.error);
  const { archive, close } = opened.value;
  try {
    return archive === null ? exitCodes.failed : await work(archive);
  } finally {
    await close();
  }
}

async function verify(archive: Archive): Promise<ExitCode> {
  const verdict = await archive.verifyAudit('content');
  if (verdict.intact) {
    await printLine(`intact: ${verdict.events} events, head ${verdict.head}`);
    return exitCodes.done;
  }
  await printLine(
    `BROKEN at event ${verdict.firstBadSeq}: ${verdict.reason} (${verdict.events} events before it are intact)`,
  );
  return exitCodes.failed;
}

async function list(archive: Archive, ndjson: boolean, signal: AbortSignal): Promise<ExitCode> {
  for (let fromSeq = 1; !signal.aborted; ) {
    const events = await archive.auditEvents({ fromSeq, limit: eventsAPage });
    const last = events.at(-1);
    if (last === undefined) break;
    const lines = ndjson
      ? events.map((event) => JSON.stringify(event))
      : alignTable(
          [
            { title: 'seq', align: 'right' },
            { title: 'at', align: 'left' },
            { title: 'actor', align: 'left' },
            { title: 'type', align: 'left' },
            { title: 'subject', align: 'left' },
            { title: 'detail', align: 'left' },
          ],
          events.map((event) => [
            String(event.seq),
            event.at,
            event.actor,
            event.type,
            event.subject,
            JSON.stringify(event.detail),
          ]),
        );
    for (const line of lines) await printLine(line);
    fromSeq = last.seq + 1;
  }
  return exitCodes.done;
}
