import { userInfo } from 'node:os';
import type { AdviceTable } from '../../app/advice/adviceTable.ts';
import type { Result } from '../../app/result.ts';
import { compose, type House } from '../compose.ts';
import { forkWorker } from '../node/analysisService/forkWorker.ts';
import { keyFilePath } from '../node/archiveKey/keyFile.ts';
import { keyFileOfEnvironment } from '../node/archiveKey/keyForArchive.ts';
import { findModelPlaces, findPlaces, sqliteBinding } from './places.ts';

export async function openHouse(
  archivePath: string | null,
  processes = 1,
  advice: AdviceTable | null = null,
): Promise<Result<House>> {
  const { workerEntry } = findPlaces();
  const { shipped, user } = findModelPlaces();
  const house = await compose({
    archivePath,
    keyFile: keyFileOfEnvironment(),
    keyStore: null,
    actor: userName(),
    spawnWorker: () => forkWorker({ entry: workerEntry, modelsDir: shipped, userModelsDir: user }),
    processes,
    advice,
    nativeBinding: sqliteBinding(),
  });
  if (house.ok && archivePath !== null && house.value.key?.isNew === true)
    process.stderr.write(
      `einthoven: the archive is encrypted; its key lies in the plain file ${keyFilePath(archivePath)}. Keep a copy elsewhere: einthoven archive recovery-key\n`,
    );
  return house;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
