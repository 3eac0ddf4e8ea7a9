import { join } from 'node:path';
import { modelsDir } from '../compose.ts';
import type { ModelPlaces } from '../node/models/modelPlaces.ts';
import { userModelsDir } from '../node/models/userModelsDir.ts';
import { findProgram } from '../node/programVersion.ts';

export interface Places {
  /** Folder that holds models/ and resources/demo/. */
  readonly rootDir: string;
  /** Entry file of the analysis process. */
  readonly workerEntry: string;
}

/** Source and build lie in the same root; the build runs its own worker. */
export function findPlaces(): Places {
  const rootDir = findProgram().folder ?? process.cwd();
  const fromSource = import.meta.url.endsWith('.ts');
  const workerEntry = fromSource ? join('main', 'worker', 'entry.ts') : join('dist', 'main', 'worker.js');
  return { rootDir, workerEntry: join(rootDir, workerEntry) };
}

/** Where models lie: those of the program and the user's own. */
export const findModelPlaces = (): ModelPlaces & { readonly user: string } => ({
  shipped: modelsDir(findPlaces().rootDir),
  user: userModelsDir(),
});

/** better-sqlite3's binary where its own does not fit the runtime (docs/decisions/0002-test-runtime.md); null otherwise. */
export const sqliteBinding = (): string | null => process.env.EINTHOVEN_SQLITE_BINDING || null;
