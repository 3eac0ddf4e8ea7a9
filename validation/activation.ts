/**
 * Where the superclass model looked in twelve real recordings: node validation/activation.ts --data PTBXL --out FILE.pdf [--model ID]
 *
 * One recording for each of twelve findings: the first of the folder, fold 10 left out, that carries the statement, no class but its own, and that
 * the model calls by that class; where it calls none so, the first it misses. Writes a page each (3x4, 25 mm/s, 10 mm/mV) with
 * the map of that class behind the leads, and prints probability, where in the beat and in which leads the map stands, and the
 * measured features that spoke loudest. The pages hold recordings of patients: they stay out of the repository.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { askModels, type ModelAnswer } from '../app/models/askModels.ts';
import { calibrated } from '../app/models/calibrate.ts';
import { explainAnswer } from '../app/models/explain.ts';
import { featureWords } from '../app/models/features/featureWords.ts';
import type { Activation } from '../app/ports.ts';
import type { Recording } from '../app/recording/recording.ts';
import type { DisplayList } from '../app/tracing/displayList.ts';
import { layoutTracing } from '../app/tracing/layoutTracing.ts';
import { activationBand, withOverlays } from '../app/tracing/overlays.ts';
import { defaultTracingOptions } from '../app/tracing/tracingLayout.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { createReportWriter } from '../main/node/pdf/createReportWriter.ts';
import { readRecord } from './lib/readRecord.ts';
import { readTable } from './lib/readTable.ts';
import { table } from './lib/results.ts';

const wanted = [
  ['NORM', 'NORM'],
  ['AMI', 'MI'],
  ['IMI', 'MI'],
  ['STTC', 'STTC'],
  ['NST', 'STTC'],
  ['ISCA', 'STTC'],
  ['ISCI', 'STTC'],
  ['CLBBB', 'CD'],
  ['CRBBB', 'CD'],
  ['LAFB/LPFB', 'CD'],
  ['AVB', 'CD'],
  ['LVH', 'HYP'],
] as const;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string', default: 'superclass-ensemble' },
  },
});
if (options.data === undefined || options.out === undefined) {
  console.error('usage: node validation/activation.ts --data PTBXL --out FILE.pdf [--model ID]');
  process.exit(2);
}
const { data, out } = { data: options.data, out: options.out };

const { runner } = await loadModels(join(import.meta.dirname, '..', 'models'));

/** Share of the map within the beat, by its distance from the nearest R: before (P and PR), QRS, ST and T, the rest. */
const beatShares = (map: readonly number[], { cells, fromS, toS }: Activation, peaksS: readonly number[]): string => {
  const parts = { 'P/PR': 0, QRS: 0, 'ST-T': 0, rest: 0 };
  const cellS = (toS - fromS) / cells;
  for (const [cell, value] of map.entries()) {
    const timeS = fromS + (cell + 0.5) * cellS;
    const sinceS = peaksS.map((peakS) => timeS - peakS).reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a), 9);
    const behindS = Math.min(...peaksS.map((peakS) => timeS - peakS).filter((s) => s >= 0), 9);
    const part =
      Math.abs(sinceS) <= 0.06 ? 'QRS' : sinceS < 0 && sinceS > -0.25 ? 'P/PR' : behindS < 0.45 ? 'ST-T' : 'rest';
    parts[part] += value;
  }
  const sum = Object.values(parts).reduce((a, b) => a + b, 0);
  return Object.entries(parts)
    .map(([part, value]) => `${part} ${sum > 0 ? Math.round((100 * value) / sum) : 0}`)
    .join(', ');
};

interface Asked {
  readonly name: string;
  readonly recording: Recording;
  readonly answer: ModelAnswer;
  readonly classIndex: number;
  readonly probability: number;
  readonly stated: boolean;
  readonly peaksS: readonly number[];
}

/** null: a gate is closed for it. */
const ask = async (name: string, className: string): Promise<Asked | null> => {
  const recording = readRecord(join(data, 'records100'), name);
  const { validity, quality, pacing, beats } = analyzeSignal(recording, { lead: null });
  const asked = await askModels({ recording, validity, quality, pacing }, [options.model], runner);
  if (!asked.ok) throw new Error(asked.error.message);
  const answer = asked.value.answers[0];
  if (answer === undefined) return null;
  const classIndex = answer.manifest.classes.indexOf(className);
  const probability = calibrated(answer.manifest, answer.output.logits)[classIndex]!;
  const stated = probability >= (answer.manifest.thresholds?.[classIndex] ?? 0.5);
  return { name, recording, answer, classIndex, probability, stated, peaksS: beats.map(({ timeS }) => timeS) };
};

const lines: string[][] = [];
const pages: DisplayList[] = [];
const taken = new Set<string>();
const records = readTable(join(data, 'records.csv'));
for (const [statement, className] of wanted) {
  const rows = records.filter(
    ({ subclass, superclass, strat_fold }) =>
      strat_fold !== '10' && subclass?.split(' ').includes(statement) && superclass?.trim() === className,
  );
  const asked: Asked[] = [];
  for (const { ecg_id = '' } of rows) {
    const name = `${ecg_id.padStart(5, '0')}_lr`;
    const one = taken.has(name) ? null : await ask(name, className);
    if (one !== null) asked.push(one);
    if (one?.stated) break;
  }
  const shown = asked.find(({ stated }) => stated) ?? asked[0];
  if (shown === undefined) throw new Error(`${data} has no recording with ${statement} alone`);
  const { name, recording, answer, classIndex, probability, peaksS } = shown;
  taken.add(name);
  const explained = await explainAnswer(answer, runner);
  if (!explained.ok) throw new Error(explained.error.message);
  const { activation, contributions } = explained.value;
  const reasons = contributions
    .filter((one) => one.class === className)
    .slice(0, 4)
    .map(({ feature, logit }) => `${featureWords(feature).text} ${logit > 0 ? '+' : '−'}${Math.abs(logit).toFixed(2)}`);
  if (activation === null) throw new Error(`${options.model} gives no map`);
  const layout = layoutTracing(recording, defaultTracingOptions);
  const band = activationBand(layout, activation, classIndex);
  pages.push(withOverlays(layout, band, []));

  const { cells, leads, spokeFor } = activation;
  const of = (lead: number): Float32Array =>
    spokeFor.subarray((classIndex * leads.length + lead) * cells, (classIndex * leads.length + lead + 1) * cells);
  const sums = leads.map((lead, i) => ({ lead, sum: of(i).reduce((a, b) => a + b, 0) }));
  const total = sums.reduce((a, { sum }) => a + sum, 0);
  const strongest = sums
    .sort((a, b) => b.sum - a.sum)
    .slice(0, 4)
    .map(({ lead, sum }) => `${lead} ${total > 0 ? Math.round((100 * sum) / total) : 0}`);
  const map = Array.from({ length: cells }, (_, cell) => leads.reduce((sum, _lead, i) => sum + of(i)[cell]!, 0));
  lines.push([
    statement,
    name,
    `${className} ${probability.toFixed(2)}${shown.stated ? '' : ', not stated'}`,
    strongest.join(', '),
    beatShares(map, activation, peaksS),
    reasons.join('; '),
  ]);
}
console.log(
  table(['statement', 'record', 'probability', 'leads, % of the map', 'part of the beat, %', 'features, logit'], lines),
);
const createdAt = new Date(0).toISOString();
const info = { title: 'Where the model looked', createdAt, attachments: [], signer: null };
writeFileSync(out, await createReportWriter().toPdf(pages, info));
