/**
 * Inputs of the beat classifier for training: node models/training/tasks/beats/export.ts --data DIR --out DIR
 *
 * DIR holds the folders mitdb and nstdb as WFDB. Reads DS1 alone, without 201 (same patient as 202 of DS2). For each view (causal,
 * diagnostic) and each way of reading a record (see `waysOf`) it writes VIEW/WAY.windows.f32 [beats x 2 x 108], VIEW/WAY.features.f32
 * [beats x features], VIEW/WAY.csv (record, piece, timeS, class of the annotation within 150 ms, '-' for none, '*' in flutter) and
 * VIEW/WAY.missed.csv (beats of each class that were not found); and layout.json with the names. The inputs are made by app/models/beats, as at run time.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectQrs } from '../../../../app/analysis/qrs.ts';
import { createStreamingDetector } from '../../../../app/analysis/streamingDetector.ts';
import { decodeAnnotations } from '../../../../app/formats/wfdb/annotations.ts';
import {
  type BeatView,
  beatChannels,
  beatFeatureNames,
  beatInputs,
  beatWindowLength,
  beatWindowRateHz,
} from '../../../../app/models/beats/beatInputs.ts';
import { aamiClass, samePatientAsATestRecord } from '../../../../validation/lib/aami.ts';
import { inFlutter, type NamedBeats, pairBeats, referenceBeats } from '../../../../validation/lib/beatScore.ts';
import { readRecord } from '../../../../validation/lib/readRecord.ts';
import { withNoise } from '../../../../validation/lib/trainingRuns.ts';
import { tuningRecords } from '../../../../validation/lib/tuningRecords.ts';
import { madeHeart, madeHeartCount } from './madeHearts.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, records: { type: 'string' } },
});
const { data, out } = options;
if (data === undefined || out === undefined) {
  process.stderr.write('usage: node models/training/tasks/beats/export.ts --data DIR --out DIR [--records 101,106]\n');
  process.exit(2);
}
const records = options.records?.split(',') ?? tuningRecords.filter((record) => record !== samePatientAsATestRecord);
const toleranceS = 0.15;

/** A stretch of signal as the product would get it: beats are found in `detectIn`, judged in `judged`. */
interface Piece {
  readonly piece: number;
  readonly startS: number;
  readonly detectIn: readonly Float32Array[];
  readonly judged: Float32Array;
}

const recordedWays = ['both', 'first', 'second', 'noisy', 'short'] as const;
/** `made`: hearts of madeHearts.ts, with the name of the heart as record. */
const ways = [...recordedWays, 'made'] as const;
/** Lengths of the short pieces, s. */
const shortLengthsS = [10, 10, 30, 10, 60];

const waysOf = (
  leads: readonly Float32Array[],
  rateHz: number,
  noisy: readonly Float32Array[],
): Record<(typeof recordedWays)[number], Piece[]> => {
  const whole = (detectIn: readonly Float32Array[], judged: Float32Array): Piece[] => [
    { piece: 0, startS: 0, detectIn, judged },
  ];
  const short: Piece[] = [];
  let startS = 0;
  const seconds = leads[0]!.length / rateHz;
  for (let piece = 0; startS + 10 <= seconds; piece++) {
    const lengthS = shortLengthsS[piece % shortLengthsS.length]!;
    const cut = leads.map((lead) => lead.slice(startS * rateHz, (startS + lengthS) * rateHz));
    short.push({ piece, startS, detectIn: cut, judged: cut[0]! });
    startS += lengthS;
  }
  return {
    both: whole(leads, leads[0]!),
    first: whole(leads.slice(0, 1), leads[0]!),
    second: whole(leads, leads[1]!),
    noisy: whole(noisy, noisy[0]!),
    short,
  };
};

const found = (view: BeatView, leads: readonly Float32Array[], sampleRateHz: number): number[] => {
  if (view === 'diagnostic') return detectQrs(leads, sampleRateHz);
  const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
  return [...detector.push(leads), ...detector.flush()].map(({ sample }) => sample);
};

interface Sheet {
  readonly windows: Float32Array[];
  readonly features: Float32Array[];
  readonly lines: string[];
  readonly missed: string[];
}
const emptySheet = (): Sheet => ({
  windows: [],
  features: [],
  lines: ['record,piece,timeS,class'],
  missed: ['record,piece,class'],
});

const addPiece = (
  sheet: Sheet,
  view: BeatView,
  record: string,
  { piece, startS, detectIn, judged }: Piece,
  rateHz: number,
  reference: NamedBeats,
): void => {
  const beats = found(view, detectIn, rateHz);
  const inputs = beatInputs(judged, rateHz, beats, { view });
  const timesS = beats.map((sample) => startS + sample / rateHz);
  const endS = startS + judged.length / rateHz;
  const within = reference.timesS.flatMap((time, i) => (time >= startS && time < endS ? [i] : []));
  const partner = pairBeats(
    within.map((i) => reference.timesS[i]!),
    timesS,
    toleranceS,
  );
  const classes: string[] = timesS.map((time) => (inFlutter(reference, time, toleranceS) ? '*' : '-'));
  partner.forEach((j, n) => {
    const name = aamiClass(reference.symbols[within[n]!]!);
    if (j >= 0) classes[j] = name;
    else sheet.missed.push(`${record},${piece},${name}`);
  });
  sheet.windows.push(inputs.windows);
  sheet.features.push(inputs.features);
  timesS.forEach((time, k) => {
    sheet.lines.push(`${record},${piece},${time.toFixed(4)},${inputs.judgeable[k] ? classes[k] : '*'}`);
  });
};

const write = (path: string, parts: readonly Float32Array[]): void => {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  writeFileSync(path, new Uint8Array(all.buffer));
};

const noises = ['em', 'ma', 'bw'].map((name) =>
  readRecord(join(data, 'nstdb'), name).leads.map((lead) => lead.samplesMv),
);
/** Signal to noise of the noisy way, dB, by turns over the records. */
const noiseDb = [6, 12, 3, 9, 15];

const hearts = Array.from({ length: madeHeartCount }, (_, n) => madeHeart(n));
for (const view of ['diagnostic', 'causal'] as const) {
  mkdirSync(join(out, view), { recursive: true });
  const sheets = new Map(ways.map((way) => [way, emptySheet()]));
  for (const [r, record] of records.entries()) {
    const recording = readRecord(join(data, 'mitdb'), record);
    const annotations = decodeAnnotations(readFileSync(join(data, 'mitdb', `${record}.atr`)));
    if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
    const { sampleRateHz, sampleCount } = recording;
    const leads = recording.leads.filter((lead) => !lead.derived).map((lead) => lead.samplesMv);
    const reference = referenceBeats(annotations.value, sampleRateHz, sampleCount);
    const noise = noises[r % noises.length]!;
    const noisy = withNoise(
      leads,
      sampleRateHz,
      reference,
      noise,
      noiseDb[r % noiseDb.length]!,
      (r * 245_489) % 500_000,
    );
    for (const [way, pieces] of Object.entries(waysOf(leads, sampleRateHz, noisy)))
      for (const piece of pieces) {
        const sheet = sheets.get(way as (typeof recordedWays)[number]);
        if (sheet !== undefined) addPiece(sheet, view, record, piece, sampleRateHz, reference);
      }
    process.stdout.write(`${view} ${record}\n`);
  }
  for (const { record, leads, sampleRateHz, beats } of hearts) {
    const piece: Piece = { piece: 0, startS: 0, detectIn: leads, judged: leads[0]! };
    addPiece(sheets.get('made')!, view, record, piece, sampleRateHz, {
      timesS: beats.map(({ timeS }) => timeS),
      symbols: beats.map((beat) => beat.class),
      flutterS: [],
    });
  }
  for (const [way, { windows, features, lines, missed }] of sheets) {
    write(join(out, view, `${way}.windows.f32`), windows);
    write(join(out, view, `${way}.features.f32`), features);
    writeFileSync(join(out, view, `${way}.csv`), `${lines.join('\n')}\n`);
    writeFileSync(join(out, view, `${way}.missed.csv`), `${missed.join('\n')}\n`);
  }
}
writeFileSync(
  join(out, 'layout.json'),
  JSON.stringify(
    { ways, channels: beatChannels, beatWindowLength, beatWindowRateHz, features: beatFeatureNames },
    null,
    1,
  ),
);
