import { userInfo } from 'node:os';
import type { AdviceTable } from '../../app/advice/adviceTable.ts';
import type { Result } from '../../app/result.ts';
import { compose, type House } from '../compose.ts';
import { forkWorker } from '../node/analysisService/forkWorker.ts';
import { findModelPlaces, findPlaces, sqliteBinding } from './places.ts';

export function openHouse(
  archivePath: string | null,
  processes = 1,
  advice: AdviceTable | null = null,
): Promise<Result<House>> {
  const { workerEntry } = findPlaces();
  const { shipped, user } = findModelPlaces();
  return compose({
    archivePath,
    actor: userName(),
    spawnWorker: () => forkWorker({ entry: workerEntry, modelsDir: shipped, userModelsDir: user }),
    processes,
    advice,
    nativeBinding: sqliteBinding(),
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
