import type { Archive, Clock } from '../../../app/ports.ts';
import { backupName } from './backupFiles.ts';

/** Makes today's backup when there is none yet. What went wrong stands in the answer; there is nobody to tell otherwise. */
export async function backUpDaily(archive: Pick<Archive, 'backUp' | 'lastBackup'>, clock: Clock): Promise<boolean> {
  if ((await archive.lastBackup()) === backupName(clock.nowUtc())) return true;
  return (await archive.backUp()).ok;
}
