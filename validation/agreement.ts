/**
 * Agreement of PR, QRS and QT with the reference, one value a recording, and the ten worst:
 *   npm run validate -- agreement --data DIR|synthetic [--count 500] [--pictures DIR] [--predictions FILE] [--update]
 *
 * DIR: ludb (reference: lib/referenceIntervals.ts). synthetic: the first --count recordings without noise of the population
 * that `validate -- synthetic` takes, against their truth. --update writes the Bland-Altman plots (numbers only) to
 * validation/pictures and the table to RESULTS.md. --pictures writes the ten worst recordings as SVG, reference marks above the
 * base line and ours below: pictures of real people's recordings are to be looked at and never committed. Those of synthetic ones
 * stand in validation/pictures/worst-synthetic.png, joined by ImageMagick: montage DIR/*.svg -tile 2x -geometry 550x+4+4 PNG.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal, type SignalAnalysis } from '../app/analysis/analyzeSignal.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import type { Recording } from '../app/recording/recording.ts';
import { drawSpec } from '../app/synth/population.ts';
import { noNoise, type Rhythm } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { displayListSvg } from '../main/node/pdf/displayListSvg.ts';
import { agreementOf, blandAltmanPlot, type Pair } from './lib/blandAltman.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { boundsOf, type MarksByLead, markedPicture } from './lib/markedPicture.ts';
import { readRecord } from './lib/readRecord.ts';
import { referenceIntervals } from './lib/referenceIntervals.ts';
import { table, updateSection } from './lib/results.ts';
import { waveReference } from './lib/waveReference.ts';
import { noteFor } from './lib/worstNotes.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    count: { type: 'string', default: '500' },
    pictures: { type: 'string' },
    predictions: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error(
    'usage: npm run validate -- agreement --data DIR|synthetic [--count N] [--pictures DIR] [--predictions FILE] [--update]',
  );
  process.exit(2);
}
const data = options.data;
const synthetic = data === 'synthetic';
const set = synthetic ? 'synthetic' : basename(data);
const names = ['prMs', 'qrsMs', 'qtMs'] as const;
type Name = (typeof names)[number];
/** By what the errors of the three are made comparable: the SD that IEC 60601-2-25 allows on the CSE recordings. */
const allowedSdMs = { prMs: 10, qrsMs: 10, qtMs: 30 } as const;
const shownBeyondMs = { prMs: 60, qrsMs: 60, qtMs: 100 } as const;
const worstCount = 10;

interface Case {
  readonly record: string;
  readonly about: string;
  readonly analysis: SignalAnalysis;
  readonly referenceMs: Readonly<Record<Name, number | null>>;
}
interface Source {
  readonly recording: Recording;
  readonly about: string;
  readonly referenceMs: Readonly<Record<Name, number | null>>;
  readonly marks: MarksByLead;
}

const fromLudb = (record: string): Source => {
  const recording = readRecord(data, record);
  const references = recording.leads.map((lead) => {
    const annotations = decodeAnnotations(readFileSync(join(data, `${record}.${lead.name.toLowerCase()}`)));
    if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
    return waveReference(annotations.value, recording.sampleRateHz).points;
  });
  const bounds = ['P onset', 'P offset', 'QRS onset', 'QRS offset', 'T onset', 'T offset'] as const;
  const marks = Object.fromEntries(
    recording.leads.map((lead, l) => [lead.name, bounds.flatMap((key) => references[l]![key])]),
  );
  return { recording, about: '', referenceMs: referenceIntervals(references), marks };
};

const rhythms = ['sinus', 'av-block-1', 'ventricular-premature', 'ventricular-trigeminy'] as const satisfies Rhythm[];
const fromSeed = (record: string): Source => {
  const seed = Number(record);
  const spec = drawSpec({ seed, rhythm: rhythms[seed % rhythms.length]!, noise: noNoise });
  const { recording, truth } = synthesise(spec);
  const marks = Object.fromEntries(
    recording.leads.map(({ name }) => [
      name,
      truth.beats.flatMap(({ perLead }) =>
        [perLead[name]?.p, perLead[name]?.qrs, perLead[name]?.t].flatMap((wave) =>
          wave ? [wave[0], wave[2]].filter((mark) => mark !== null) : [],
        ),
      ),
    ]),
  );
  return { recording, about: `${spec.morphology}, ${spec.rhythm}`, referenceMs: truth.measurements, marks };
};
const source = synthetic ? fromSeed : fromLudb;
const records = synthetic
  ? Array.from({ length: Number(options.count) }, (_, i) => String(i + 1))
  : readdirSync(data)
      .filter((name) => name.endsWith('.hea'))
      .map((name) => name.slice(0, -4))
      .sort((a, b) => Number(a) - Number(b));

const lines: string[] = [];
const cases = records.map((record): Case => {
  const { recording, about, referenceMs } = source(record);
  const analysis = analyzeSignal(recording, { lead: null });
  const { beats, delineation, measurements } = analysis;
  if (options.predictions !== undefined) lines.push(JSON.stringify({ record, beats, delineation, measurements }));
  // The waves of so many recordings are not needed again.
  return { record, about, referenceMs, analysis: { ...analysis, delineation: {} } };
});
if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);

const pairsOf = (name: Name): Pair[] =>
  cases.flatMap(({ analysis, referenceMs }) => {
    const [measured, reference] = [analysis.measurements[name], referenceMs[name]];
    return measured === null || reference === null ? [] : [{ measuredMs: measured, referenceMs: reference }];
  });
const title = { prMs: 'PR', qrsMs: 'QRS', qtMs: 'QT' } as const;
const rows = names.map((name) => {
  const pairs = pairsOf(name);
  const { n, biasMs, sdMs, lowMs, highMs } = agreementOf(pairs);
  const interval = (pick: (a: ReturnType<typeof agreementOf>) => number): string => {
    const { low, high } = bootstrap(pairs, (drawn) => pick(agreementOf(drawn)), { draws: 1000 });
    return `[${low.toFixed(1)}, ${high.toFixed(1)}]`;
  };
  const missing = cases.filter(
    ({ analysis, referenceMs }) => analysis.measurements[name] === null && referenceMs[name] !== null,
  ).length;
  return [
    title[name],
    String(n),
    String(missing),
    `${biasMs.toFixed(1)} ${interval((a) => a.biasMs)}`,
    `${sdMs.toFixed(1)} ${interval((a) => a.sdMs)}`,
    `${lowMs.toFixed(1)} to ${highMs.toFixed(1)}`,
  ];
});

const worst = cases
  .flatMap(({ record, about, analysis, referenceMs }) =>
    names.flatMap((name) => {
      const [measured, reference] = [analysis.measurements[name], referenceMs[name]];
      if (measured === null || reference === null) return [];
      const halfWidth = analysis.measurements.uncertaintyMs[name] ?? null;
      return [
        {
          record,
          about,
          name,
          measured,
          reference,
          halfWidth,
          size: Math.abs(measured - reference) / allowedSdMs[name],
        },
      ];
    }),
  )
  .sort((a, b) => b.size - a.size)
  // A recording counts once, with its worst interval.
  .filter((each, i, all) => all.findIndex(({ record }) => record === each.record) === i)
  .slice(0, worstCount);

const worstTable = table(
  [
    'record',
    ...(synthetic ? ['shape, rhythm'] : []),
    'interval',
    'measured ms',
    'reference ms',
    '90 % +- ms',
    'what went wrong',
  ],
  worst.map(({ record, about, name, measured, reference, halfWidth }) => [
    record,
    ...(synthetic ? [about] : []),
    title[name],
    measured.toFixed(0),
    reference.toFixed(0),
    halfWidth?.toFixed(0) ?? '-',
    noteFor(`${set}/${record}/${title[name]}`, measured),
  ]),
);

if (options.pictures !== undefined) {
  mkdirSync(options.pictures, { recursive: true });
  for (const [i, { record, name, measured, reference }] of worst.entries()) {
    const { recording, marks } = source(record);
    const { delineation, beats } = analyzeSignal(recording, { lead: null });
    const fromS = Math.max(0, (beats[Math.floor(beats.length / 2)]?.timeS ?? 0) - 1.5);
    const caption = `${set} ${record}: ${title[name]} ${measured.toFixed(0)} ms measured, ${reference.toFixed(0)} ms reference. Above: reference; below: measured.`;
    const picture = markedPicture(recording, caption, fromS, marks, boundsOf(delineation));
    writeFileSync(
      join(options.pictures, `${set}-${i + 1}-${record}-${title[name]}.svg`),
      displayListSvg(picture, caption),
    );
  }
}

const plots = names.map((name) => {
  const file = `agreement-${set}-${title[name].toLowerCase()}.svg`;
  const words = `${title[name]}, ${set}: measured minus reference`;
  return { file, svg: displayListSvg(blandAltmanPlot(words, pairsOf(name), shownBeyondMs[name]), words) };
});
const text = [
  `## Agreement of intervals, ${set}`,
  `\`npm run validate -- agreement --data ${synthetic ? 'synthetic' : `DIR/${set}`}${options.count === '500' ? '' : ` --count ${options.count}`}\``,
  `${cases.length} recordings, one value each (Bland & Altman 1986). Brackets: 95 %, 1000 bootstrap draws of recordings, seed 1.`,
  table(['interval', 'n', 'not measured', 'bias ms', 'SD ms', '95 % limits of agreement ms'], rows),
  plots.map(({ file }) => `![${file}](pictures/${file})`).join('\n'),
  `The ten worst, by the error over what IEC 60601-2-25 allows as SD (PR 10, QRS 10, QT 30 ms), a recording once. The words come from its picture (\`--pictures DIR\`) and from its marks lead by lead:`,
  worstTable,
  ...(synthetic
    ? [
        'Reference marks above the base line, ours below; pictures of real people’s recordings are not kept:',
        '![the ten worst](pictures/worst-synthetic.png)',
      ]
    : []),
].join('\n\n');
console.log(text);
if (options.update) {
  const folder = join(import.meta.dirname, 'pictures');
  mkdirSync(folder, { recursive: true });
  for (const { file, svg } of plots) writeFileSync(join(folder, file), svg);
  updateSection(join(import.meta.dirname, 'RESULTS.md'), `agreement-${set}`, text);
}
