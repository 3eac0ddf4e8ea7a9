import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const backupsFolder = (archivePath: string): string => join(dirname(archivePath), 'backups');

/** One a day: a later one of the same day takes its place. */
export const backupName = (nowUtc: string): string => `archive-${nowUtc.slice(0, 10)}.sqlite`;

const isBackup = (name: string): boolean => /^archive-\d{4}-\d{2}-\d{2}\.sqlite$/.test(name);

/** Newest first. */
export function listBackups(archivePath: string): readonly string[] {
  try {
    return readdirSync(backupsFolder(archivePath)).filter(isBackup).sort().reverse();
  } catch {
    return [];
  }
}

/** Leaves the newest `kept`; files of other names are somebody else's. */
export function rotateBackups(archivePath: string, kept: number): void {
  for (const name of listBackups(archivePath).slice(kept))
    rmSync(join(backupsFolder(archivePath), name), { force: true });
}
