/**
 * P waves and PR intervals that are not there, and those that are: npm run validate -- absentP --data DIR [--count 40] [--first 1] [--update]
 *
 * DIR holds the folders ptbxl (records100 and records.csv) and ludb. Counted is what the measurements state: a PR interval where no
 * P wave is conducted is invented, none where each beat has its P wave is lost.
 * - Synthetic hearts of --count seeds from --first, three kinds of noise by turns (none, that of a recording at rest, muscle at 12 dB).
 * - ptbxl at 100 Hz by the rhythm statement: AFIB, AFLT; SR with NORM, other SR (with AVB apart), SBRAD, STACH, SARRH. The presence of P was
 *   also fitted on odd record numbers of it: even ones apart.
 * - ludb by the rhythm in the headers.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import type { Recording } from '../app/recording/recording.ts';
import { readRecord } from './lib/readRecord.ts';
import { readTable } from './lib/readTable.ts';
import { percent, table, updateSection, withInterval } from './lib/results.ts';
import { rhythmHeart, withConductedP, withoutConductedP } from './lib/rhythmHearts.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    count: { type: 'string', default: '40' },
    first: { type: 'string', default: '1' },
    only: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const count = Number(options.count);
const first = Number(options.first);
if (options.data === undefined || !(count >= 1) || !Number.isInteger(first)) {
  console.error(
    'usage: npm run validate -- absentP --data DIR [--count N] [--first SEED] [--only synthetic|ptbxl|ludb | --update]',
  );
  process.exit(2);
}
const data = options.data;

interface Count {
  of: number;
  withPr: number;
  /** Recordings in which most beats have a marked P wave. */
  marked: number;
}
const measure = (recording: Recording, into: Count): boolean => {
  const { measurements, delineation } = analyzeSignal(recording, { lead: null });
  const rows = Object.values(delineation);
  const of = (wave: string): number =>
    rows.reduce((sum, list) => sum + list.filter((each) => each.wave === wave).length, 0);
  into.of += 1;
  if (measurements.prMs !== null) into.withPr += 1;
  if (2 * of('P') > of('QRS')) into.marked += 1;
  return measurements.prMs !== null;
};
const none = (): Count => ({ of: 0, withPr: 0, marked: 0 });
const plus = (counts: readonly Count[]): Count => ({
  of: counts.reduce((sum, each) => sum + each.of, 0),
  withPr: counts.reduce((sum, each) => sum + each.withPr, 0),
  marked: counts.reduce((sum, each) => sum + each.marked, 0),
});
const cells = (name: string, present: boolean, each: Count): string[] => [
  name,
  present ? 'in every beat' : 'none conducted',
  String(each.of),
  String(each.withPr),
  each.of === 0 ? '-' : withInterval(each.withPr / each.of, wilson(each.withPr, each.of)),
  each.of === 0 ? '-' : percent(each.marked / each.of, 1),
];

const rows: string[][] = [];
const wants = (set: string): boolean => options.only === undefined || options.only === set;

if (wants('synthetic'))
  for (const [names, present] of [
    [withoutConductedP, false],
    [withConductedP, true],
  ] as const) {
    const all: Count[] = [];
    for (const name of names) {
      const counted = none();
      for (let seed = first; seed < first + count; seed++) measure(rhythmHeart(name, seed), counted);
      all.push(counted);
      rows.push(cells(`synthetic ${name}`, present, counted));
    }
    rows.push(cells(`synthetic, ${present ? 'all with P' : 'all without'}`, present, plus(all)));
  }

if (wants('ptbxl')) {
  const kinds: [name: string, present: boolean, is: (words: readonly string[]) => boolean][] = [
    ['AFIB', false, (words) => words.includes('AFIB')],
    ['AFLT', false, (words) => words.includes('AFLT') && !words.includes('AFIB')],
    ['SR, NORM', true, (words) => words.includes('SR') && words.includes('NORM')],
    ['SR, AVB', true, (words) => words.includes('SR') && words.includes('AVB')],
    ['SR, other', true, (words) => words.includes('SR') && !words.includes('NORM') && !words.includes('AVB')],
    ['SBRAD', true, (words) => words.includes('SBRAD')],
    ['STACH', true, (words) => words.includes('STACH')],
    ['SARRH', true, (words) => words.includes('SARRH')],
  ];
  const folder = join(data, 'ptbxl');
  const known = new Map(readTable(join(folder, 'records.csv')).map((row) => [Number(row.ecg_id), row]));
  const counts = kinds.map(() => [none(), none()] as const);
  const wrong = kinds.map((): number[] => []);
  for (const file of readdirSync(join(folder, 'records100'))
    .filter((name) => name.endsWith('.hea'))
    .sort()) {
    const id = Number.parseInt(file, 10);
    const row = known.get(id);
    const words = `${row?.rhythm} ${row?.superclass} ${row?.subclass} ${row?.form}`.split(/\s+/);
    // Ectopic rhythms beside it leave open which beats have a P wave.
    const kind = /^(SR|AFIB|AFLT|SBRAD|STACH|SARRH|AFIB AFLT|AFLT SVTAC)$/.test(row?.rhythm ?? '')
      ? kinds.findIndex(([, , is]) => is(words))
      : -1;
    if (kind < 0) continue;
    const found = measure(readRecord(join(folder, 'records100'), file.slice(0, -4)), counts[kind]![id % 2]!);
    if (found !== kinds[kind]![1]) wrong[kind]!.push(id);
  }
  kinds.forEach(([name, present], k) => {
    rows.push(cells(`ptbxl ${name}`, present, plus(counts[k]!)));
    rows.push(cells(`ptbxl ${name}, even`, present, counts[k]![0]));
  });
  console.error(kinds.map(([name], k) => `${name}: ${wrong[k]!.join(' ')}`).join('\n'));
}

if (wants('ludb')) {
  const folder = join(data, 'ludb');
  for (const [name, present, is] of [
    ['atrial fibrillation', false, /^#Rhythm: Atrial fibrillation/m],
    ['atrial flutter', false, /^#Rhythm: Atrial flutter/m],
    ['sinus', true, /^#Rhythm: (Irregular sinus|Sinus)/m],
  ] as const) {
    const counted = none();
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.hea')))
      if (is.test(readFileSync(join(folder, file), 'utf8'))) measure(readRecord(folder, file.slice(0, -4)), counted);
    rows.push(cells(`ludb ${name}`, present, counted));
  }
}

const text = [
  '## P waves that are absent',
  `\`npm run validate -- absentP --data DIR${count === 40 ? '' : ` --count ${count}`}${first === 1 ? '' : ` --first ${first}`}\``,
  'Recordings for which a PR interval is stated (95 % interval by Wilson), and in which most beats have a marked P wave. The weights were fitted on seeds from 1,000,001 on and on odd record numbers of ptbxl and ludb.',
  table(['recordings', 'P waves', 'n', 'PR stated', '%', 'P marked %'], rows),
].join('\n\n');
console.log(text);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'absent-p', text);
