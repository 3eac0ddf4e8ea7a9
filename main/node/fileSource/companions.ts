import { join } from 'node:path';
import type { Format, NamedBytes } from '../../../app/formats/format.ts';

/** The beginning of a file that was recognised. */
export interface SniffedFile {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly head: Uint8Array;
  readonly format: Format;
}

const pathOf = (file: { readonly folder: string; readonly name: string }): string => join(file.folder, file.name);

/**
 * Absolute paths of the files that belong to another one of `files`: its signals, or the headers of its layout and
 * segments. Two headers that name each other do not both disappear: the first by name stays.
 */
export function companionsAmong(files: readonly SniffedFile[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [pathOf(file), file]));
  const companionsOf = new Map(files.map((file) => [pathOf(file), closure(file, byPath)]));
  const companions = new Set<string>();
  for (const [path, named] of companionsOf) {
    for (const other of named) {
      const mutual = companionsOf.get(other)?.has(path) === true;
      if (!mutual || path < other) companions.add(other);
    }
  }
  return companions;
}

/** Everything that a file names, and what the headers among that name in turn. */
function closure(file: SniffedFile, byPath: ReadonlyMap<string, SniffedFile>): ReadonlySet<string> {
  const files: NamedBytes[] = [{ name: file.name, bytes: file.head }];
  const named = new Set<string>();
  while (true) {
    const before = files.length;
    for (const { name } of file.format.companions(files)) {
      const path = join(file.folder, name);
      if (name === file.name || named.has(path)) continue;
      named.add(path);
      const header = byPath.get(path);
      if (header !== undefined) files.push({ name, bytes: header.head });
    }
    // Only another header can name something new.
    if (files.length === before) return named;
  }
}
