/**
 * Fits the weights of the rules for P and T (those of QRS: fitQrsBounds.ts, presence of P: fitPresence.ts): node validation/fitDelineation.ts --ludb DIR --qtdb DIR [--write]
 *
 * Of LUDB only records with odd numbers are read, of QTDB every second in the order of names from the first (the tuning
 * halves). Prints the error of each rule on the records it
 * was fitted on, left out one fold in five at a time, and with --write replaces app/analysis/delineation/fittedRules.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BeatInspection, inspectBeats } from '../app/analysis/delineation/inspectBeats.ts';
import { workingLeads } from '../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { choice, type LinearFit, logistic, ridge } from './lib/leastSquares.ts';
import { withTwoLeads } from './lib/presenceRows.ts';
import { pSummitRows } from './lib/pSummitRows.ts';
import { readRecord } from './lib/readRecord.ts';
import { type LabelledRow, tSummitRows } from './lib/tSummitRows.ts';
import { tuningHearts } from './lib/tuningHearts.ts';
import { type PointTimes, type WaveReference, waveReference } from './lib/waveReference.ts';

const { values: options } = parseArgs({
  options: {
    ludb: { type: 'string' },
    qtdb: { type: 'string' },
    write: { type: 'boolean', default: false },
    hearts: { type: 'string', default: '560' },
  },
});
if (options.ludb === undefined || options.qtdb === undefined) {
  console.error('usage: node validation/fitDelineation.ts --ludb DIR --qtdb DIR [--write]');
  process.exit(2);
}

interface Rows {
  readonly features: (readonly number[])[];
  readonly targets: number[];
  readonly records: number[];
}
const empty = (): Rows => ({ features: [], targets: [], records: [] });
const rules = {
  pOnset: empty(),
  pOffset: empty(),
  tOnset: empty(),
  tOffset: empty(),
};
const summitGroups: { readonly rows: readonly LabelledRow[]; readonly record: number; readonly real: boolean }[] = [];
const phases = empty();
const pGroups: typeof summitGroups = [];

const nearest = (times: readonly number[], timeS: number, withinS: number): number | null => {
  let best: number | null = null;
  for (const t of times)
    if (Math.abs(t - timeS) <= withinS && (best === null || Math.abs(t - timeS) < Math.abs(best - timeS))) best = t;
  return best;
};

interface TuningRecord {
  readonly folder: string;
  readonly name: string;
  /** Records of one number stay together in the folds. */
  readonly number: number;
  readonly perLead: boolean;
}

const ludb = options.ludb;
const qtdb = options.qtdb;
const records: TuningRecord[] = [
  ...readdirSync(ludb)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => Number(name.slice(0, -4)))
    .filter((record) => record % 2 === 1)
    .sort((a, b) => a - b)
    .map((number) => ({ folder: ludb, name: String(number), number, perLead: true })),
  ...readdirSync(qtdb)
    .filter((name) => name.endsWith('.q1c'))
    .sort()
    .filter((_, i) => i % 2 === 0)
    .map((name, i) => ({ folder: qtdb, name: name.slice(0, -4), number: 2 * i + 1, perLead: false })),
];

const readReference = (path: string, rateHz: number): WaveReference => {
  const annotations = decodeAnnotations(readFileSync(path));
  if (!annotations.ok) throw new Error(`${path}: ${annotations.error.message}`);
  return waveReference(annotations.value, rateHz);
};

const learnT = (
  beats: readonly BeatInspection[],
  references: readonly PointTimes[],
  record: number,
  real: boolean,
): void => {
  const rows = tSummitRows(beats, references);
  // As many real hearts as there are: they count more than synthetic ones.
  for (let copy = 0; copy < (real ? 2 : 1); copy++) {
    for (const group of rows.groups) summitGroups.push({ rows: group, record, real });
    for (const { features, label } of rows.phases) {
      phases.features.push(features);
      phases.targets.push(label);
      phases.records.push(record);
      phaseReal.push(real);
    }
  }
};
const phaseReal: boolean[] = [];

for (const { seed, leads, sampleRateHz, points } of tuningHearts(Number(options.hearts))) {
  const working = workingLeads(leads, sampleRateHz);
  const found = detectQrs(leads, sampleRateHz);
  const { beats } = inspectBeats(
    working,
    found.map((at) => Math.round((at * working.rateHz) / sampleRateHz)),
  );
  learnT(beats, points, 2 * seed + 1, false);
  const peaksS = points.map((point) => point['P peak']);
  const two = withTwoLeads(leads, sampleRateHz, seed);
  for (const beatsOf of [beats, two])
    for (const rows of pSummitRows(beatsOf, peaksS)) pGroups.push({ rows, record: 2 * seed + 1, real: false });
}

for (const { folder, name, number: record, perLead } of records) {
  const recording = readRecord(folder, name);
  const leads = recording.leads;
  const read = leads.map((lead) =>
    readReference(join(folder, `${name}.${perLead ? lead.name.toLowerCase() : 'q1c'}`), recording.sampleRateHz),
  );
  const references = read.map(({ points }) => points);
  const samples = leads.map((lead) => lead.samplesMv);
  const working = workingLeads(samples, recording.sampleRateHz);
  const found = detectQrs(samples, recording.sampleRateHz);
  const { beats } = inspectBeats(
    working,
    found.map((at) => Math.round((at * working.rateHz) / recording.sampleRateHz)),
  );
  learnT(beats, references, record, true);
  const add = (rows: Rows, features: readonly number[], baseS: number, target: number | null): void => {
    if (target === null) return;
    rows.features.push(features);
    rows.targets.push(target - baseS);
    rows.records.push(record);
  };
  for (const beat of beats) {
    const { t, p } = beat.average;
    references.forEach((reference, l) => {
      if (t !== null) {
        const base = beat.atS + beat.tShiftS;
        const peak = nearest(reference['T peak'], base + t.features.globalPeakS, 0.1);
        if (peak !== null) {
          add(
            rules.tOnset,
            t.features.onset[l]!,
            base,
            nearest(
              reference['T onset'].filter((x) => x < peak),
              peak,
              0.25,
            ),
          );
          add(
            rules.tOffset,
            t.features.offset[l]!,
            base,
            nearest(
              reference['T offset'].filter((x) => x > peak),
              peak,
              0.25,
            ),
          );
        }
      }
      if (p !== null) {
        const base = beat.atS + beat.pShiftS;
        const peak = nearest(reference['P peak'], base + p.features.globalPeakS, 0.08);
        if (peak !== null) {
          add(
            rules.pOnset,
            p.features.onset[l]!,
            base,
            nearest(
              reference['P onset'].filter((x) => x < peak),
              peak,
              0.15,
            ),
          );
          add(
            rules.pOffset,
            p.features.offset[l]!,
            base,
            nearest(
              reference['P offset'].filter((x) => x > peak),
              peak,
              0.15,
            ),
          );
        }
      }
    });
  }
  const peaksS = references.map((points) => points['P peak']);
  for (let copy = 0; copy < 2; copy++)
    for (const rows of pSummitRows(beats, peaksS)) pGroups.push({ rows, record, real: true });
}

const apply = (fit: LinearFit, features: readonly number[]): number =>
  fit.weights.reduce((sum, w, k) => sum + w * features[k]!, fit.constant);

/** Predictions for each row by a fit that has not seen its record. */
const leftOut = (rows: Rows, make: (features: (readonly number[])[], targets: number[]) => LinearFit): number[] => {
  const out = new Array<number>(rows.targets.length);
  for (let fold = 0; fold < 5; fold++) {
    const inside = (i: number): boolean => ((rows.records[i]! - 1) / 2) % 5 === fold;
    const train = rows.targets.map((_, i) => i).filter((i) => !inside(i));
    const fit = make(
      train.map((i) => rows.features[i]!),
      train.map((i) => rows.targets[i]!),
    );
    rows.features.forEach((features, i) => {
      if (inside(i)) out[i] = apply(fit, features);
    });
  }
  return out;
};

const fits: Record<string, LinearFit> = {};
for (const [name, rows] of Object.entries(rules)) {
  for (const penalty of [0.001, 0.01, 0.05]) {
    const make = (features: (readonly number[])[], targets: number[]) =>
      ridge(features, targets, { penalty, huber: 0.015 });
    const predicted = leftOut(rows, make);
    const errors = predicted.map((value, i) => 1000 * (value - rows.targets[i]!));
    const mean = errors.reduce((s, e) => s + e, 0) / errors.length;
    const sd = Math.sqrt(errors.reduce((s, e) => s + (e - mean) ** 2, 0) / errors.length);
    const absolute = errors.map(Math.abs).sort((a, b) => a - b);
    console.log(
      `${name.padEnd(10)} n ${errors.length} penalty ${penalty}: ${mean.toFixed(1)} +- ${sd.toFixed(1)} ms, median |e| ${absolute[absolute.length >> 1]!.toFixed(1)}`,
    );
    if (penalty === 0.05) fits[name] = make(rows.features, rows.targets);
  }
}
/** How often the fit without a record chooses the right summit there. */
const judgeSummits = (name: string, all: typeof summitGroups): void => {
  const outcome = { real: [0, 0], synthetic: [0, 0] };
  for (let fold = 0; fold < 5; fold++) {
    const inside = (record: number): boolean => ((record - 1) / 2) % 5 === fold;
    const fit = chooseSummit(all.filter(({ record }) => !inside(record)));
    for (const { rows, record, real } of all) {
      if (!inside(record)) continue;
      const scores = rows.map(({ features }) => apply(fit, features));
      const counts = outcome[real ? 'real' : 'synthetic'];
      counts[0]! += rows[scores.indexOf(Math.max(...scores))]!.label;
      counts[1]! += 1;
    }
  }
  for (const kind of ['real', 'synthetic'] as const)
    console.log(`summit of ${name}, ${kind}: right in ${outcome[kind][0]} of ${outcome[kind][1]}`);
};
const judgePhases = (): void => {
  const phaseOutcome = { real: [0, 0, 0, 0], synthetic: [0, 0, 0, 0] };
  leftOut(phases, (features, targets) => logistic(features, targets, { penalty: 0.002 })).forEach((value, i) => {
    const counts = phaseOutcome[phaseReal[i] ? 'real' : 'synthetic'];
    counts[2 * phases.targets[i]! + (value > 0 ? 1 : 0)]! += 1;
  });
  for (const kind of ['real', 'synthetic'] as const)
    console.log(
      `later phases, ${kind}: not part ${phaseOutcome[kind].slice(0, 2).join(' / taken ')}, part: missed ${phaseOutcome[kind].slice(2).join(' / found ')}`,
    );
};
const chooseSummit = (groups: typeof summitGroups): LinearFit =>
  choice(
    groups.map(({ rows }) => rows.map(({ features }) => features)),
    groups.map(({ rows }) => rows.findIndex(({ label }) => label === 1)),
    { penalty: 0.002 },
  );
judgeSummits('T', summitGroups);
judgePhases();
judgeSummits('P', pGroups);
fits.tSummit = chooseSummit(summitGroups);
fits.pSummit = chooseSummit(pGroups);
fits.tPhase = logistic(phases.features, phases.targets, { penalty: 0.002 });

if (options.write) {
  const round = (value: number): number => Number(value.toPrecision(5));
  const text = Object.entries(fits)
    .map(
      ([name, fit]) =>
        `  ${name}: { weights: [${fit.weights.map(round).join(', ')}], constantS: ${round(fit.constant)} },`,
    )
    .join('\n');
  writeFileSync(
    join(import.meta.dirname, '../app/analysis/delineation/fittedRules.ts'),
    `import type { PointRule } from './pointRules.ts';\n\n/** Written by validation/fitDelineation.ts from the tuning halves of LUDB and QTDB; see docs/decisions/0004-delineation.md. */\nexport const fittedRules = {\n${text}\n} satisfies Record<string, PointRule>;\n`,
  );
}
