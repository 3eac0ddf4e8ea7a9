import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { NamedBytes } from '../../app/formats/format.ts';
import { madeSeeds } from '../../app/formats/fuzzSeeds.testing.ts';
import type { FuzzSeed } from '../../app/formats/mutate.testing.ts';
import { recogniseFormat } from '../../app/formats/registry.ts';

const read = (folder: string, name: string): NamedBytes => ({
  name,
  bytes: new Uint8Array(readFileSync(join(folder, name))),
});

/** A file with its companions as far as they are there; null when it is of no format that is read. */
const seedOf = (root: string, path: string): FuzzSeed | null => {
  const folder = dirname(path);
  const first = read(folder, basename(path));
  const format = first.bytes.length === 0 ? null : recogniseFormat(first.bytes, first.name);
  if (format === null) return null;
  const files = [first];
  for (;;) {
    const wanted = format.companions(files).filter(({ name }) => existsSync(join(folder, name)));
    if (wanted.length === 0) return { name: relative(root, path), format: format.id, files };
    for (const { name } of wanted) files.push(read(folder, name));
  }
};

/** Every file below `fixtures` that a decoder takes, by path, then the files that the repository itself can make. */
export const fuzzSeeds = (fixtures: string, formats: readonly string[] | null): readonly FuzzSeed[] => {
  const paths = readdirSync(fixtures, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const found = paths.map((path) => seedOf(fixtures, path)).filter((seed) => seed !== null);
  const all = [...found, ...madeSeeds().map((seed) => ({ ...seed, name: `made/${seed.name}` }))];
  return formats === null ? all : all.filter(({ format }) => formats.includes(format));
};
