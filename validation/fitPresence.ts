/**
 * Fits what judges whether a beat has a P wave, half a logistic rule, half trees on the same evidence:
 *   node validation/fitPresence.ts --ludb DIR --qtdb DIR --ptbxl DIR --out WORK   writes app/analysis/delineation/pPresenceRule.ts,
 *                                                                                 WORK/rows.f32 and WORK/items.json
 *   /usr/bin/python3 validation/qrsTrees.py WORK --no-cv                          writes app/analysis/pPresenceTrees.ts
 *
 * Evidence (app/analysis/delineation/pEvidence.ts) and whether there is a P wave, one row a beat. LUDB: odd records, by their marks; QTDB: every second
 * record by name; synthetic hearts from seed 1,000,001 on (lib/tuningHearts.ts) and rhythms without conducted P from seed 1,100,001
 * on (lib/rhythmHearts.ts), by their truth; PTB-XL at 100 Hz (records100, records.csv): odd records, by the rhythm statement alone: no beat
 * of AFIB and AFLT has a P wave, every dominant beat of SR, SBRAD, STACH and SARRH has one. Of SR without AVB every fourth record.
 * Short sets of leads are in it: two of the twelve of hearts and LUDB.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BeatInspection, inspectBeats } from '../app/analysis/delineation/inspectBeats.ts';
import { workingLeads } from '../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { logistic } from './lib/leastSquares.ts';
import { type PresenceRow, presenceRows, withTwoLeads } from './lib/presenceRows.ts';
import { readRecord } from './lib/readRecord.ts';
import { readTable } from './lib/readTable.ts';
import { rhythmHeart, withoutConductedP } from './lib/rhythmHearts.ts';
import { tuningHearts } from './lib/tuningHearts.ts';
import { waveReference } from './lib/waveReference.ts';
import { annotatedStretches } from './lib/waveScore.ts';

const { values: options } = parseArgs({
  options: {
    ludb: { type: 'string' },
    qtdb: { type: 'string' },
    ptbxl: { type: 'string' },
    out: { type: 'string' },
    hearts: { type: 'string', default: '840' },
    rhythms: { type: 'string', default: '30' },
  },
});
const { ludb, qtdb, ptbxl, out } = options;
if (ludb === undefined || qtdb === undefined || ptbxl === undefined || out === undefined) {
  console.error('usage: node validation/fitPresence.ts --ludb DIR --qtdb DIR --ptbxl DIR --out WORK');
  process.exit(2);
}

const rows: number[][] = [];
const items: { record: string; source: string; labels: (0 | 1)[]; weight: number }[] = [];
/** Rows of one record stay together when some are left out: the first three letters say which. */
const put = (set: string, number: number, source: string, weight: number, list: readonly PresenceRow[]): void => {
  if (list.length === 0) return;
  items.push({
    record: `${set}${String(number % 97).padStart(2, '0')}`,
    source,
    labels: list.map(({ label }) => label),
    weight,
  });
  for (const { features } of list) rows.push([...features]);
};
const inspect = (leads: readonly Float32Array[], rateHz: number) => {
  const working = workingLeads(leads, rateHz);
  return inspectBeats(
    working,
    detectQrs(leads, rateHz).map((at) => Math.round((at * working.rateHz) / rateHz)),
  );
};
const labelled = (beats: readonly BeatInspection[], label: 0 | 1) =>
  beats.flatMap(({ pEvidence }) => (pEvidence === null ? [] : [{ features: pEvidence, label }]));

for (const { seed, rhythm, leads, sampleRateHz, points } of tuningHearts(Number(options.hearts))) {
  const peaksS = points.map((point) => point['P peak']);
  const late = (timeS: number): boolean => timeS > 0.5;
  put('s', seed, rhythm, 1, presenceRows(inspect(leads, sampleRateHz).beats, peaksS, 0.25, late));
  put(
    's',
    seed,
    `${rhythm}, two leads`,
    0.5,
    presenceRows(withTwoLeads(leads, sampleRateHz, seed), peaksS, 0.25, late),
  );
}
for (const name of withoutConductedP)
  for (let seed = 1_100_001; seed <= 1_100_000 + Number(options.rhythms); seed++) {
    const { leads, sampleRateHz } = rhythmHeart(name, seed);
    put(
      's',
      seed,
      name,
      0.5,
      labelled(
        inspect(
          leads.map(({ samplesMv }) => samplesMv),
          sampleRateHz,
        ).beats,
        0,
      ),
    );
  }

const records = [
  ...readdirSync(ludb)
    .filter((name) => name.endsWith('.hea') && Number.parseInt(name, 10) % 2 === 1)
    .map((file) => ({ folder: ludb, name: file.slice(0, -4), number: Number.parseInt(file, 10), perLead: true })),
  ...readdirSync(qtdb)
    .filter((name) => name.endsWith('.q1c'))
    .sort()
    .filter((_, i) => i % 2 === 0)
    .map((file, i) => ({ folder: qtdb, name: file.slice(0, -4), number: i, perLead: false })),
];
for (const { folder, name, number, perLead } of records) {
  const { leads, sampleRateHz } = readRecord(folder, name);
  const samples = leads.map((lead) => lead.samplesMv);
  const read = leads.map((lead) => {
    const path = join(folder, `${name}.${perLead ? lead.name.toLowerCase() : 'q1c'}`);
    const annotations = decodeAnnotations(readFileSync(path));
    if (!annotations.ok) throw new Error(`${path}: ${annotations.error.message}`);
    return waveReference(annotations.value, sampleRateHz);
  });
  // Beats beyond the annotated ones say nothing.
  const judged = (timeS: number): boolean =>
    read.every(({ points, timesS }) =>
      perLead
        ? timeS > timesS[0]! && timeS < timesS.at(-1)!
        : annotatedStretches(timesS, points['QRS peak']).some(([from, to]) => timeS > from && timeS < to),
    );
  const peaksS = read.map(({ points }) => points['P peak']);
  // An unmarked P wave of QTDB need not be absent.
  if (!perLead && peaksS.every((times) => times.length === 0)) continue;
  put(
    perLead ? 'l' : 'q',
    number,
    `${perLead ? 'ludb' : 'qtdb'} ${name}`,
    3,
    presenceRows(inspect(samples, sampleRateHz).beats, peaksS, 0.5, judged),
  );
  if (perLead)
    put(
      'l',
      number,
      `ludb ${name}, two leads`,
      1.5,
      presenceRows(withTwoLeads(samples, sampleRateHz, (number - 1) / 2), peaksS, 0.5, judged),
    );
}

const known = new Map(readTable(join(ptbxl, 'records.csv')).map((row) => [Number(row.ecg_id), row]));
let usual = 0;
for (const file of readdirSync(join(ptbxl, 'records100'))
  .filter((name) => name.endsWith('.hea'))
  .sort()) {
  const id = Number.parseInt(file, 10);
  const { rhythm = '', subclass = '' } = known.get(id) ?? {};
  const present = /^(SR|SBRAD|STACH|SARRH)$/.test(rhythm);
  if (id % 2 === 0 || !(present || /^(AFIB|AFLT|AFIB AFLT|AFLT SVTAC)$/.test(rhythm))) continue;
  if (rhythm === 'SR' && !subclass.includes('AVB') && usual++ % 4 !== 0) continue;
  const { leads, sampleRateHz } = readRecord(join(ptbxl, 'records100'), file.slice(0, -4));
  const { beats, classes } = inspect(
    leads.map(({ samplesMv }) => samplesMv),
    sampleRateHz,
  );
  const dominant = beats.filter(({ beatClass }) => beatClass === classes.dominant);
  put('p', id, `ptbxl ${rhythm} ${id}`, present ? 0.5 : 1.5, labelled(present ? dominant : beats, present ? 1 : 0));
}

const width = rows[0]!.length;
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'rows.f32'), Float32Array.from(rows.flat()));
writeFileSync(
  join(out, 'items.json'),
  JSON.stringify({ width, file: 'pPresenceTrees', what: 'Log-odds of a beat having a P wave.', items }),
);
console.log(`${rows.length} rows of ${items.length} recordings, ${width} values each`);

const rule = logistic(
  rows,
  items.flatMap(({ labels }) => labels),
  { penalty: 0.001, counts: items.flatMap(({ labels, weight }) => labels.map(() => weight)) },
);
const round = (value: number): number => Number(value.toPrecision(5));
writeFileSync(
  join(import.meta.dirname, '../app/analysis/delineation/pPresenceRule.ts'),
  `import type { PointRule } from './pointRules.ts';\n\n/** Log-odds of a beat having a P wave. Written by validation/fitPresence.ts. */\nexport const pPresenceRule: PointRule = {\n  weights: [${rule.weights.map(round).join(', ')}],\n  constantS: ${round(rule.constant)},\n};\n`,
);
