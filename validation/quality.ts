/**
 * Verdicts on signal quality: node validation/quality.ts --data DIR [--predictions FILE] [--update]
 *
 * DIR is a folder of 12-lead WFDB records. With the lists RECORDS-acceptable and RECORDS-unacceptable (Computing in
 * Cardiology Challenge 2011, set-a) accuracy is computed; without them every record is of a clinical collection, and
 * the rate of unacceptable and INVALID verdicts is a rate of false alarms.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection, withInterval } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, predictions: { type: 'string' }, update: { type: 'boolean', default: false } },
});
if (options.data === undefined) {
  console.error('usage: node validation/quality.ts --data DIR [--predictions FILE] [--update]');
  process.exit(2);
}
const folder = options.data;
const list = (name: string): Set<string> | null =>
  existsSync(join(folder, name)) ? new Set(readFileSync(join(folder, name), 'utf8').trim().split(/\s+/)) : null;
const good = list('RECORDS-acceptable');
const bad = list('RECORDS-unacceptable');

const records = readdirSync(folder)
  .filter((name) => name.endsWith('.hea'))
  .map((name) => name.slice(0, -4))
  .filter((record) => good === null || bad === null || good.has(record) || bad.has(record))
  .sort();
const lines: string[] = [];
const results = records.map((record) => {
  const { quality, validity } = analyzeSignal(readRecord(folder, record), { lead: null });
  lines.push(JSON.stringify({ record, quality: { verdict: quality.verdict, score: quality.score } }));
  return {
    record,
    refused: quality.verdict === 'unacceptable',
    limited: quality.verdict === 'limited',
    invalid: validity.status === 'INVALID',
  };
});
if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);

type Judged = (typeof results)[number];
const share = (group: readonly Judged[], is: (result: Judged) => boolean): string => {
  const part = (drawn: readonly Judged[]): number => drawn.filter(is).length / drawn.length;
  return `${group.filter(is).length} of ${group.length}: ${withInterval(part(group), bootstrap(group, part))}`;
};
const rows: string[][] =
  good !== null && bad !== null
    ? [
        ['right (unacceptable or not)', share(results, (r) => r.refused === bad.has(r.record))],
        [
          'unacceptable found',
          share(
            results.filter((r) => bad.has(r.record)),
            (r) => r.refused,
          ),
        ],
        [
          'acceptable passed',
          share(
            results.filter((r) => good.has(r.record)),
            (r) => !r.refused,
          ),
        ],
        [
          'acceptable called INVALID',
          share(
            results.filter((r) => good.has(r.record)),
            (r) => r.invalid,
          ),
        ],
      ]
    : [
        ['called unacceptable', share(results, (r) => r.refused)],
        ['called limited', share(results, (r) => r.limited)],
        ['called INVALID', share(results, (r) => r.invalid)],
      ];
const text = table(['what', 'n: % [95 % interval]'], rows);
const name = basename(folder);
console.log(`quality, ${name}\n\n${text}`);
for (const r of results)
  if (good === null && (r.refused || r.invalid))
    console.log(`${r.record}${r.refused ? ' unacceptable' : ''}${r.invalid ? ' INVALID' : ''}`);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `quality-${name}`,
    `## Signal quality, ${name}

\`node validation/quality.ts --data DIR/${name}\`

${good === null ? 'Recordings of a clinical collection: nearly all of them should pass.' : 'The limits were set on these same records, so the figures flatter.'}

${text}`,
  );
