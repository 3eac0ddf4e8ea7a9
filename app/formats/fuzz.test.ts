import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { NamedBytes } from './format.ts';
import { madeSeeds, menders } from './fuzzSeeds.testing.ts';
import { type FuzzSeed, mutatedFiles, problemOf } from './mutate.testing.ts';
import { decodeFiles, formats, recogniseFormat } from './registry.ts';

const demoFolder = fileURLToPath(new URL('../../resources/demo/', import.meta.url));

/** The first three demo recordings, which are WFDB and CSV. */
const demoSeeds = (): readonly FuzzSeed[] => {
  const read = (name: string): NamedBytes => ({ name, bytes: new Uint8Array(readFileSync(`${demoFolder}${name}`)) });
  return readdirSync(demoFolder)
    .filter((name) => /\.(?:hea|csv)$/.test(name))
    .slice(0, 3)
    .flatMap((name) => {
      const first = read(name);
      const format = recogniseFormat(first.bytes, name);
      if (format === null) return [];
      return [
        { name, format: format.id, files: [first, ...format.companions([first]).map((wanted) => read(wanted.name))] },
      ];
    });
};

const mutationsEach = 150;
const slowestAllowedMs = 2000;

describe('mutated files of every format that can be made here', () => {
  const seeds = [...madeSeeds(), ...demoSeeds()];

  it('there are some of every format', () => {
    expect(new Set(seeds.map(({ format }) => format))).toEqual(new Set(formats.map(({ id }) => id)));
  });

  it.each(seeds.map((seed, place) => [seed.name, seed, seeds[(place + 1) % seeds.length]!] as const))(
    '%s',
    (_, seed, other) => {
      const intact = decodeFiles(seed.files, {});
      expect(intact.ok ? intact.value.format : intact.error.message).toBe(seed.format);
      let decoded = 0;
      let slowestMs = 0;
      for (let number = 0; number < mutationsEach; number += 1) {
        const files = mutatedFiles(seed, other, number, menders[seed.format] ?? null);
        const before = process.cpuUsage();
        const result = decodeFiles(files, {});
        const spent = process.cpuUsage(before);
        slowestMs = Math.max(slowestMs, (spent.user + spent.system) / 1000);
        const problem = problemOf(result);
        if (problem !== null) expect.fail(`mutation ${number}: ${problem}`);
        if (result.ok) decoded += 1;
      }
      expect(slowestMs).toBeLessThan(slowestAllowedMs);
      // Were every mutation refused at the door, nothing behind it would have been tried.
      expect(decoded).toBeGreaterThan(mutationsEach / 50);
    },
  );
});
