import { userInfo } from 'node:os';
import type { Result } from '../../app/result.ts';
import { compose, type House, modelsDir } from '../compose.ts';
import { forkWorker } from '../node/analysisService/forkWorker.ts';
import { findPlaces, sqliteBinding } from './places.ts';

export function openHouse(archivePath: string | null, processes = 1): Promise<Result<House>> {
  const { rootDir, workerEntry } = findPlaces();
  return compose({
    archivePath,
    actor: userName(),
    spawnWorker: () => forkWorker({ entry: workerEntry, modelsDir: modelsDir(rootDir) }),
    processes,
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
