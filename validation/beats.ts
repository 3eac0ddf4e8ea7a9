/**
 * Beat classes against WFDB annotations: node validation/beats.ts --data DIR [--models DIR] [--set DS2|DS1] [--records A,B] [--signals all|1] [--out DIR] [--update]
 *
 * DIR holds the MIT-BIH Arrhythmia Database (.hea, .dat, .atr). Beats are found by the product's detectors, the offline one for
 * the diagnostic model and the streaming one for the causal models, in all signals or the first; classes are of the first signal. Detected and
 * annotated beats are paired one to one within 150 ms: a missed beat counts against the sensitivity of its class, a false one against the P+ of the
 * class it was given; flutter is left out. Prints tables; --out writes MODEL.ndjson with every beat and its class, and figures.json; --update puts the figures into
 * validation/RESULTS.md. DS1 is what the models learnt from.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectQrs } from '../app/analysis/qrs.ts';
import { aamiClasses } from '../app/analysis/schema.ts';
import { createStreamingDetector, streamingDelayS } from '../app/analysis/streamingDetector.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { beatView, classesOf } from '../app/models/beats/askBeats.ts';
import type { ClassedBeat } from '../app/models/beats/beatClasses.ts';
import { type BeatView, beatInputs, causalDelayS } from '../app/models/beats/beatInputs.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { aamiClass, testRecords } from './lib/aami.ts';
import { inFlutter, type NamedBeats, pairBeats, referenceBeats } from './lib/beatScore.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection, withInterval } from './lib/results.ts';
import { tuningRecords } from './lib/tuningRecords.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    models: { type: 'string', default: join(import.meta.dirname, '..', 'models') },
    set: { type: 'string', default: 'DS2' },
    records: { type: 'string' },
    signals: { type: 'string', default: 'all' },
    out: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const sets: Readonly<Record<string, readonly string[]>> = { DS1: tuningRecords, DS2: testRecords };
const records = options.records?.split(',') ?? sets[options.set];
if (options.data === undefined || records === undefined || !['1', 'all'].includes(options.signals)) {
  console.error(
    'usage: node validation/beats.ts --data DIR [--models DIR] [--set DS2|DS1] [--records A,B] [--signals all|1] [--out DIR] [--update]',
  );
  process.exit(2);
}
const folder = options.data;
const toleranceS = 0.15;

const { runner } = await loadModels(options.models);
const models = runner.models().flatMap(({ manifest }) => {
  const view = beatView(manifest);
  return manifest.task === 'beats' && view !== null ? [{ id: manifest.id, bytes: manifest.bytes, manifest, view }] : [];
});

const detect: Record<BeatView, (leads: readonly Float32Array[], sampleRateHz: number) => number[]> = {
  diagnostic: detectQrs,
  causal: (leads, sampleRateHz) => {
    const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
    return [...detector.push(leads), ...detector.flush()].map(({ sample }) => sample);
  },
};

/** Rows: reference, columns: given class, both N, S, V, F, Q; the sixth is "no beat". */
type Confusion = readonly (readonly number[])[];
const noBeat = aamiClasses.length;

const confusionOf = (reference: NamedBeats, timesS: readonly number[], given: readonly number[]): Confusion => {
  const counts = Array.from({ length: noBeat + 1 }, () => new Array<number>(noBeat + 1).fill(0));
  const partner = pairBeats(reference.timesS, timesS, toleranceS);
  partner.forEach((j, i) => {
    const row = aamiClasses.indexOf(aamiClass(reference.symbols[i]!));
    counts[row]![j < 0 ? noBeat : given[j]!]! += 1;
  });
  const used = new Set(partner);
  timesS.forEach((time, j) => {
    if (!used.has(j) && !inFlutter(reference, time, toleranceS)) counts[noBeat]![given[j]!]! += 1;
  });
  return counts;
};

const sumOf = (all: readonly Confusion[]): number[][] =>
  Array.from({ length: noBeat + 1 }, (_, r) =>
    Array.from({ length: noBeat + 1 }, (_, c) => all.reduce((sum, one) => sum + one[r]![c]!, 0)),
  );
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const rates = (counts: Confusion, c: number) => {
  const tp = counts[c]![c]!;
  const fn = total(counts[c]!) - tp;
  const fp = counts.reduce((sum, row) => sum + row[c]!, 0) - tp;
  return { se: tp / (tp + fn), ppv: tp / (tp + fp), f1: (2 * tp) / (2 * tp + fn + fp), beats: tp + fn };
};
const accuracy = (counts: Confusion): number =>
  aamiClasses.reduce((sum, _, c) => sum + counts[c]![c]!, 0) / total(counts.slice(0, noBeat).flat());

interface Scored {
  readonly record: string;
  readonly counts: Confusion;
  /** Of each paired beat with a class: its probability and whether it is right. */
  readonly stated: readonly { readonly probability: number; readonly right: boolean }[];
}

const scored = new Map<string, Scored[]>(models.map(({ id }) => [id, []]));
const lines = new Map<string, string[]>(models.map(({ id }) => [id, []]));
const cpuMs = new Map<string, number>(models.map(({ id }) => [id, 0]));
let judged = 0;
const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

for (const record of records) {
  const recording = readRecord(folder, record);
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
  if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
  const { sampleRateHz } = recording;
  const leads = recording.leads.filter((lead) => !lead.derived).map((lead) => lead.samplesMv);
  const reference = referenceBeats(annotations.value, sampleRateHz, recording.sampleCount);
  for (const view of ['diagnostic', 'causal'] as const) {
    const ofView = models.filter((model) => model.view === view);
    if (ofView.length === 0) continue;
    const beats = detect[view](options.signals === 'all' ? leads : leads.slice(0, 1), sampleRateHz);
    const timesS = beats.map((sample) => sample / sampleRateHz);
    const inputs = beatInputs(leads[0]!, sampleRateHz, beats, { view });
    if (view === 'diagnostic') judged += inputs.count;
    for (const { id, manifest } of ofView) {
      const start = cpuNow();
      const classed = await classesOf(manifest, inputs, runner);
      cpuMs.set(id, cpuMs.get(id)! + cpuNow() - start);
      if (!classed.ok) throw new Error(classed.error.message);
      // A beat that cannot be judged is unclassifiable: Q.
      const answers = classed.value.map((answer): ClassedBeat => answer ?? { aami: 'Q', probability: 0 });
      const partner = pairBeats(reference.timesS, timesS, toleranceS);
      scored.get(id)!.push({
        record,
        counts: confusionOf(
          reference,
          timesS,
          answers.map(({ aami }) => aamiClasses.indexOf(aami)),
        ),
        stated: partner.flatMap((j, i) =>
          j < 0
            ? []
            : [
                {
                  probability: answers[j]!.probability,
                  right: answers[j]!.aami === aamiClass(reference.symbols[i]!),
                },
              ],
        ),
      });
      lines
        .get(id)!
        .push(JSON.stringify({ record, beats: answers.map((answer, j) => ({ timeS: timesS[j], ...answer })) }));
    }
  }
}

/** Expected calibration error of the stated class, ten bins of equal width. */
const calibrationError = (all: readonly Scored[]): number => {
  const stated = all.flatMap((one) => one.stated);
  const bins = Array.from({ length: 10 }, () => ({ gap: 0 }));
  for (const { probability, right } of stated)
    bins[Math.min(9, Math.floor(10 * probability))]!.gap += (right ? 1 : 0) - probability;
  return total(bins.map(({ gap }) => Math.abs(gap))) / stated.length;
};

interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
const shown = (figure: Figure): string => withInterval(figure.value, figure);

const reports = models.map(({ id, bytes }) => {
  const all = scored.get(id)!;
  const counts = sumOf(all.map((one) => one.counts));
  const spread = (statistic: (counts: Confusion) => number): Figure => ({
    value: statistic(counts),
    ...bootstrap(all, (drawn) => statistic(sumOf(drawn.map((one) => one.counts)))),
  });
  return {
    id,
    bytes,
    records: all.length,
    accuracy: spread(accuracy),
    ece: { value: calibrationError(all), ...bootstrap(all, calibrationError) },
    classes: aamiClasses.map((name, c) => ({
      name,
      beats: rates(counts, c).beats,
      se: spread((m) => rates(m, c).se),
      ppv: spread((m) => rates(m, c).ppv),
      f1: spread((m) => rates(m, c).f1),
    })),
    confusion: counts,
    byRecord: all.map(({ record, counts: own }) => ({ record, confusion: own })),
    cpuUsPerBeat: (1000 * cpuMs.get(id)!) / Math.max(1, judged),
  };
});

const sections = reports.map(({ id, bytes, classes, confusion, byRecord, ...report }) => {
  const figures = table(
    ['class', 'beats', 'Se %', 'P+ %', 'F1 %'],
    classes.map(({ name, beats, se, ppv, f1 }) => [name, String(beats), shown(se), shown(ppv), shown(f1)]),
  );
  const counted = table(
    ['annotated \\ given', ...aamiClasses, 'missed'],
    confusion.map((row, r) => [aamiClasses[r] ?? 'no beat', ...row.map(String)]),
  );
  const records = table(
    ['record', 'beats', 'right %', 'S', 'S right', 'S false', 'V', 'V right', 'V false'],
    byRecord.map(({ record, confusion: own }) => [
      record,
      String(total(own.slice(0, noBeat).flat())),
      percent(accuracy(own), 1),
      ...[1, 2].flatMap((c) => {
        const right = own[c]![c]!;
        const given = own.reduce((sum, row) => sum + row[c]!, 0);
        return [total(own[c]!), right, given - right].map(String);
      }),
    ]),
  );
  const head = `${id}, ${(bytes / 1000).toFixed(0)} kB: accuracy ${shown(report.accuracy)} %, ECE of the stated class ${shown(report.ece)} %`;
  return `${head}\n\n${figures}\n\n${counted}\n\n${records}`;
});
const speed = reports.map(({ id, cpuUsPerBeat }) => `${id} ${cpuUsPerBeat.toFixed(0)} us`).join(', ');
const about = `Beats found in ${options.signals === 'all' ? 'all signals' : 'the first signal'}, judged in the first. CPU time of ONNX Runtime a beat, one thread: ${speed}.
Causal: a beat is reported ${1000 * streamingDelayS} ms after it at the latest and judged ${1000 * causalDelayS} ms after it.`;
console.log(
  `Beat classes, ${options.records ?? options.set}, ${records.length} records\n${about}\n\n${sections.join('\n\n')}`,
);

if (options.out !== undefined) {
  mkdirSync(options.out, { recursive: true });
  writeFileSync(
    join(options.out, 'figures.json'),
    JSON.stringify({ set: options.set, signals: options.signals, reports }, null, 1),
  );
  for (const [id, of] of lines) writeFileSync(join(options.out, `${id}.ndjson`), `${of.join('\n')}\n`);
}
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `beats-${options.set}-${options.signals}`,
    `## Beat classes, mitdb ${options.records ?? options.set}, beats found in ${options.signals === 'all' ? 'all signals' : 'the first signal'}

\`npm run validate -- beats --data DIR/mitdb${options.set === 'DS2' ? '' : ` --set ${options.set}`}${options.signals === 'all' ? '' : ' --signals 1'}\`

${records.length} records whole, 150 ms, one to one; a missed beat counts against its class, a false one against the class it was given; ventricular
flutter left out. 95 % intervals in brackets: 2000 bootstrap draws of whole records, seed 1. Learnt from DS1 without 201 (same patient as 202).
${about}

${sections.map((section) => `### ${section}`).join('\n\n')}`,
  );
