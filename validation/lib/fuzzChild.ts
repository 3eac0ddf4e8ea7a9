/** The process in which validation/fuzz.ts decodes: it may hang or die there without hurting anyone. */
import { menders } from '../../app/formats/fuzzSeeds.testing.ts';
import { mutatedFiles, problemOf } from '../../app/formats/mutate.testing.ts';
import { decodeFiles } from '../../app/formats/registry.ts';
import { fuzzSeeds } from './fuzzSeeds.ts';

/** Mutations `from` to `to - 1` of one seed. */
export interface FuzzBatch {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export interface FuzzAnswer {
  readonly decoded: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly slowest: number;
  /** Highest resident memory of the process so far. */
  readonly largestMb: number;
  readonly problems: readonly string[];
}

const [fixtures = '', formats = ''] = process.argv.slice(2);
const seeds = fuzzSeeds(fixtures, formats === '' ? null : formats.split(','));

const run = ({ seed: place, from, to }: FuzzBatch): FuzzAnswer => {
  const seed = seeds[place]!;
  const errors: Record<string, number> = {};
  const problems: string[] = [];
  let decoded = 0;
  let slowestMs = 0;
  let slowest = from;
  for (let number = from; number < to; number += 1) {
    // Spliced with another seed by turns, so that formats meet each other.
    const other = seeds[(place + 1 + (number % 7)) % seeds.length]!;
    const files = mutatedFiles(seed, other, number, menders[seed.format] ?? null);
    const before = process.cpuUsage();
    const result = decodeFiles(files, {});
    const spent = process.cpuUsage(before);
    const ms = (spent.user + spent.system) / 1000;
    if (ms > slowestMs) {
      slowestMs = ms;
      slowest = number;
    }
    if (result.ok) decoded += 1;
    else errors[result.error.code] = (errors[result.error.code] ?? 0) + 1;
    const problem = problemOf(result);
    if (problem !== null) problems.push(`${seed.name}, mutation ${number}: ${problem}`);
  }
  return { decoded, errors, slowestMs, slowest, largestMb: process.resourceUsage().maxRSS / 1024, problems };
};

process.on('message', (batch: FuzzBatch) => process.send?.(run(batch)));
process.send?.('ready');
