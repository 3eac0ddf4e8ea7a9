import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Archive } from '../../../app/ports.ts';
import { type Refusal, type Result, refuse } from '../../../app/result.ts';
import { systemClock } from '../../compose.ts';
import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { openArchive, openArchiveReader } from '../../node/archive/openArchive.ts';
import { lossText, restoreBackup } from '../../node/archive/restoreBackup.ts';
import { type ArchiveKey, readGivenKey, readKey, writeKey } from '../../node/archiveKey/keyFile.ts';
import { archiveState, keyFileOfEnvironment } from '../../node/archiveKey/keyForArchive.ts';
import { keyOfRecoveryWords, recoveryWords } from '../../node/archiveKey/recoveryKey.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { openHouse } from '../openHouse.ts';
import { printLine } from '../output.ts';
import { sqliteBinding } from '../places.ts';

interface Flags {
  readonly archive?: string;
}

const archiveOption = [
  '--archive <file>',
  'archive (default: EINTHOVEN_ARCHIVE, or the one in your data folder)',
] as const;

/** Backups, moving to another machine, and the trail for others to verify. */
export function addArchive({ program, finish }: Shell): void {
  const archive = program.command('archive').description('backups, key and signed audit trail of an archive');
  archive
    .command('backup')
    .description('copy the archive into backups/ beside it, verified, encrypted by the same key')
    .option(...archiveOption)
    .action(async (flags: Flags) => finish(await backup(flags.archive ?? defaultArchivePath())));
  archive
    .command('restore')
    .argument('<backup>', 'file in backups/')
    .description(
      'put a backup in the place of the archive, if all of it verifies; the archive is kept under another name',
    )
    .option(
      '--yes',
      'also where events of the archive are not in the backup; what they tell of stays in the other file alone',
    )
    .option(...archiveOption)
    .action(async (file: string, flags: Flags & { readonly yes?: true }) =>
      finish(await restore(file, flags.archive ?? defaultArchivePath(), flags.yes === true)),
    );
  archive
    .command('recovery-key')
    .description('print the recovery key, as long as nobody has said in the window that it is noted')
    .option(...archiveOption)
    .action(async (flags: Flags) => finish(await printRecoveryKey(flags.archive ?? defaultArchivePath())));
  archive
    .command('key')
    .description(
      'read the recovery key from standard input and keep it as the key of an archive brought from another machine',
    )
    .option(...archiveOption)
    .action(async (flags: Flags) => finish(await takeKey(flags.archive ?? defaultArchivePath())));
  archive
    .command('export-audit')
    .argument('<file>', 'NDJSON file to write')
    .description('write the audit trail, signed, to be verified without this program (docs/audit-verification.md)')
    .option(...archiveOption)
    .action(async (file: string, flags: Flags) =>
      finish(await exportAudit(file, flags.archive ?? defaultArchivePath())),
    );
}

async function backup(path: string): Promise<ExitCode> {
  return withArchive(path, async (archive) => {
    const made = await archive.backUp();
    if (!made.ok) return failWith(made.error);
    await printLine(`backup made and verified: ${made.value.fileName}`);
    return exitCodes.done;
  });
}

async function exportAudit(file: string, path: string): Promise<ExitCode> {
  return withArchive(path, async (archive) => {
    const exported = await archive.exportAudit();
    if (!exported.ok) return failWith(exported.error);
    writeFileSync(file, exported.value);
    return exitCodes.done;
  });
}

async function restore(file: string, path: string, evenWithLoss: boolean): Promise<ExitCode> {
  const key = keyBeside(path);
  if (!key.ok) return failWith(key.error);
  const place = { archivePath: path, key: key.value.bytes, nativeBinding: sqliteBinding() };
  const restored = await restoreBackup({ ...place, backup: file, nowUtc: systemClock.nowUtc(), evenWithLoss });
  if (!restored.ok && restored.error.code === 'not-allowed')
    return failWith({ ...restored.error, message: `${restored.error.message}; to restore all the same, say --yes` });
  if (!restored.ok) return failWith(restored.error);
  const { events, head, previous, replaced } = restored.value;
  const opened = await openArchive({
    path,
    actor: 'einthoven archive restore',
    clock: systemClock,
    nativeBinding: place.nativeBinding,
    key: place.key,
  });
  if (!opened.ok) return failWith(opened.error);
  const archive = opened.value;
  const loss = replaced === null ? '' : lossText(replaced);
  await archive.appendAudit({
    type: 'backup-restored',
    subject: 'archive',
    detail: {
      events,
      head,
      replacedEvents: replaced?.events ?? null,
      replacedHead: replaced?.head ?? null,
      lost: loss,
    },
  });
  const failed: Refusal[] = [];
  for (const id of replaced?.erased ?? []) {
    const erased = await archive.erase(id, 'erased before; the backup still held it');
    if (!erased.ok) failed.push(erased.error);
  }
  await archive.close();
  for (const error of failed) failWith(error);
  if (loss !== '') await printLine(`not in the backup, and only in the file put aside: ${loss}`);
  if (replaced !== null && replaced.erased.length > 0)
    await printLine(`erased again, since the backup still held them: recordings ${replaced.erased.join(', ')}`);
  await printLine(
    `restored: ${events} events, head ${head}${previous === null ? '' : `; what stood there is now ${previous}`}`,
  );
  return failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function printRecoveryKey(path: string): Promise<ExitCode> {
  const key = keyBeside(path);
  if (!key.ok) return failWith(key.error);
  if (key.value.recoveryKeyNoted)
    return failWith({
      code: 'not-allowed',
      message: 'the recovery key was noted before and is not shown again',
      file: null,
    });
  await printLine(recoveryWords(key.value.bytes));
  return exitCodes.done;
}

async function takeKey(path: string): Promise<ExitCode> {
  const bytes = keyOfRecoveryWords((await text(process.stdin)).slice(0, 4096));
  if (bytes === null)
    return failWith({ code: 'invalid-input', message: 'this is no recovery key, or a letter is mistyped', file: null });
  if (archiveState(path) !== 'sealed')
    return failWith({ code: 'not-found', message: 'there is no encrypted archive here', file: path });
  // A key that does not open the archive must not take the place of one that may.
  const opened = openArchiveReader({ path, nativeBinding: sqliteBinding(), key: bytes });
  if (!opened.ok) return failWith(opened.error);
  await opened.value.close();
  const written = writeKey(path, bytes, null, { recoveryKeyNoted: true, replace: true });
  if (!written.ok) return failWith(written.error);
  await printLine('the key opens the archive and is kept beside it, in a file that only you may read');
  return exitCodes.done;
}

function keyBeside(path: string): Result<ArchiveKey> {
  const given = keyFileOfEnvironment();
  if (given !== null) return readGivenKey(given);
  const key = readKey(path, null);
  if (key.ok || key.error.code !== 'not-found') return key;
  return refuse('not-found', 'no key lies beside the archive; type in the recovery key: einthoven archive key', path);
}

async function withArchive(path: string, work: (archive: Archive) => Promise<ExitCode>): Promise<ExitCode> {
  if (archiveState(path) === 'missing')
    return failWith({ code: 'not-found', message: 'there is no archive here', file: path });
  const opened = await openHouse(path);
  if (!opened.ok) return failWith(opened.error);
  try {
    return opened.value.archive === null ? exitCodes.failed : await work(opened.value.archive);
  } finally {
    await opened.value.close();
  }
}
