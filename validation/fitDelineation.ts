/**
 * Fits the weights of the rules for P and T (those of QRS: fitQrsBounds.ts): node validation/fitDelineation.ts --ludb DIR --qtdb DIR [--write]
 *
 * Of LUDB only records with odd numbers are read, of QTDB every second in the order of names from the first (the tuning
 * halves). Prints the error of each rule on the records it
 * was fitted on, left out one fold in five at a time, and with --write replaces app/analysis/delineation/fittedRules.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inspectBeats } from '../app/analysis/delineation/inspectBeats.ts';
import { workingLeads } from '../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { type LinearFit, logistic, ridge } from './lib/leastSquares.ts';
import { readRecord } from './lib/readRecord.ts';
import { type WaveReference, waveReference } from './lib/waveReference.ts';
import { annotatedStretches } from './lib/waveScore.ts';

const { values: options } = parseArgs({
  options: { ludb: { type: 'string' }, qtdb: { type: 'string' }, write: { type: 'boolean', default: false } },
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
const presence = empty();
const presenceNames: string[] = [];

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
  // Beats beyond the annotated ones say nothing.
  const judged = (timeS: number): boolean =>
    read.every(({ points, timesS }) =>
      perLead
        ? timeS > timesS[0]! && timeS < timesS.at(-1)!
        : annotatedStretches(timesS, points['QRS peak']).some(([from, to]) => timeS > from && timeS < to),
    );
  const add = (rows: Rows, features: readonly number[], baseS: number, target: number | null): void => {
    if (target === null) return;
    rows.features.push(features);
    rows.targets.push(target - baseS);
    rows.records.push(record);
  };
  for (const [index, beat] of beats.entries()) {
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
    if (p !== null && beat.pEvidence !== null) {
      const peakS = beat.atS + beat.pShiftS + p.features.globalPeakS;
      // An unmarked P wave of QTDB need not be absent, and its records have more beats than those of LUDB.
      const counted = perLead || (references.some((r) => r['P peak'].length > 0) && index % 4 === 0);
      if (counted && judged(peakS)) {
        const votes = references.filter((reference) => nearest(reference['P peak'], peakS, 0.08) !== null).length;
        presence.features.push(beat.pEvidence);
        presence.targets.push(votes > references.length / 2 ? 1 : 0);
        presence.records.push(record);
        presenceNames.push(name);
      }
    }
  }
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
const predicted = leftOut(presence, (features, targets) => logistic(features, targets, { penalty: 0.002 }));
const wrong = predicted.filter((value, i) => value > 0 !== presence.targets[i]! > 0.5);
console.log(
  `presence of P: ${presence.targets.length} beats, ${presence.targets.filter((t) => t > 0).length} with P, ${wrong.length} judged wrong (records left out); false ${predicted.filter((v, i) => v > 0 && presence.targets[i] === 0).length}`,
);
fits.pPresent = logistic(presence.features, presence.targets, { penalty: 0.002 });
const bad = new Map<string, number>();
predicted.forEach((v, i) => {
  if (v > 0 !== presence.targets[i]! > 0.5) bad.set(presenceNames[i]!, (bad.get(presenceNames[i]!) ?? 0) + 1);
});
console.log([...bad].map(([r, n]) => `${r}:${n}`).join(' '));

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
