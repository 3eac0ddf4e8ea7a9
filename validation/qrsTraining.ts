/**
 * Training data of the detector's trees, and their cross-validation through the whole detector.
 *
 *   node validation/qrsTraining.ts --data DIR --work WORK --export      writes WORK/rows.f32 and WORK/items.json
 *   /usr/bin/python3 validation/qrsTrees.py WORK                        writes WORK/logits.f32 and app/analysis/qrsTrees.ts
 *   node validation/qrsTraining.ts --data DIR --work WORK               scores the left-out records' logits
 *
 * DIR holds mitdb and nstdb. Only the tuning records of validation/lib/tuningRecords.ts are read, and the noise recordings of
 * nstdb, which are added to them. Recordings are used whole (first signal, second, both), cut to 10 s, and with noise added.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, qrsCandidates, qrsPositions } from '../app/analysis/qrs.ts';
import { featureNames } from '../app/analysis/qrsFeatures.ts';
import { chooseJudged } from '../app/analysis/qrsSequence.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { rates, type ReferenceBeats, referenceBeats, scoreBeats } from './lib/beatScore.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table } from './lib/results.ts';
import { tuningRecords } from './lib/tuningRecords.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, work: { type: 'string' }, export: { type: 'boolean', default: false }, last: { type: 'boolean', default: false } },
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
}

const toleranceS = 0.15;
const width = featureNames.length;

const load = (folder: string, record: string) => {
  const recording = readRecord(folder, record);
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
  if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
  return {
    leads: recording.leads.filter((lead) => !lead.derived).map((lead) => lead.samplesMv),
    rateHz: recording.sampleRateHz,
    reference: referenceBeats(annotations.value, recording.sampleRateHz, recording.sampleCount),
  };
};

const labelsOf = (positionsS: readonly number[], reference: ReferenceBeats): number[] => {
  const labels = positionsS.map((): number => 0);
  let first = 0;
  const pairs: [number, number, number][] = [];
  reference.timesS.forEach((time, r) => {
    while (first < positionsS.length && positionsS[first]! < time - toleranceS) first += 1;
    for (let i = first; i < positionsS.length && positionsS[i]! <= time + toleranceS; i++) {
      labels[i] = -1;
      pairs.push([Math.abs(positionsS[i]! - time), r, i]);
    }
  });
  pairs.sort((a, b) => a[0] - b[0]);
  const done = new Set<number>();
  for (const [, r, i] of pairs)
    if (!done.has(r) && labels[i] !== 1) {
      done.add(r);
      labels[i] = 1;
    }
  positionsS.forEach((time, i) => {
    if (reference.flutterS.some(([from, to]) => time >= from - toleranceS && time <= to + toleranceS)) labels[i] = -1;
  });
  return labels;
};

/** Noise as `nst` adds it (Moody 1984): on for two minutes of every four, sized by the height of the beats. */
const withNoise = (
  leads: readonly Float32Array[],
  rateHz: number,
  reference: ReferenceBeats,
  noise: readonly Float32Array[],
  ratioDb: number,
  offset: number,
): Float32Array[] =>
  leads.map((lead, l) => {
    const heights = reference.timesS
      .filter((time) => time < 300)
      .map((time) => {
        const from = Math.max(0, Math.round((time - 0.05) * rateHz));
        const window = lead.subarray(from, from + Math.round(0.1 * rateHz));
        let low = Number.POSITIVE_INFINITY;
        let high = Number.NEGATIVE_INFINITY;
        for (const v of window) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
        return high - low;
      })
      .sort((a, b) => a - b);
    const height = heights[heights.length >> 1] ?? 1;
    const channel = noise[l % noise.length]!;
    let sum = 0;
    let mean = 0;
    for (const v of channel) mean += v / channel.length;
    for (const v of channel) sum += (v - mean) ** 2;
    const factor = Math.sqrt(height ** 2 / 8 / 10 ** (ratioDb / 10) / (sum / channel.length));
    return lead.map((value, i) => {
      const on = i > 300 * rateHz && Math.floor((i / rateHz - 300) / 120) % 2 === 0;
      return on ? value + factor * channel[(i + offset) % channel.length]! : value;
    });
  });

function readLogits(): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(join(work, 'logits.f32'))).buffer);
}

/** The left-out log-odds of the second look, from which the last look starts. */
const earlier = options.last ? readLogits() : null;
let earlierAt = 0;

const items: Item[] = [];
const rows: Float32Array[] = [];
const take = (
  record: string,
  kind: string,
  weight: number,
  leads: readonly Float32Array[],
  rateHz: number,
  reference: ReferenceBeats,
  [startS, endS]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
): void => {
  const cut = leads.map((lead) => lead.subarray(startS * rateHz, Math.min(lead.length, endS * rateHz)));
  const found = qrsCandidates(cut, rateHz);
  if (found === null) return;
  const start = earlierAt;
  earlierAt += found.peaks.length;
  const chosen =
    earlier === null
      ? found.firstLook
      : chooseJudged(found.peaks.map((k, i) => ({ timeS: k / found.grid.rateHz, evidence: earlier[start + i]! })));
  const described = describe(found, chosen);
  const positionsS = qrsPositions(found, described).map((at) => startS + at / rateHz);
  items.push({
    record,
    kind,
    startS,
    endS: Math.min(endS, leads[0]!.length / rateHz),
    weight,
    peaksS: found.peaks.map((k) => startS + k / found.grid.rateHz),
    positionsS,
    labels: labelsOf(positionsS, reference),
  });
  rows.push(described.rows);
};

const exportRows = (): void => {
  const mitdb = join(data, 'mitdb');
  const nstdb = join(data, 'nstdb');
  const noises = ['em', 'ma', 'bw'].map((name) => readRecord(nstdb, name).leads.map((lead) => lead.samplesMv));
  tuningRecords.forEach((record, r) => {
    const { leads, rateHz, reference } = load(mitdb, record);
    take(record, 'first', 1, leads.slice(0, 1), rateHz, reference);
    take(record, 'second', 0.1, leads.slice(1), rateHz, reference);
    take(record, 'both', 1, leads, rateHz, reference);
    for (const [n, db] of [
      [0, -2],
      [0, 5],
      [r % 2 === 0 ? 1 : 2, 0],
    ] as const) {
      const noisy = withNoise(leads, rateHz, reference, noises[n]!, db, (r * 7919 * 31) % 500_000);
      take(record, 'noisy first', 0.25, noisy.slice(0, 1), rateHz, reference);
      take(record, 'noisy both', 0.25, noisy, rateHz, reference);
    }
    for (let s = 13 * (r % 5); s + 10 < 1800; s += 75) {
      take(record, 'short first', 1, leads.slice(0, 1), rateHz, reference, [s, s + 10]);
      take(record, 'short both', 1, leads, rateHz, reference, [s + 30, s + 40]);
    }
  });
  for (const record of ['118e24', '118e18', '118e12', '118e06', '118e00', '118e_6']) {
    const { leads, rateHz, reference } = load(nstdb, record);
    take(record, 'stress both', 1, leads, rateHz, reference);
    take(record, 'stress first', 0.5, leads.slice(0, 1), rateHz, reference);
  }
  const total = rows.reduce((sum, r) => sum + r.length, 0);
  const all = new Float32Array(total);
  let at = 0;
  for (const r of rows) {
    all.set(r, at);
    at += r.length;
  }
  writeFileSync(join(work, 'rows.f32'), new Uint8Array(all.buffer));
  writeFileSync(join(work, 'items.json'), JSON.stringify({ width, file: options.last ? 'qrsTreesLast' : 'qrsTreesSecond', what: `Log-odds of a candidate being a beat, ${options.last ? 'last' : 'second'} look.`, items }));
  console.log(`${total / width} candidates of ${items.length} runs`);
};

const evaluate = (): void => {
  const stored: { items: Item[] } = JSON.parse(readFileSync(join(work, 'items.json'), 'utf8'));
  const logits = readLogits();
  const references = new Map<string, ReferenceBeats>();
  let at = 0;
  const scored = stored.items.map((item) => {
    const judged = item.peaksS.map((timeS, i) => ({ timeS, evidence: logits[at + i]! }));
    at += item.peaksS.length;
    const known =
      references.get(item.record) ??
      load(join(data, item.record.includes('e') ? 'nstdb' : 'mitdb'), item.record).reference;
    references.set(item.record, known);
    const short = item.kind.startsWith('short');
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
