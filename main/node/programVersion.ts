import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ name: z.literal('einthoven'), version: z.string() });

/** Where the program lies and which version it is; folder null and version 'unknown' when it was taken out of its package. */
export interface Program {
  readonly folder: string | null;
  readonly version: string;
}

/** The program's own package: the next one upwards from `moduleUrl`, be it the source, the build or an installed copy. */
export function findProgram(moduleUrl: string = import.meta.url): Program {
  let folder = dirname(fileURLToPath(moduleUrl));
  while (true) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const parsed = packageSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (parsed.success) return { folder, version: parsed.data.version };
    }
    const parent = dirname(folder);
    if (parent === folder) return { folder: null, version: 'unknown' };
    folder = parent;
  }
}

export const programVersion = (): string => findProgram().version;
