/**
 * Fits the weights of the bounds of the QRS: node validation/fitQrsBounds.ts --ludb DIR --qtdb DIR [--hearts 900] [--write]
 *
 * Per lead: the odd records of LUDB, every second of QTDB in the order of names from the first, each as it is and with
 * the four kinds of noise at 6 to 26 dB, and a little of the synthetic hearts from seed 1000001 on. Over all leads: the
 * synthetic hearts' exact truth, and LUDB's second earliest onset to second latest offset. Prints the errors on
 * records left out (five folds) and with --write replaces app/analysis/delineation/fittedQrsRules.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BeatInspection, inspectBeats } from '../app/analysis/delineation/inspectBeats.ts';
import type { QrsFeatures } from '../app/analysis/delineation/qrsFeatures.ts';
import { globalCandidates, knotShares, noiseKnots } from '../app/analysis/delineation/qrsRules.ts';
import { workingLeads } from '../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import type { Rhythm } from '../app/synth/catalogue.ts';
import { drawSpec } from '../app/synth/population.ts';
import { type NoiseKind, noiseKinds, noNoise, restingNoise } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { withNoise } from './lib/addedNoise.ts';
import { type LinearFit, ridge } from './lib/leastSquares.ts';
import { readRecord } from './lib/readRecord.ts';
import { type WaveReference, waveReference } from './lib/waveReference.ts';
import { annotatedStretches } from './lib/waveScore.ts';

const { values: options } = parseArgs({
  options: {
    ludb: { type: 'string' },
    qtdb: { type: 'string' },
    hearts: { type: 'string', default: '900' },
    write: { type: 'boolean', default: false },
  },
});
if (options.ludb === undefined || options.qtdb === undefined) {
  console.error('usage: node validation/fitQrsBounds.ts --ludb DIR --qtdb DIR [--hearts N] [--write]');
  process.exit(2);
}
const [ludb, qtdb, hearts] = [options.ludb, options.qtdb, Number(options.hearts)];

type Set = 'ludb' | 'qtdb' | 'heart';
type Side = 'onset' | 'offset';
type Bound = Readonly<Record<Side, number | null>>;

/** One average beat with where its bounds should be: means over its beats, s from the beat's instant, and how many they were. */
interface Example {
  readonly set: Set;
  readonly fold: number;
  readonly noise: NoiseKind | 'none' | 'resting';
  readonly features: QrsFeatures;
  readonly perLead: readonly Readonly<Record<Side, Target | null>>[];
  readonly global: Readonly<Record<Side, Target | null>>;
}
interface Target {
  readonly atS: number;
  readonly count: number;
}

const examples: Example[] = [];

const target = (times: readonly (number | null)[]): Target | null => {
  const known = times.filter((t) => t !== null);
  return known.length === 0 ? null : { atS: known.reduce((sum, t) => sum + t, 0) / known.length, count: known.length };
};

/** Every average of a recording. `truth`: bounds of the beat at an instant, per lead, and globally where known by themselves. */
const addExamples = (
  meta: Pick<Example, 'set' | 'fold' | 'noise'>,
  leads: readonly Float32Array[],
  rateHz: number,
  truth: (atS: number) => { readonly perLead: readonly Bound[]; readonly global: Bound | null },
): void => {
  const working = workingLeads(leads, rateHz);
  const at = detectQrs(leads, rateHz).map((sample) => Math.round((sample * working.rateHz) / rateHz));
  const { beats, classes } = inspectBeats(working, at);
  const groups = new Map<QrsFeatures, BeatInspection[]>();
  for (const beat of beats) {
    const group = groups.get(beat.average.qrs);
    if (group === undefined) groups.set(beat.average.qrs, [beat]);
    else group.push(beat);
  }
  for (const [features, members] of groups) {
    const truths = members.map(({ atS }) => ({ atS, ...truth(atS) }));
    const from = (pick: (t: (typeof truths)[number]) => number | null | undefined): Target | null =>
      target(
        truths.map((t) => {
          const timeS = pick(t) ?? null;
          return timeS === null ? null : timeS - t.atS;
        }),
      );
    const perLead = leads.map((_, l) => ({
      onset: from((t) => t.perLead[l]?.onset),
      offset: from((t) => t.perLead[l]?.offset),
    }));
    const own = { onset: from((t) => t.global?.onset), offset: from((t) => t.global?.offset) };
    const dominant = members[0]!.beatClass === classes.dominant;
    examples.push({
      ...meta,
      features,
      perLead,
      global: !dominant
        ? { onset: null, offset: null }
        : meta.set === 'ludb'
          ? { onset: secondExtreme(perLead, 'onset'), offset: secondExtreme(perLead, 'offset') }
          : own,
    });
  }
};

/**
 * Annotators' scatter alone carries the second of twelve about 6 to 8 ms outwards (1.1 standard deviations of what leads differ by
 * in LUDB, 5.8 and 7.7 ms); as leads do differ, about half of that is taken back.
 */
const inwardS = 0.004;

const secondExtreme = (perLead: Example['perLead'], side: Side): Target | null => {
  const sign = side === 'onset' ? 1 : -1;
  const known = perLead.flatMap((lead) => lead[side] ?? []).sort((a, b) => sign * (a.atS - b.atS));
  if (known.length < 10) return null;
  return { atS: known[1]!.atS + sign * inwardS, count: known[1]!.count };
};

const readReference = (path: string, rateHz: number): WaveReference => {
  const annotations = decodeAnnotations(readFileSync(path));
  if (!annotations.ok) throw new Error(`${path}: ${annotations.error.message}`);
  return waveReference(annotations.value, rateHz);
};

const nearest = (times: readonly number[], timeS: number, withinS: number): number | null =>
  times.reduce<number | null>(
    (best, t) =>
      Math.abs(t - timeS) <= withinS && (best === null || Math.abs(t - timeS) < Math.abs(best - timeS)) ? t : best,
    null,
  );
const boundsNear = (reference: WaveReference, atS: number, zeroS: number): Bound => {
  const shifted = (point: 'QRS onset' | 'QRS offset', expectedS: number): number | null => {
    const timeS = nearest(reference.points[point], zeroS + atS + expectedS, 0.1);
    return timeS === null ? null : timeS - zeroS;
  };
  return { onset: shifted('QRS onset', -0.04), offset: shifted('QRS offset', 0.05) };
};

/** The recording itself and once with each kind of noise, at ratios that are spread evenly over the records. */
const addReal = (
  set: 'ludb' | 'qtdb',
  index: number,
  leads: readonly Float32Array[],
  rateHz: number,
  truth: (atS: number) => readonly Bound[],
): void => {
  const bounds = (atS: number) => ({ perLead: truth(atS), global: null });
  const fold = index % 5;
  addExamples({ set, fold, noise: 'none' }, leads, rateHz, bounds);
  const beats = detectQrs(leads, rateHz);
  noiseKinds.forEach((kind, k) => {
    const db = 6 + 20 * ((0.618 * (4 * index + k)) % 1);
    const seed = 2_000_000 + 1000 * (set === 'ludb' ? 0 : 1) + 4 * index + k;
    addExamples({ set, fold, noise: kind }, withNoise(leads, rateHz, beats, { kind, db, seed }), rateHz, bounds);
  });
};

readdirSync(ludb)
  .filter((name) => name.endsWith('.hea') && Number(name.slice(0, -4)) % 2 === 1)
  .map((name) => Number(name.slice(0, -4)))
  .sort((a, b) => a - b)
  .forEach((record, index) => {
    const { leads, sampleRateHz } = readRecord(ludb, String(record));
    const references = leads.map((lead) =>
      readReference(join(ludb, `${record}.${lead.name.toLowerCase()}`), sampleRateHz),
    );
    addReal(
      'ludb',
      index,
      leads.map((lead) => lead.samplesMv),
      sampleRateHz,
      (atS) => references.map((reference) => boundsNear(reference, atS, 0)),
    );
  });

/** As much of a record of QTDB as is read, s: the annotated stretch begins a little behind its start. */
const mostS = 80;
const marginS = 3;
readdirSync(qtdb)
  .filter((name) => name.endsWith('.q1c'))
  .sort()
  .filter((_, i) => i % 2 === 0)
  .forEach((name, index) => {
    const { leads, sampleRateHz } = readRecord(qtdb, name.slice(0, -4));
    const reference = readReference(join(qtdb, name), sampleRateHz);
    const stretches = annotatedStretches(reference.timesS, reference.points['QRS peak']);
    const from = Math.max(0, Math.round((stretches[0]![0] - marginS) * sampleRateHz));
    const to = Math.min(from + mostS * sampleRateHz, Math.round((stretches.at(-1)![1] + marginS) * sampleRateHz));
    const pieces = leads.slice(0, 2).map((lead) => lead.samplesMv.slice(from, to));
    addReal('qtdb', index, pieces, sampleRateHz, (atS) =>
      pieces.map(() => boundsNear(reference, atS, from / sampleRateHz)),
    );
  });
console.log(`${examples.length} averages of real beats`);

const rhythms = [
  'sinus',
  'av-block-1',
  'ventricular-premature',
  'ventricular-trigeminy',
  'sinus-tachycardia',
  'sinus-bradycardia',
  'atrial-premature',
] as const satisfies Rhythm[];
const firstHeart = 1_000_001;
for (let index = 0; index < hearts; index++) {
  // Of five hearts one without any noise, one at rest, one at 12 dB, two at 6 to 26 dB.
  const turn = index % 5;
  const kind = noiseKinds[Math.floor(index / 5) % noiseKinds.length]!;
  const db = turn === 2 ? 12 : 6 + 20 * ((0.618 * index) % 1);
  const { recording, truth } = synthesise(
    drawSpec({
      seed: firstHeart + index,
      rhythm: rhythms[index % rhythms.length]!,
      noise: turn === 0 ? noNoise : restingNoise,
      snr: turn < 2 ? [] : [{ kind, db }],
    }),
  );
  addExamples(
    { set: 'heart', fold: index % 5, noise: turn === 0 ? 'none' : turn === 1 ? 'resting' : kind },
    recording.leads.map((lead) => lead.samplesMv),
    recording.sampleRateHz,
    (atS) => {
      const beat = truth.beats.find(({ timeS }) => Math.abs(timeS - atS) < 0.08);
      return {
        perLead: recording.leads.map(({ name }) => {
          const [onset, , offset] = beat?.perLead[name]?.qrs ?? [null, null, null];
          return { onset, offset };
        }),
        global: beat === undefined ? null : { onset: beat.qrs.onsetS, offset: beat.qrs.offsetS },
      };
    },
  );
}
console.log(`${examples.length} averages in all`);

interface Row {
  readonly group: string;
  readonly fold: number;
  readonly columns: number[];
  /** What the rule adds to. */
  readonly baseS: number;
  readonly targetS: number;
  readonly count: number;
}

/** A column for each candidate and knot, and one for each knot but the first, whose constant is that of the fit. */
const byNoise = (shares: readonly number[], candidates: readonly number[]): number[] => [
  ...candidates.flatMap((value) => shares.map((share) => share * value)),
  ...shares.slice(1),
];

const groupOf = ({ set, noise }: Example): string =>
  `${set} ${noise === 'none' || noise === 'resting' ? noise : 'noisy'}`;

const leadRows = (side: Side): Row[] =>
  examples.flatMap((example) =>
    example.perLead.flatMap((bound, l): Row[] => {
      const wanted = bound[side];
      if (wanted === null) return [];
      const { features, fold } = example;
      return [
        {
          group: groupOf(example),
          fold,
          columns: [
            ...byNoise(knotShares(features.noise), features[side].common),
            ...byNoise(knotShares(features.leadNoise[l]!), features[side].own[l]!),
          ],
          baseS: 0,
          targetS: wanted.atS,
          count: wanted.count,
        },
      ];
    }),
  );

const globalRows = (side: Side): Row[] =>
  examples.flatMap((example): Row[] => {
    const wanted = example.global[side];
    if (wanted === null || example.set === 'qtdb') return [];
    const { referenceS, candidates } = globalCandidates(example.features[side]);
    return [
      {
        group: groupOf(example),
        fold: example.fold,
        columns: byNoise(knotShares(example.features.noise), candidates),
        baseS: referenceS,
        targetS: wanted.atS,
        count: wanted.count,
      },
    ];
  });

/** What all rows of a group weigh together. */
const leadTotals: Readonly<Record<string, number>> = {
  'ludb none': 1,
  'ludb noisy': 0.4,
  'qtdb none': 0.35,
  'qtdb noisy': 0.14,
  'heart none': 0.02,
  'heart resting': 0.02,
  'heart noisy': 0.06,
};
const globalTotals: Readonly<Record<string, number>> = {
  'ludb none': 0.12,
  'ludb noisy': 0.08,
  'heart none': 0.2,
  'heart resting': 0.2,
  'heart noisy': 0.6,
};

const countsOf = (rows: readonly Row[], totals: Readonly<Record<string, number>>): number[] => {
  const sums: Record<string, number> = {};
  for (const { group, count } of rows) sums[group] = (sums[group] ?? 0) + count;
  return rows.map(({ group, count }) => (rows.length * (totals[group] ?? 0) * count) / sums[group]!);
};

const fitRows = (rows: readonly Row[], counts: readonly number[], penalty: number): LinearFit =>
  ridge(
    rows.map((row) => row.columns),
    rows.map((row) => row.targetS - row.baseS),
    { penalty, huber: 0.015, counts },
  );

const report = (name: string, rows: readonly Row[], counts: readonly number[], penalty: number): void => {
  const errors = new Map<string, { ms: number; count: number }[]>();
  for (let fold = 0; fold < 5; fold++) {
    const kept = rows.map((_, i) => i).filter((i) => rows[i]!.fold !== fold);
    const fit = fitRows(
      kept.map((i) => rows[i]!),
      kept.map((i) => counts[i]!),
      penalty,
    );
    for (const row of rows) {
      if (row.fold !== fold) continue;
      const predicted = row.baseS + row.columns.reduce((sum, value, k) => sum + value * fit.weights[k]!, fit.constant);
      const list = errors.get(row.group) ?? [];
      list.push({ ms: 1000 * (predicted - row.targetS), count: row.count });
      errors.set(row.group, list);
    }
  }
  for (const [group, list] of [...errors].sort()) {
    const total = list.reduce((sum, { count }) => sum + count, 0);
    const mean = list.reduce((sum, { ms, count }) => sum + ms * count, 0) / total;
    const sd = Math.sqrt(list.reduce((sum, { ms, count }) => sum + count * (ms - mean) ** 2, 0) / total);
    console.log(`${name.padEnd(14)} ${group.padEnd(14)} n ${list.length}: ${mean.toFixed(1)} +- ${sd.toFixed(1)} ms`);
  }
};

const round = (value: number): number => Number(value.toPrecision(5));
/** One row of weights per knot out of columns candidate by candidate. */
const perKnot = (weights: readonly number[], from: number, candidates: number): number[][] =>
  noiseKnots.map((_, k) =>
    Array.from({ length: candidates }, (_, c) => round(weights[from + c * noiseKnots.length + k]!)),
  );
const constants = (weights: readonly number[], from: number, first: number): number[] =>
  [first, ...weights.slice(from, from + noiseKnots.length - 1).map((w) => first + w)].map(round);

const fitLead = (side: Side) => {
  const rows = leadRows(side);
  const counts = countsOf(rows, leadTotals);
  report(`${side} per lead`, rows, counts, 0.1);
  const { weights, constant } = fitRows(rows, counts, 0.1);
  const common = examples[0]!.features[side].common.length;
  const own = examples[0]!.features[side].own[0]!.length;
  const k = noiseKnots.length;
  const second = k * common + k - 1;
  return {
    common: perKnot(weights, 0, common),
    commonConstantS: constants(weights, k * common, constant),
    own: perKnot(weights, second, own),
    ownConstantS: constants(weights, second + k * own, 0),
  };
};

const fitGlobal = (side: Side) => {
  const rows = globalRows(side);
  const counts = countsOf(rows, globalTotals);
  report(`${side} global`, rows, counts, 0.01);
  const { weights, constant } = fitRows(rows, counts, 0.01);
  const common = examples[0]!.features[side].common.length;
  return { common: perKnot(weights, 0, common), constantS: constants(weights, noiseKnots.length * common, constant) };
};

const fitted = {
  onset: fitLead('onset'),
  offset: fitLead('offset'),
  globalOnset: fitGlobal('onset'),
  globalOffset: fitGlobal('offset'),
};
if (options.write) {
  const part = (name: keyof typeof fitted): string =>
    `  ${name}: {\n${Object.entries(fitted[name])
      .map(([key, value]) => `    ${key}: ${JSON.stringify(value)},`)
      .join('\n')}\n  },`;
  writeFileSync(
    join(import.meta.dirname, '../app/analysis/delineation/fittedQrsRules.ts'),
    `import type { QrsGlobalRule, QrsLeadRule } from './qrsRules.ts';\n\n/** Written by validation/fitQrsBounds.ts; see docs/decisions/0004-delineation.md. */\nexport const fittedQrsRules = {\n${(['onset', 'offset', 'globalOnset', 'globalOffset'] as const).map(part).join('\n')}\n} satisfies Record<'onset' | 'offset', QrsLeadRule> & Record<'globalOnset' | 'globalOffset', QrsGlobalRule>;\n`,
  );
}
