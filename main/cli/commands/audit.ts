import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { type ArchiveReader, openArchiveReader } from '../../node/archive/openArchive.ts';
import { keyFileOfEnvironment, keyToRead } from '../../node/archiveKey/keyForArchive.ts';
import { alignTable } from '../alignTable.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { printLine } from '../output.ts';
import { sqliteBinding } from '../places.ts';

const eventsAPage = 1000;

export function addAudit({ program, interruption, finish }: Shell): void {
  const audit = program.command('audit').description('the audit trail of an archive');
  audit
    .command('verify')
    .description('walk the hash chain and hold every stored file and analysis against it')
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

/** Looking never writes: an archive made here would be an empty trail, which is always intact. */
async function withArchive(
  path: string = defaultArchivePath(),
  work: (archive: ArchiveReader) => Promise<ExitCode>,
): Promise<ExitCode> {
  const key = keyToRead({ archivePath: path, keyFile: keyFileOfEnvironment(), store: null });
  if (!key.ok) return failWith(key.error);
  const opened = openArchiveReader({ path, nativeBinding: sqliteBinding(), key: key.value?.bytes ?? null });
  if (!opened.ok) return failWith(opened.error);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function verify(archive: ArchiveReader): Promise<ExitCode> {
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

async function list(archive: ArchiveReader, ndjson: boolean, signal: AbortSignal): Promise<ExitCode> {
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
