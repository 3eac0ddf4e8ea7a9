/**
 * Training data of what tells QRS complexes from other deflections on the live monitor: node validation/readabilityTraining.ts --data
 * DIR --work WORK, then /usr/bin/python3 validation/qrsTrees.py WORK.
 *
 * DIR holds mitdb, nstdb, ptbxl. Every look of the live monitor gives a row a lead. ECGs: the tuning records of mitdb, clean and with noise of
 * nstdb at 6 to 18 dB, PTB-XL folds 1 to 8, synthetic hearts of every rhythm with beats; each at several rates. No ECGs: the kinds of
 * validation/lib/deflections.ts that are marked as trained, made-up noise, motion of the first half of nstdb's em alone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStreamingDetector } from '../app/analysis/streamingDetector.ts';
import { qrsEvidenceNames } from '../app/realtime/qrsEvidence.ts';
import { createReadabilityWatch } from '../app/realtime/readability.ts';
import { resample } from '../app/recording/resample.ts';
import { beatless, rhythms } from '../app/synth/catalogue.ts';
import { createRandom } from '../app/synth/random.ts';
import { synthSpec } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { deflectionKinds, deflections } from './lib/deflections.ts';
import { mixAtRatio, qrsHeightMv } from './lib/noiseMixing.ts';
import { readRecord } from './lib/readRecord.ts';
import { strangeRecording } from './lib/strangeRecordings.ts';
import { load, writeRows } from './lib/trainingRuns.ts';
import { tuningRecords } from './lib/tuningRecords.ts';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, work: { type: 'string' } } });
if (options.data === undefined || options.work === undefined) {
  console.error('usage: node validation/readabilityTraining.ts --data DIR --work WORK');
  process.exit(2);
}
const data = options.data;

const rows: Float32Array[] = [];
const items: { record: string; kind: string; weight: number; labels: number[] }[] = [];

interface Run {
  /** Cross-validation leaves out what shares the first three characters. */
  readonly record: string;
  readonly kind: string;
  readonly label: 0 | 1;
  readonly weight: number;
  readonly leads: readonly Float32Array[];
  readonly sampleRateHz: number;
}

/** Every so many-th look, so that long records do not outweigh the others. */
const add = ({ record, kind, label, weight, leads, sampleRateHz }: Run, every: number): void => {
  const found: Float32Array[] = [];
  let looks = 0;
  const watch = createReadabilityWatch(leads.length, sampleRateHz, (row) => {
    if (looks % every === 0) found.push(row);
    return Number.POSITIVE_INFINITY;
  });
  const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
  const samples = new Float32Array(leads.length);
  const one = leads.map(() => new Float32Array(1));
  for (let i = 0; i < leads[0]!.length; i++) {
    leads.forEach((mv, l) => {
      samples[l] = mv[i]!;
      one[l]![0] = mv[i]!;
    });
    if (watch.push(samples) !== null) looks += 1;
    for (const { sample } of detector.push(one)) watch.beat(sample);
  }
  if (found.length === 0) return;
  const all = new Float32Array(found.length * qrsEvidenceNames.length);
  found.forEach((row, i) => {
    all.set(row, i * row.length);
  });
  rows.push(all);
  items.push({ record, kind, weight, labels: found.map(() => label) });
};

const at = (leads: readonly Float32Array[], fromHz: number, toHz: number): Float32Array[] =>
  leads.map((mv) => (fromHz === toHz ? mv : resample(mv, fromHz, toHz)));
const rates = [100, 125, 200, 250, 360, 500, 1000];
const pieceS = 300;
const nstdb = (record: string): Float32Array[] =>
  readRecord(join(data, 'nstdb'), record).leads.map(({ samplesMv }) => samplesMv.subarray(0, samplesMv.length / 2));
const noises = ['em', 'ma', 'bw'].map(nstdb);
const motion = noises[0]!;

tuningRecords.forEach((record, r) => {
  const run = load(join(data, 'mitdb'), record);
  const length = pieceS * run.rateHz;
  const one = { record, label: 1 as const };
  add({ ...one, kind: 'clean', weight: 1, leads: run.leads, sampleRateHz: run.rateHz }, 6);
  const from = Math.floor((run.leads[0]!.length - length) / 2);
  const middle = run.leads.map((mv) => mv.slice(from, from + length));
  const sampleRateHz = rates[r % rates.length]!;
  add({ ...one, kind: 'rate', weight: 1, leads: at(middle, run.rateHz, sampleRateHz), sampleRateHz }, 3);
  const beatsS = run.reference.timesS.flatMap((timeS) =>
    timeS * run.rateHz >= from && timeS * run.rateHz < from + length ? [timeS - from / run.rateHz] : [],
  );
  const heights = middle.map((mv) => qrsHeightMv(mv, run.rateHz, beatsS));
  [6, 12, 18].forEach((ratioDb, k) => {
    const noise = noises[(r + k) % noises.length]!.map((mv) => mv.slice(0, length));
    const leads = mixAtRatio(middle, noise, heights, ratioDb);
    add({ ...one, kind: 'noise', weight: 0.5, leads, sampleRateHz: run.rateHz }, 4);
  });
  console.error(record);
});

const folds = readFileSync(join(data, 'ptbxl', 'labels.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1);
for (const [k, line] of folds.entries()) {
  const [record = '', , fold] = line.split(',');
  if (!(Number(fold) <= 8)) continue;
  const { leads, sampleRateHz } = readRecord(join(data, 'ptbxl/records100'), record);
  const own = leads.filter(({ derived }) => !derived).map(({ samplesMv }) => samplesMv);
  const one = { record: `p${String(k % 20).padStart(2, '0')}`, kind: 'ptbxl', label: 1 as const, weight: 0.5 };
  add({ ...one, leads: [own[k % own.length]!, own[(k + 5) % own.length]!], sampleRateHz }, 2);
}
console.error('ptbxl');

for (const rhythm of rhythms.filter((one) => !beatless.has(one)))
  for (let k = 0; k < 21; k++) {
    const sampleRateHz = rates[k % rates.length]!;
    const spec = synthSpec({ seed: 3_000_001 + k, rhythm, durationS: 20, sampleRateHz, variety: true });
    const leads = synthesise(spec).recording.leads.filter((_, l) => [1, 6, 10].includes(l));
    const one = { record: `y${String(k).padStart(2, '0')}`, kind: rhythm, label: 1 as const, weight: 0.5 };
    add({ ...one, leads: leads.map(({ samplesMv }) => samplesMv), sampleRateHz }, 4);
  }
console.error('hearts');

const perKind = 84;
for (const [kind, { trained }] of Object.entries(deflectionKinds))
  for (let seed = 0; trained && seed < perKind; seed++) {
    const { samplesMv, sampleRateHz } = deflections(kind, seed, { motion, durationS: 20 });
    const one = { record: `d${String(seed % 21).padStart(2, '0')}`, kind, label: 0 as const, weight: 1 };
    add({ ...one, leads: [samplesMv], sampleRateHz }, 2);
  }
const noiseKinds = ['white noise', 'pink noise', 'brown noise', 'EMG-like', 'chirp', 'PPG-like', 'steps and impulses'];
const anyOne = synthesise(synthSpec({ seed: 1, durationS: 10, sampleRateHz: 500 })).recording;
for (const kind of noiseKinds)
  for (let seed = 0; seed < 42; seed++) {
    const made = strangeRecording(kind, seed, { real: anyOne, others: [anyOne], motion });
    const one = { record: `d${String(seed % 21).padStart(2, '0')}`, kind, label: 0 as const, weight: 1 };
    add(
      { ...one, leads: made.leads.slice(0, 2).map(({ samplesMv }) => samplesMv), sampleRateHz: made.sampleRateHz },
      1,
    );
  }
const random = createRandom(1, 'motion');
for (let k = 0; k < 60; k++) {
  const from = Math.floor((motion[0]!.length - 30 * 360) * random.uniform());
  const sampleRateHz = rates[k % rates.length]!;
  const leads = at(
    motion.map((mv) => mv.slice(from, from + 30 * 360)),
    360,
    sampleRateHz,
  );
  add({ record: `d${String(k % 21).padStart(2, '0')}`, kind: 'em', label: 0, weight: 1, leads, sampleRateHz }, 2);
}

writeRows(options.work, rows, {
  width: qrsEvidenceNames.length,
  file: 'readableTrees',
  what: "Log-odds of a lead's deflections on the live monitor being QRS complexes.",
  items,
});
