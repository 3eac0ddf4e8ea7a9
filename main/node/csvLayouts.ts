import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type CsvLayout, csvLayoutSchema } from '../../app/formats/csv/layout.ts';
import type { CsvLayouts } from '../../app/ports.ts';

const fileSchema = z.object({ layouts: z.array(csvLayoutSchema) });
/** The newest are kept. */
const most = 200;

/**
 * Layouts of tables in a JSON file, the newest first; null keeps them for this run alone. A file that is not there, or that
 * somebody spoilt, is an empty list: the layouts are asked for again.
 */
export const createCsvLayouts = (path: string | null): CsvLayouts => {
  let inMemory: readonly CsvLayout[] = [];
  const list = async (): Promise<readonly CsvLayout[]> => {
    if (path === null) return inMemory;
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).layouts;
    } catch {
      return [];
    }
  };
  const store = async (layouts: readonly CsvLayout[]): Promise<void> => {
    inMemory = layouts;
    if (path === null) return;
    await mkdir(dirname(path), { recursive: true });
    // Whoever reads meanwhile sees the old list or the new one, never a half.
    const written = `${path}.${process.pid}.new`;
    await writeFile(written, JSON.stringify({ layouts }, null, 1));
    await rename(written, path);
  };
  let last: Promise<void> = Promise.resolve();
  return {
    list,
    remember: (layout) => {
      const next = last.then(async () => {
        const others = (await list()).filter(({ signature }) => signature !== layout.signature);
        await store([layout, ...others].slice(0, most));
      });
      last = next.catch(() => {});
      return next;
    },
  };
};
