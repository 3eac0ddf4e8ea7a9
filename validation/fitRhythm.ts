/**
 * Weights and limits of the rhythm statements from tuning data: node validation/fitRhythm.ts --data DIR [--kept FILE] [--count N] [--stride N] [--write]
 *
 * DIR holds cinc2017 (the network's validation part), ptbxl (folds 1 to 8), mitdb (DS1) and ludb (odd numbers); to them comes
 * the synthetic heart, N recordings (default 20) of each rhythm on seeds of their own. --stride takes each N-th piece without
 * fibrillation or flutter (default 4). --kept keeps what was measured and reads it the next time.
 * --write puts app/analysis/rhythm/fittedMechanisms.ts and fittedConfidence.ts anew.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RhythmCode } from '../app/analysis/rhythm/finding.ts';
import { type Logistic, probabilityOf } from '../app/analysis/rhythm/logistic.ts';
import { mechanismFeatureNames, mechanismFeatures } from '../app/analysis/rhythm/mechanismFeatures.ts';
import type { RhythmEvidence } from '../app/analysis/rhythm/rhythmEvidence.ts';
import { rhythmFindings } from '../app/analysis/rhythm/rhythmStatements.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { fitLogistic, type WeightedRow } from './lib/fitLogistic.ts';
import { rhythmJudge } from './lib/judgeRhythm.ts';
import { type RhythmKind, rhythmCase, rhythmKinds, trueKind } from './lib/rhythmCases.ts';
import { rhythmPieces, rhythmSets } from './lib/rhythmPieces.ts';
import { isTrue } from './lib/rhythmTruth.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    kept: { type: 'string' },
    count: { type: 'string', default: '20' },
    stride: { type: 'string', default: '4' },
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
  readonly values: readonly number[];
}
const examples = rows.flatMap((row): Example[] => {
  const values = mechanismFeatures(row.evidence);
  return values === null ? [] : [{ row, values }];
});

/** Each set weighs at most as much as 150 pieces with the rhythm and 300 without. */
const weigh = (list: readonly Example[], target: Target): WeightedRow[] => {
  const count = new Map<string, number>();
  const key = ({ row }: Example): string => `${row.set} ${row[target]}`;
  for (const one of list) count.set(key(one), (count.get(key(one)) ?? 0) + 1);
  return list.map((one) => {
    const positive = one.row[target] === true;
    const weight = positive ? Math.min(3, 150 / count.get(key(one))!) : Math.min(1, 300 / count.get(key(one))!);
    return { values: one.values, positive, weight };
  });
};

const folds = 5;
const foldOf = (group: string): number => {
  let hash = 7;
  for (const letter of group) hash = (31 * hash + letter.charCodeAt(0)) % 1_000_003;
  return hash % folds;
};

interface Stated {
  readonly set: string;
  readonly positive: boolean;
  readonly p: number;
}
/** Each piece judged by weights that its record had no part in. */
const crossFitted = (list: readonly Example[], target: Target): Stated[] =>
  Array.from({ length: folds }, (_, fold) => {
    const model = fitLogistic(
      weigh(
        list.filter(({ row }) => foldOf(row.group) !== fold),
        target,
      ),
      mechanismFeatureNames,
    );
    return list
      .filter(({ row }) => foldOf(row.group) === fold)
      .flatMap(({ row, values }) => {
        // Flutter taken for fibrillation is not the mistake that the limit is to keep rare.
        if (target === 'fibrillation' && row.flutter === true) return [];
        return [{ set: row.set, positive: row[target] === true, p: probabilityOf(model, values) }];
      });
  }).flat();

const shares = (stated: readonly Stated[], threshold: number): { se: number; sp: number } => {
  const yes = stated.filter(({ positive }) => positive);
  const no = stated.filter(({ positive }) => !positive);
  return {
    se: yes.filter(({ p }) => p >= threshold).length / Math.max(1, yes.length),
    sp: no.filter(({ p }) => p < threshold).length / Math.max(1, no.length),
  };
};

/** The lowest that keeps the specificity of each set of at least 200 pieces. */
const chooseThreshold = (stated: readonly Stated[], leastSp: number): number => {
  const sets = [...new Set(stated.map(({ set }) => set))].filter(
    (set) => stated.filter((one) => one.set === set).length >= 200,
  );
  for (let threshold = 0.2; threshold < 0.9; threshold += 0.02) {
    const kept = sets.every((set) => {
      const own = stated.filter((one) => one.set === set);
      return shares(own, threshold).sp >= leastSp;
    });
    if (kept) return Number(threshold.toFixed(2));
  }
  return 0.9;
};

const fitted = (target: Target, leastSp: number, sets: (set: string) => boolean): Logistic => {
  const list = examples.filter(({ row }) => row[target] !== null && sets(row.set));
  const stated = crossFitted(list, target);
  const threshold = chooseThreshold(stated, leastSp);
  for (const set of new Set(stated.map((one) => one.set))) {
    const own = stated.filter((one) => one.set === set);
    const { se, sp } = shares(own, threshold);
    const n = own.filter(({ positive }) => positive).length;
    console.log(`${target} ${set}: ${n} of ${own.length}; at ${threshold} Se ${se.toFixed(3)} Sp ${sp.toFixed(3)}`);
  }
  return { ...fitLogistic(weigh(list, target), mechanismFeatureNames), threshold };
};

const mechanisms = {
  fibrillation: fitted('fibrillation', 0.952, () => true),
  flutter: fitted('flutter', 0.98, (set) => set !== 'cinc2017'),
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
    `import type { Logistic } from './logistic.ts';\n\n${head}\nexport const fittedMechanisms: { readonly fibrillation: Logistic; readonly flutter: Logistic } = ${JSON.stringify(mechanisms, null, 2)};\n`,
  );
  writeFileSync(
    join(folder, 'fittedConfidence.ts'),
    `${head}\nexport const fittedConfidence: Readonly<Record<string, number>> = ${JSON.stringify(confidences, null, 2)};\n`,
  );
}
