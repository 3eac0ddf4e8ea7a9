/**
 * Weights and limits of the rhythm statements from tuning data: node validation/fitRhythm.ts --data DIR [--kept FILE] [--count N] [--stride N] [--write]
 *
 * DIR holds cinc2017 (the network's validation part; its training part for what does without the network), ptbxl (folds 1 to 8), mitdb
 * (DS1) and ludb (odd numbers); to them comes the synthetic heart, N recordings (default 80) of each rhythm on seeds of their own.
 * --stride takes each N-th piece without fibrillation or flutter (default 1). --kept keeps what was measured and reads it the next time.
 * --write puts app/analysis/rhythm/fittedMechanisms.ts and fittedConfidence.ts anew.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fibrillationFeatures, joinedFeatures } from '../app/analysis/rhythm/fibrillationFeatures.ts';
import type { RhythmCode } from '../app/analysis/rhythm/finding.ts';
import { type FlutterConduction, flutterConduction, flutterFeatures } from '../app/analysis/rhythm/flutterFeatures.ts';
import { type Features, type Logistic, logitOf } from '../app/analysis/rhythm/logistic.ts';
import type { RhythmEvidence } from '../app/analysis/rhythm/rhythmEvidence.ts';
import { rhythmFindings } from '../app/analysis/rhythm/rhythmStatements.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { fitLogistic, type WeightedRow } from './lib/fitLogistic.ts';
import { rhythmJudge } from './lib/judgeRhythm.ts';
import { type RhythmKind, rhythmCase, rhythmKinds, trueKind } from './lib/rhythmCases.ts';
import { networkTrainingPieces, rhythmPieces, rhythmSets } from './lib/rhythmPieces.ts';
import { isTrue } from './lib/rhythmTruth.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    kept: { type: 'string' },
    count: { type: 'string', default: '80' },
    stride: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (options.data === undefined && (options.kept === undefined || !existsSync(options.kept))) {
  console.error('usage: node validation/fitRhythm.ts --data DIR [--kept FILE] [--count N] [--stride N] [--write]');
  process.exit(2);
}

interface Row {
  readonly set: string;
  readonly group: string;
  readonly fibrillation: boolean | null;
  readonly flutter: boolean | null;
  /** Of the synthetic heart. */
  readonly kind: RhythmKind | null;
  readonly evidence: RhythmEvidence;
}

/** Recordings that the network was trained on: measured without its answer. */
const learnt = 'cinc2017-train';
const firstTuningSeed = 1_000_000;

/** NaN has no place in JSON: it comes back for null where an interval is not known. */
const revived = (row: Row): Row => ({
  ...row,
  evidence: {
    ...row.evidence,
    usualRrS: row.evidence.usualRrS ?? Number.NaN,
    rrS: row.evidence.rrS.map((rr) => rr ?? Number.NaN),
  },
});

async function* measured(dir: string): AsyncIterable<Row> {
  const judge = await rhythmJudge();
  for (const set of rhythmSets) {
    let passed = 0;
    for (const { recording, group, fibrillation, flutter } of rhythmPieces(set, 'tune', dir)) {
      const rare = fibrillation === true || flutter === true;
      if (!rare && set !== 'cinc2017' && set !== 'ludb' && passed++ % Number(options.stride) !== 0) continue;
      const evidence = (await judge(recording)).evidence();
      if (evidence !== null) yield { set, group, fibrillation, flutter, kind: null, evidence };
    }
  }
  for (const { recording, group, fibrillation, flutter } of networkTrainingPieces(dir)) {
    const evidence = (await judge(recording)).evidence();
    if (evidence !== null)
      yield { set: learnt, group, fibrillation, flutter, kind: null, evidence: { ...evidence, network: null } };
  }
  for (const kind of Object.keys(rhythmKinds) as RhythmKind[])
    for (let i = 0; i < Number(options.count); i++) {
      const { recording, truth } = synthesise(rhythmCase(kind, i, firstTuningSeed));
      const evidence = (await judge(recording)).evidence();
      const real = trueKind(kind, truth);
      if (evidence !== null)
        yield {
          set: 'synthetic',
          group: `${kind}-${i}`,
          fibrillation: real === 'fibrillation',
          flutter: real === 'flutter',
          kind: real,
          evidence,
        };
    }
}

const rows: Row[] = [];
if (options.kept !== undefined && existsSync(options.kept))
  for (const line of readFileSync(options.kept, 'utf8').trim().split('\n')) rows.push(revived(JSON.parse(line) as Row));
else
  for await (const row of measured(options.data ?? '')) {
    rows.push(row);
    if (options.kept !== undefined) appendFileSync(options.kept, `${JSON.stringify(row)}\n`);
  }

type Target = 'fibrillation' | 'flutter';
interface Example {
  readonly row: Row;
  readonly features: Features;
}
const examplesOf = (list: readonly Row[], of: (row: Row) => Features | null): Example[] =>
  list.flatMap((row) => {
    const features = of(row);
    return features === null ? [] : [{ row, features }];
  });

/** Each set weighs at most as much as 150 pieces with the rhythm and 300 without; that of one lead that nobody else has, twice. */
const weigh = (list: readonly Example[], target: Target, names: readonly string[]): WeightedRow[] => {
  const count = new Map<string, number>();
  const key = ({ row }: Example): string => `${row.set} ${row[target]}`;
  for (const one of list) count.set(key(one), (count.get(key(one)) ?? 0) + 1);
  return list.map((one) => {
    const positive = one.row[target] === true;
    const share = (positive ? 150 : 300) / count.get(key(one))!;
    const weight = one.row.set === learnt ? 2 * share : Math.min(positive ? 3 : 1, share);
    return { values: names.map((name) => one.features[name]!), positive, weight };
  });
};

const fitTo = (list: readonly Example[], target: Target, ridge: number): Logistic => {
  const names = Object.keys(list[0]?.features ?? {});
  return fitLogistic(weigh(list, target, names), names, ridge);
};

const folds = 5;
const foldOf = (group: string): number => {
  let hash = 7;
  for (const letter of group) hash = (31 * hash + letter.charCodeAt(0)) % 1_000_003;
  return hash % folds;
};

/** Each piece judged by weights that its record had no part in, a logit. */
const crossFitted = (list: readonly Example[], target: Target, ridge: number): Map<Row, number> => {
  const out = new Map<Row, number>();
  for (let fold = 0; fold < folds; fold++) {
    const model = fitTo(
      list.filter(({ row }) => foldOf(row.group) !== fold),
      target,
      ridge,
    );
    for (const { row, features } of list) if (foldOf(row.group) === fold) out.set(row, logitOf(model, features));
  }
  return out;
};

interface Stated {
  readonly set: string;
  readonly positive: boolean;
  readonly p: number;
}
const statedBy = (logits: ReadonlyMap<Row, number>, target: Target, asked: (row: Row) => boolean): Stated[] =>
  [...logits].flatMap(([row, logit]) =>
    // Flutter taken for fibrillation is not the mistake that the limit is to keep rare.
    asked(row) && !(target === 'fibrillation' && row.flutter === true)
      ? [{ set: row.set, positive: row[target] === true, p: 1 / (1 + Math.exp(-logit)) }]
      : [],
  );

const shares = (stated: readonly Stated[], limit: number): { se: number; sp: number } => {
  const yes = stated.filter(({ positive }) => positive);
  const no = stated.filter(({ positive }) => !positive);
  return {
    se: yes.filter(({ p }) => p >= limit).length / Math.max(1, yes.length),
    sp: no.filter(({ p }) => p < limit).length / Math.max(1, no.length),
  };
};

const leastOfSet = 200;

/** The lowest that keeps the specificity of each set of at least 200 pieces; of all of them together where no set has as many. */
const limitOf = (name: string, stated: readonly Stated[], leastSp: number): number => {
  const large = [...new Set(stated.map(({ set }) => set))].filter(
    (set) => stated.filter((one) => one.set === set).length >= leastOfSet,
  );
  const groups = large.length === 0 ? [stated] : large.map((set) => stated.filter((one) => one.set === set));
  let limit = 0.1;
  while (limit < 0.95 && !groups.every((own) => shares(own, limit).sp >= leastSp)) limit += 0.01;
  for (const set of new Set(stated.map((one) => one.set))) {
    const own = stated.filter((one) => one.set === set);
    const { se, sp } = shares(own, limit);
    const n = own.filter(({ positive }) => positive).length;
    console.log(
      `${name} ${set}: ${n} of ${own.length}; at ${limit.toFixed(2)} Se ${se.toFixed(3)} Sp ${sp.toFixed(3)}`,
    );
  }
  return Number(limit.toFixed(2));
};

const known = rows.filter(({ fibrillation }) => fibrillation !== null);
const alone = examplesOf(known, ({ evidence }) => fibrillationFeatures(evidence));
const logits = crossFitted(alone, 'fibrillation', 20);
const joined = examplesOf(
  known.filter(({ set }) => set !== learnt),
  (row) => {
    const logit = logits.get(row);
    return logit === undefined ? null : joinedFeatures(logit, row.evidence);
  },
);
const fibrillation = crossFitted(joined, 'fibrillation', 5);
const fluttering = examplesOf(
  rows.filter(({ flutter, set }) => flutter !== null && set !== 'cinc2017' && set !== learnt),
  ({ evidence }) => flutterFeatures(evidence),
);
const flutter = crossFitted(fluttering, 'flutter', 10);
const fluttersAs = (conduction: FlutterConduction, leastSp: number): number =>
  limitOf(
    `flutter ${conduction}`,
    statedBy(flutter, 'flutter', ({ evidence }) => flutterConduction(evidence) === conduction),
    leastSp,
  );
const fibrillatesIn = (name: string, leads: (count: number) => boolean, leastSp: number): number =>
  limitOf(
    `fibrillation ${name}`,
    statedBy(fibrillation, 'fibrillation', ({ evidence }) => leads(evidence.leadCount)),
    leastSp,
  );

const mechanisms = {
  /** Intervals and P waves; its logit goes into `fibrillation`. */
  intervals: fitTo(alone, 'fibrillation', 20),
  fibrillation: fitTo(joined, 'fibrillation', 5),
  flutter: fitTo(fluttering, 'flutter', 10),
  limits: {
    oneLead: fibrillatesIn('one lead', (count) => count === 1, 0.95),
    moreLeads: fibrillatesIn('more leads', (count) => count > 1, 0.985),
    irregular: fluttersAs('irregular', 0.993),
    several: fluttersAs('several', 0.998),
    twoToOne: fluttersAs('twoToOne', 0.95),
  },
};

/** Right and all, by code and whether the finding is clear; of the synthetic heart, and of real recordings where a label can tell. */
const counts: Record<string, [right: number, all: number]> = {};
for (const { kind, evidence } of rows) {
  if (kind === null) continue;
  for (const { code, clearness, probability } of rhythmFindings(evidence)) {
    const right = isTrue(code as RhythmCode, kind);
    if (right === null || probability !== null) continue;
    const key = `${code} ${clearness >= 0.5 ? 'clear' : 'near'}`;
    counts[key] ??= [0, 0];
    counts[key][0] += right ? 1 : 0;
    counts[key][1] += 1;
  }
}
const confidences = Object.fromEntries(
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [right, all]]) => [key, Number(((right + 2 * 0.8) / (all + 2)).toFixed(3))]),
);
console.log(confidences);

if (options.write) {
  const folder = join(import.meta.dirname, '..', 'app', 'analysis', 'rhythm');
  const head = '/** Made by validation/fitRhythm.ts from tuning data; docs/decisions/0016-rhythm.md. */';
  writeFileSync(
    join(folder, 'fittedMechanisms.ts'),
    `import type { FittedMechanisms } from './mechanisms.ts';\n\n${head}\nexport const fittedMechanisms: FittedMechanisms = ${JSON.stringify(mechanisms, null, 2)};\n`,
  );
  writeFileSync(
    join(folder, 'fittedConfidence.ts'),
    `${head}\nexport const fittedConfidence: Readonly<Record<string, number>> = ${JSON.stringify(confidences, null, 2)};\n`,
  );
}
