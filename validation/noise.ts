/**
 * Recorded noise in clean recordings: npm run validate -- noise --data DIR [--count N] [--predictions FILE] [--update]
 *
 * DIR holds the folders nstdb (noise em, ma, bw), ludb, and ptbxl with records500. Into each 10 s recording noise of each
 * kind is mixed at 24, 18, 12, 6, 0 and -6 dB (the definition is that of lib/noiseMixing.ts; seeded by record and kind, so that
 * only the ratio differs between levels). LUDB: beats, marks and intervals; PTB-XL: beats and intervals, against the analysis of
 * the clean recording. --predictions FILE writes one file a level (FILE with "-ludb-em-6db" before its ending).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal, type SignalAnalysis } from '../app/analysis/analyzeSignal.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import type { Recording } from '../app/recording/recording.ts';
import { resample } from '../app/recording/resample.ts';
import { type BeatCounts, rates, scoreBeats } from './lib/beatScore.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { mixAtRatio, noiseForLeads, qrsHeightMv } from './lib/noiseMixing.ts';
import { predictedPoints } from './lib/predictionScores.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection, withInterval } from './lib/results.ts';
import { type PointKey, pointKeys, type WaveReference, waveReference } from './lib/waveReference.ts';
import { comparePoints, figuresOf, type PointSums, sumsOf } from './lib/waveScore.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    count: { type: 'string' },
    predictions: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('usage: npm run validate -- noise --data DIR [--count N] [--predictions FILE] [--update]');
  process.exit(2);
}
const data = options.data;
const most = options.count === undefined ? Number.POSITIVE_INFINITY : Number(options.count);
const seed = 1;
const kinds = ['em', 'ma', 'bw'] as const;
const kindTitles = { em: 'electrode motion', ma: 'muscle', bw: 'baseline wander' } as const;
const levels = [24, 18, 12, 6, 0, -6] as const;
const intervals = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
const toleranceS = 0.15;
const draws = 400;

const noises = Object.fromEntries(
  kinds.map((kind) => {
    const { leads, sampleRateHz } = readRecord(join(data, 'nstdb'), kind);
    return [kind, leads.map((lead) => resample(lead.samplesMv, sampleRateHz, 500))];
  }),
) as Record<(typeof kinds)[number], Float32Array[]>;

/** A clean recording with what it is held against. */
interface Subject {
  readonly record: string;
  readonly recording: Recording;
  readonly clean: SignalAnalysis;
  readonly beatsS: readonly number[];
  /** Where beats were annotated: outside, none is false. */
  readonly judgedS: readonly [number, number];
  /** Per lead; empty without annotations. */
  readonly marks: readonly WaveReference[];
}

interface Outcome {
  readonly beats: BeatCounts;
  readonly points: Readonly<Record<PointKey, PointSums>> | null;
  readonly differences: Readonly<Record<(typeof intervals)[number], number | null>>;
  readonly lost: Readonly<Record<(typeof intervals)[number], boolean>>;
  readonly verdict: 'acceptable' | 'limited' | 'unacceptable';
  readonly invalid: boolean;
}

const judge = (subject: Subject, analysis: SignalAnalysis): Outcome => {
  const { clean, marks, beatsS, judgedS, recording } = subject;
  const found = analysis.beats.map(({ timeS }) => timeS);
  const paired = scoreBeats({ timesS: beatsS, flutterS: [] }, found, { toleranceS, skipStartS: 0 });
  const outside = found.filter((timeS) => timeS < judgedS[0] || timeS > judgedS[1]);
  const nearOne = outside.filter((timeS) => beatsS.some((beat) => Math.abs(beat - timeS) <= toleranceS)).length;
  const beats = { tp: paired.tp, fn: paired.fn, fp: Math.max(0, paired.fp - (outside.length - nearOne)) };
  const compared = marks.map(({ points, timesS }, l) =>
    comparePoints(
      points,
      predictedPoints(analysis.delineation[recording.leads[l]!.name] ?? []),
      [[timesS[0]!, timesS.at(-1)!]],
      toleranceS,
    ),
  );
  const [before, after] = [clean.measurements, analysis.measurements];
  return {
    beats,
    points:
      marks.length === 0
        ? null
        : (Object.fromEntries(pointKeys.map((key) => [key, sumsOf(compared, key)])) as Record<PointKey, PointSums>),
    differences: Object.fromEntries(
      intervals.map((name) => [
        name,
        before[name] === null || after[name] === null ? null : after[name] - before[name],
      ]),
    ) as Outcome['differences'],
    lost: Object.fromEntries(
      intervals.map((name) => [name, before[name] !== null && after[name] === null]),
    ) as Outcome['lost'],
    verdict: analysis.quality.verdict,
    invalid: analysis.validity.status === 'INVALID',
  };
};

const ludb = (): Subject[] => {
  const folder = join(data, 'ludb');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .sort((a, b) => Number(a) - Number(b))
    .slice(0, most)
    .map((record) => {
      const recording = readRecord(folder, record);
      const marks = recording.leads.map((lead) => {
        const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.${lead.name.toLowerCase()}`)));
        if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
        return waveReference(annotations.value, recording.sampleRateHz);
      });
      const two = marks[1]!;
      return {
        record,
        recording,
        clean: analyzeSignal(recording, { lead: null }),
        beatsS: two.points['QRS peak'],
        judgedS: [two.timesS[0]!, two.timesS.at(-1)!],
        marks,
      };
    });
};

const ptbxl = (): Subject[] => {
  const folder = join(data, 'ptbxl', 'records500');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hea'))
    .sort()
    .slice(0, most)
    .map((name) => {
      const path = join(folder, name);
      const record = name.split('/').at(-1)!.slice(0, -4);
      const recording = readRecord(join(path, '..'), record);
      const clean = analyzeSignal(recording, { lead: null });
      const endS = recording.sampleCount / recording.sampleRateHz;
      return { record, recording, clean, beatsS: clean.beats.map(({ timeS }) => timeS), judgedS: [0, endS], marks: [] };
    });
};

const noisy = (subject: Subject, kind: (typeof kinds)[number], ratioDb: number): Recording => {
  const { recording, record, beatsS } = subject;
  const leads = recording.leads.map((lead) => lead.samplesMv);
  const noise = noiseForLeads(
    recording.leads.map((lead) => lead.name),
    recording.sampleCount,
    noises[kind],
    seed,
    `${kind}/${record}`,
  );
  const heights = leads.map((lead) => qrsHeightMv(lead, recording.sampleRateHz, beatsS));
  const mixed = mixAtRatio(leads, noise, heights, ratioDb);
  return { ...recording, leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: mixed[l]! })) };
};

const measured = (outcomes: readonly Outcome[], name: (typeof intervals)[number]): number[] =>
  outcomes.map(({ differences }) => differences[name]).filter((ms) => ms !== null);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const sd = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / values.length);
};
const bounded = (value: number, { low, high }: { low: number; high: number }): string =>
  `${value.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;

const spreadOf = <T>(
  list: readonly T[],
  pick: (drawn: readonly T[]) => readonly [mean: number, sd: number],
): string => {
  if (Number.isNaN(pick(list)[0])) return '-';
  return [0, 1]
    .map((k) =>
      bounded(
        pick(list)[k]!,
        bootstrap(list, (drawn) => pick(drawn)[k]!, { draws }),
      ),
    )
    .join(' +- ');
};

const beatsCell = (outcomes: readonly Outcome[]): string => {
  const f1 = (drawn: readonly Outcome[]): number => rates(drawn.map(({ beats }) => beats)).f1;
  return withInterval(f1(outcomes), bootstrap(outcomes, f1, { draws }));
};
const verdictCells = (outcomes: readonly Outcome[]): string[] => [
  (['acceptable', 'limited', 'unacceptable'] as const)
    .map((verdict) => outcomes.filter((outcome) => outcome.verdict === verdict).length)
    .join(' / '),
  String(outcomes.filter(({ invalid }) => invalid).length),
];
const intervalCells = (outcomes: readonly Outcome[]): string[] =>
  intervals.map((name) => {
    const lost = outcomes.filter((outcome) => outcome.lost[name]).length;
    const of = outcomes.filter((outcome) => outcome.lost[name] || outcome.differences[name] !== null).length;
    const text = spreadOf(outcomes, (drawn) => {
      const values = measured(drawn, name);
      return [mean(values), sd(values)];
    });
    return `${text}; ${lost} of ${of}`;
  });
const markKeys = ['P onset', 'P offset', 'QRS onset', 'QRS offset', 'T onset', 'T offset'] as const;
const markCells = (outcomes: readonly Outcome[]): string[] =>
  markKeys.map((key) => {
    const sums = outcomes.flatMap(({ points }) => (points === null ? [] : [points[key]]));
    const { se, ppv } = figuresOf(sums);
    const text = spreadOf(sums, (drawn) => {
      const { meanMs, sdMs } = figuresOf(drawn);
      return [meanMs, sdMs];
    });
    return `${text}; ${percent(se, 1)} / ${percent(ppv, 1)}`;
  });

for (const [set, read] of [
  ['ludb', ludb],
  ['ptbxl', ptbxl],
] as const) {
  const subjects = read();
  const conditions: { title: string; id: string; at: (subject: Subject) => SignalAnalysis }[] = [
    { title: 'none', id: 'clean', at: ({ clean }) => clean },
    ...kinds.flatMap((kind) =>
      levels.map((db) => ({
        title: `${kindTitles[kind]}, ${db} dB`,
        id: `${kind}-${db}db`,
        at: (subject: Subject) => analyzeSignal(noisy(subject, kind, db), { lead: null }),
      })),
    ),
  ];
  const rows = conditions.map(({ title, id, at }) => {
    const lines: string[] = [];
    const outcomes = subjects.map((subject) => {
      const analysis = at(subject);
      const { beats, delineation, measurements, quality } = analysis;
      lines.push(JSON.stringify({ record: subject.record, beats, delineation, measurements, quality }));
      return judge(subject, analysis);
    });
    if (options.predictions !== undefined)
      writeFileSync(options.predictions.replace(/(\.[^./]*)?$/, `-${set}-${id}$1`), `${lines.join('\n')}\n`);
    return { title, outcomes };
  });
  const marks =
    set === 'ludb'
      ? [
          "Error against LUDB's marks, 12 leads pooled, ms: mean +- SD; Se / P+ in %:",
          table(
            ['noise', ...markKeys],
            rows.map(({ title, outcomes }) => [title, ...markCells(outcomes)]),
          ),
        ]
      : [];
  const text = [
    `## Noise of nstdb in ${set === 'ludb' ? 'ludb' : 'ptbxl (500 Hz)'}`,
    `\`npm run validate -- noise --data DIR${Number.isFinite(most) ? ` --count ${most}` : ''}\``,
    `${subjects.length} recordings of 10 s at every level. Ratio as nst of the WFDB software counts it: the square of the QRS height (median peak-to-peak within 50 ms of the beat) by 8, over the variance of the noise; both averaged over the twelve leads, one factor for the recording. Noise of I, II, V1 to V6 from stretches of its own, that of the other limb leads derived. Seed ${seed}; between levels only the size changes. Brackets: 95 %, ${draws} bootstrap draws of whole recordings, seed 1. Beats against ${set === 'ludb' ? 'the marks of lead II' : 'those of the clean recording (so the first row is perfect by definition)'}, 150 ms.`,
    'Intervals: noisy minus clean measurement, ms, mean +- SD; then how many of those measured clean were not measured. A recording called INVALID has no measurement.',
    table(
      ['noise', 'QRS F1 %', 'P', 'PR', 'QRS', 'QT', 'acceptable / limited / unacceptable', 'INVALID'],
      rows.map(({ title, outcomes }) => [
        title,
        beatsCell(outcomes),
        ...(title === 'none' ? intervals.map(() => '-') : intervalCells(outcomes)),
        ...verdictCells(outcomes),
      ]),
    ),
    ...marks,
  ].join('\n\n');
  console.log(`${text}\n`);
  if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), `noise-${set}`, text);
}
