import { stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { listZip, readZipEntry, type ZipEntry, type ZipListing } from './zip.ts';

/** Reads files inside zips by paths that go on below the zip's own: `folder/carts.zip/monday/r1.hea`. */
export interface ZipShelf {
  readonly list: (zipPath: string) => Promise<Result<ZipListing>>;
  /** The zip that a path goes below, and the name in it; null for a path that goes below none. */
  readonly locate: (path: string) => Promise<{ readonly zipPath: string; readonly name: string } | null>;
  /** Errors: those of `listZip` and `readZipEntry`, `not-found`, `too-large`. */
  readonly read: (zipPath: string, name: string, bytesLimit: number) => Promise<Result<Uint8Array>>;
}

interface Held {
  readonly stamp: string;
  readonly listing: Promise<Result<ZipListing>>;
  readonly byName: Promise<ReadonlyMap<string, ZipEntry>>;
}

/** Directories that are held at a time: one of 200,000 files takes some 100 MB. */
const mostHeld = 2;

export function createZipShelf(): ZipShelf {
  const held = new Map<string, Held>();
  const directoryOf = async (zipPath: string): Promise<Held> => {
    const stats = await stat(zipPath).catch(() => null);
    const stamp = stats === null ? 'gone' : `${stats.size} ${stats.mtimeMs}`;
    const known = held.get(zipPath);
    if (known?.stamp === stamp) return known;
    const listing = listZip(zipPath);
    const byName = listing.then(
      (listed) => new Map(listed.ok ? listed.value.entries.map((entry) => [entry.name, entry]) : []),
    );
    const made = { stamp, listing, byName };
    held.delete(zipPath);
    for (const oldest of held.keys()) {
      if (held.size < mostHeld) break;
      held.delete(oldest);
    }
    held.set(zipPath, made);
    return made;
  };
  return {
    list: async (zipPath) => (await directoryOf(zipPath)).listing,
    locate: async (path) => {
      for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
        const stats = await stat(above).catch(() => null);
        if (stats === null) continue;
        if (!stats.isFile()) return null;
        return { zipPath: above, name: relative(above, path).split(sep).join('/') };
      }
      return null;
    },
    read: async (zipPath, name, bytesLimit) => {
      const directory = await directoryOf(zipPath);
      const listing = await directory.listing;
      if (!listing.ok) return listing;
      const entry = (await directory.byName).get(name);
      if (entry === undefined)
        return refuse('not-found', 'there is no such file in the zip', `${zipPath}${sep}${name}`);
      if (entry.size > bytesLimit)
        return refuse('too-large', 'more than a recording may have', `${zipPath}${sep}${name}`);
      const read = await readZipEntry(zipPath, entry, entry.size);
      return read.ok ? accept(read.value) : read;
    },
  };
}
