/**
 * Training data of the detector's trees, and their cross-validation through the whole detector.
 *
 *   node validation/qrsTraining.ts --data DIR --work WORK --export      writes WORK/rows.f32 and WORK/items.json
 *   /usr/bin/python3 validation/qrsTrees.py WORK --draw             writes WORK/logits.f32 and app/analysis/qrsTrees.ts
 *   node validation/qrsTraining.ts --data DIR --work WORK               scores the left-out records' logits
 *
 * DIR holds mitdb and nstdb. Only the tuning records of validation/lib/tuningRecords.ts are read, and the noise recordings of
 * nstdb, which are added to them. Recordings are used whole (first signal, second, both), cut to 10 s, and with noise added.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { beatBias, describe, qrsCandidates, qrsPosition } from '../app/analysis/qrs.ts';
import { featureNames } from '../app/analysis/qrsFeatures.ts';
import { chooseJudged } from '../app/analysis/qrsSequence.ts';
import { type ReferenceBeats, rates, scoreBeats } from './lib/beatScore.ts';
import { percent, table } from './lib/results.ts';
import { labelsOf, load, toleranceS, trainingRuns, writeRows } from './lib/trainingRuns.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    work: { type: 'string' },
    export: { type: 'boolean', default: false },
    last: { type: 'boolean', default: false },
  },
});
if (options.data === undefined || options.work === undefined) {
  console.error('usage: node validation/qrsTraining.ts --data DIR --work WORK [--export [--last]]');
  process.exit(2);
}
const { data, work } = { data: options.data, work: options.work };

/** One run of the detector on one version of a record. */
interface Item {
  readonly record: string;
  readonly kind: string;
  readonly startS: number;
  readonly endS: number;
  readonly weight: number;
  /** Seconds of each candidate: of its envelope peak and of its largest deflection. */
  readonly peaksS: readonly number[];
  readonly positionsS: readonly number[];
  /** 1 beat, 0 no beat, -1 too near to a beat to be called false. */
  readonly labels: readonly number[];
  readonly beatsS: readonly number[];
}

function readLogits(): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(join(work, 'logits.f32'))).buffer);
}

const exportRows = (): void => {
  const earlier = options.last ? readLogits() : null;
  let earlierAt = 0;
  const rows: Float32Array[] = [];
  const items: Item[] = [];
  for (const { record, kind, weight, leads, rateHz, reference, startS } of trainingRuns(data, true)) {
    const found = qrsCandidates(leads, rateHz);
    if (found === null) continue;
    // The last look starts from the left-out log-odds of the second.
    const start = earlierAt;
    earlierAt += found.peaks.length;
    const chosen =
      earlier === null
        ? found.firstLook
        : chooseJudged(
            found.peaks.map((k, i) => ({ timeS: k / found.grid.rateHz, evidence: earlier[start + i]! + beatBias })),
          );
    const described = describe(found, chosen);
    const positionsS = found.peaks.map((_, i) => startS + qrsPosition(found, described, i) / rateHz);
    items.push({
      record,
      kind,
      startS,
      endS: startS + leads[0]!.length / rateHz,
      weight,
      peaksS: found.peaks.map((k) => startS + k / found.grid.rateHz),
      positionsS,
      labels: labelsOf(positionsS, reference),
      beatsS: kind.startsWith('synthetic') ? reference.timesS : [],
    });
    rows.push(described.rows);
  }
  const look = options.last ? 'last' : 'second';
  writeRows(work, rows, {
    width: featureNames.length,
    file: options.last ? 'qrsTreesLast' : 'qrsTreesSecond',
    what: `Log-odds of a candidate being a beat, ${look} look.`,
    items,
  });
};

const evaluate = (): void => {
  const stored: { items: Item[] } = JSON.parse(readFileSync(join(work, 'items.json'), 'utf8'));
  const logits = readLogits();
  const references = new Map<string, ReferenceBeats>();
  let at = 0;
  const scored = stored.items.map((item) => {
    const judged = item.peaksS.map((timeS, i) => ({ timeS, evidence: logits[at + i]! + beatBias }));
    at += item.peaksS.length;
    const synthetic = item.kind.startsWith('synthetic');
    const known = synthetic
      ? { timesS: item.beatsS, flutterS: [] }
      : (references.get(item.record) ??
        load(join(data, item.record.includes('e') ? 'nstdb' : 'mitdb'), item.record).reference);
    if (!synthetic) references.set(item.record, known);
    const short = synthetic || item.kind.startsWith('short');
    // The edges of a cut are nobody's beats.
    const inside = (time: number): boolean =>
      !short || (time > item.startS + 0.3 && time < Math.min(item.endS, 1e9) - 0.3);
    const reference = short ? { ...known, timesS: known.timesS.filter(inside) } : known;
    const beatsS = chooseJudged(judged).map((i) => item.positionsS[i]!);
    const near = (time: number): boolean => inside(time) || reference.timesS.some((r) => Math.abs(r - time) < 0.15);
    return {
      item,
      score: scoreBeats(reference, beatsS.filter(near), { toleranceS, skipStartS: short ? 0 : 300 }),
    };
  });
  const kinds = [...new Set(stored.items.map(({ kind }) => kind))];
  console.log(
    table(
      ['left-out records', 'runs', 'Se %', 'P+ %', 'F1 %', 'missed', 'false', 'worst'],
      kinds.map((kind) => {
        const group = scored.filter(({ item }) => item.kind === kind);
        const all = rates(group.map(({ score }) => score));
        const byRecord = new Map<string, [number, number]>();
        for (const { item, score } of group) {
          const [fn, fp] = byRecord.get(item.record) ?? [0, 0];
          byRecord.set(item.record, [fn + score.fn, fp + score.fp]);
        }
        const worst = [...byRecord].sort((a, b) => b[1][0] + b[1][1] - a[1][0] - a[1][1]).slice(0, 6);
        return [
          kind,
          String(group.length),
          percent(all.se),
          percent(all.ppv),
          percent(all.f1, 3),
          String(all.fn),
          String(all.fp),
          worst.map(([record, [fn, fp]]) => `${record}: ${fn}/${fp}`).join(' '),
        ];
      }),
    ),
  );
};

if (options.export) exportRows();
else evaluate();
