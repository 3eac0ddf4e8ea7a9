import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAnnotations } from '../../app/formats/wfdb/annotations.ts';
import { type ReferenceBeats, referenceBeats } from './beatScore.ts';
import { readRecord } from './readRecord.ts';
import { syntheticRuns } from './syntheticRuns.ts';
import { tuningRecords } from './tuningRecords.ts';

export const toleranceS = 0.15;

export const load = (folder: string, record: string) => {
  const recording = readRecord(folder, record);
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
  if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
  return {
    leads: recording.leads.filter((lead) => !lead.derived).map((lead) => lead.samplesMv),
    rateHz: recording.sampleRateHz,
    reference: referenceBeats(annotations.value, recording.sampleRateHz, recording.sampleCount),
  };
};

/** 1 beat, 0 no beat, -1 too near to a beat to be called false, for each place. */
export const labelsOf = (positionsS: readonly number[], reference: ReferenceBeats): number[] => {
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
export const withNoise = (
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

/** One version of a tuning record for a detector to be trained on. */
export interface TrainingRun {
  readonly record: string;
  readonly kind: string;
  readonly weight: number;
  readonly leads: readonly Float32Array[];
  readonly rateHz: number;
  readonly reference: ReferenceBeats;
  /** Where the run lies in the record, s. */
  readonly startS: number;
}

/** Tuning records whole (first signal, second, both), with noise added, and with `short` also cut to 10 s; then 118e*; then synthetic hearts. */
export function* trainingRuns(data: string, short: boolean): Generator<TrainingRun> {
  const mitdb = join(data, 'mitdb');
  const nstdb = join(data, 'nstdb');
  const noises = ['em', 'ma', 'bw'].map((name) => readRecord(nstdb, name).leads.map((lead) => lead.samplesMv));
  for (const [r, record] of tuningRecords.entries()) {
    const { leads, rateHz, reference } = load(mitdb, record);
    const run = (kind: string, weight: number, of: readonly Float32Array[], startS = 0): TrainingRun => ({
      record,
      kind,
      weight,
      leads: of,
      rateHz,
      reference,
      startS,
    });
    yield run('first', 1, leads.slice(0, 1));
    yield run('second', 0.1, leads.slice(1));
    yield run('both', 1, leads);
    for (const [n, db] of [
      [0, -2],
      [0, 5],
      [r % 2 === 0 ? 1 : 2, 0],
    ] as const) {
      const noisy = withNoise(leads, rateHz, reference, noises[n]!, db, (r * 7919 * 31) % 500_000);
      yield run('noisy first', 0.25, noisy.slice(0, 1));
      yield run('noisy both', 0.25, noisy);
    }
    if (!short) continue;
    const cut = (s: number): Float32Array[] => leads.map((lead) => lead.subarray(s * rateHz, (s + shortS) * rateHz));
    for (let s = 13 * (r % 5); s + shortS < 1800; s += 75) {
      yield run('short first', 1, cut(s).slice(0, 1), s);
      yield run('short both', 1, cut(s + 30), s + 30);
    }
  }
  for (const record of ['118e24', '118e18', '118e12', '118e06', '118e00', '118e_6']) {
    const { leads, rateHz, reference } = load(nstdb, record);
    yield { record, kind: 'stress both', weight: 1, leads, rateHz, reference, startS: 0 };
    yield { record, kind: 'stress first', weight: 0.5, leads: leads.slice(0, 1), rateHz, reference, startS: 0 };
  }
  yield* syntheticRuns();
}

/** Length of a run cut short. */
export const shortS = 10;

/** The reference beat nearest to a time; infinite where there is none. */
export const nearestBeatS = ({ timesS }: ReferenceBeats, timeS: number): number => {
  let low = 0;
  let high = timesS.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (timesS[mid]! < timeS) low = mid + 1;
    else high = mid;
  }
  const after = timesS[low] ?? Number.POSITIVE_INFINITY;
  const before = timesS[low - 1] ?? Number.NEGATIVE_INFINITY;
  return timeS - before < after - timeS ? before : after;
};

/** Writes what validation/qrsTrees.py reads. */
export const writeRows = (
  work: string,
  rows: readonly Float32Array[],
  about: { readonly width: number; readonly file: string; readonly what: string; readonly items: readonly unknown[] },
): void => {
  const total = rows.reduce((sum, r) => sum + r.length, 0);
  const all = new Float32Array(total);
  let at = 0;
  for (const r of rows) {
    all.set(r, at);
    at += r.length;
  }
  writeFileSync(join(work, 'rows.f32'), new Uint8Array(all.buffer));
  writeFileSync(join(work, 'items.json'), JSON.stringify(about));
  console.log(`${total / about.width} candidates of ${about.items.length} runs`);
};
