import { decodeFiles } from '../../../app/formats/registry.ts';
import { type Answer, answerOf } from '../../../app/models/comparison/answerOf.ts';
import {
  type ComparedFigure,
  compareAnswers,
  type JudgedRecording,
} from '../../../app/models/comparison/compareAnswers.ts';
import type { Manifest } from '../../../app/models/manifest.ts';
import { featuresOnce } from '../../../app/models/prepareInputs.ts';
import type { FileSource } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { ModelPlaces } from '../../node/models/modelPlaces.ts';
import { type OnnxModel, openOnnxModel } from '../../node/models/onnxModel.ts';
import { readModelFolder } from '../../node/models/readModelFolder.ts';
import { failWith } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { plain, printLine, say } from '../output.ts';
import { createProgressLine } from '../progressLine.ts';
import { type Choice, chooseRecordings } from './chooseRecordings.ts';
import { comparisonTable } from './comparisonTable.ts';
import { findModel } from './findModel.ts';
import { type Labelled, type LabelledSet, readLabelled } from './labelledData.ts';

export interface CompareOptions extends Choice {
  readonly data: string;
  readonly json: boolean;
}

const draws = { draws: 2000, seed: 1 };

/** What `--json` prints: what was compared on what, and every figure. */
interface Comparison {
  readonly schema: 'einthoven.comparison/1';
  readonly task: string;
  readonly models: readonly ComparedModel[];
  readonly data: {
    readonly set: string;
    readonly chosen: string;
    readonly recordings: number;
    /** null where the set names none: each recording is then drawn as a patient of its own. */
    readonly patients: number | null;
    /** What one of the models, or the decoder, could not take. */
    readonly leftOut: readonly { readonly record: string; readonly reason: string }[];
  };
  readonly draws: typeof draws;
  /** What takes from the figures: sets that a model has learned from, parts that are to be looked at once. */
  readonly notes: readonly string[];
  readonly figures: readonly ComparedFigure[];
}

interface ComparedModel {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly trainedOn: string;
  readonly split: string;
  /** That the set is among what it was trained on; null when its manifest does not name the set. */
  readonly warning: string | null;
}

/** Two models of one task, installed or not, on the same labelled recordings. */
export async function compareModels(
  named: readonly [string, string],
  options: CompareOptions,
  fileSource: Pick<FileSource, 'read'>,
  places: ModelPlaces,
  signal: AbortSignal,
): Promise<ExitCode> {
  const models: OnnxModel[] = [];
  for (const name of named) {
    const found = await findModel(name, places);
    if (!found.ok) {
      say(plain(`error: ${found.error.message}`));
      return exitCodes.usage;
    }
    const { verified } = await readModelFolder(found.value);
    const opened = verified.ok ? await openOnnxModel(verified.value) : verified;
    if (!opened.ok) return failWith(opened.error, exitCodes.someRefused);
    models.push(opened.value);
  }
  const [first, second] = models as [OnnxModel, OnnxModel];
  const alike = comparable(first.manifest, second.manifest);
  if (!alike.ok) return failWith(alike.error);
  const set = await readLabelled(options.data, first.manifest.task);
  if (!set.ok) return failWith(set.error);
  const chosen = await chooseRecordings(set.value, options);
  if (!chosen.ok) return failWith(chosen.error);

  const described = [first, second].map(({ manifest }) => describe(manifest, set.value));
  const notes = [
    ...described.flatMap(({ warning }) => (warning === null ? [] : [`WARNING: ${warning}`])),
    ...setAside(set.value, options),
  ];
  for (const note of notes) say(plain(note));
  const judged = await judge(chosen.value, [first, second], fileSource, signal);
  if (signal.aborted) return exitCodes.interrupted;
  if (judged.recordings.length === 0) {
    const why = judged.leftOut[0]?.reason ?? '';
    return failWith(refuse('invalid-input', `No recording could be judged by both models; the first: ${why}`).error);
  }
  const { classes } = first.manifest;
  const comparison: Comparison = {
    schema: 'einthoven.comparison/1',
    task: first.manifest.task,
    models: described,
    data: {
      set: set.value.name,
      chosen: choiceText(set.value, options),
      recordings: judged.recordings.length,
      patients: set.value.namesPatients ? new Set(judged.recordings.map(({ patient }) => patient)).size : null,
      leftOut: judged.leftOut,
    },
    draws,
    notes,
    figures: compareAnswers(judged.recordings, { classes, exclusive: set.value.exclusive }, draws),
  };
  const lines = options.json ? [JSON.stringify(comparison, null, 2)] : linesOf(comparison);
  for (const line of lines) await printLine(options.json ? line : plain(line));
  return judged.leftOut.length > 0 ? exitCodes.someRefused : exitCodes.done;
}

const comparable = (a: Manifest, b: Manifest): Result<null> => {
  if (a.task !== b.task)
    return refuse('invalid-input', `${a.id} is a model of the task ${a.task}, ${b.id} of ${b.task}.`);
  const same = [...a.classes].sort().join() === [...b.classes].sort().join();
  return same
    ? accept(null)
    : refuse('invalid-input', `${a.id} tells ${a.classes.join(', ')} apart, ${b.id} ${b.classes.join(', ')}.`);
};

const describe = ({ id, version, sha256, training }: Manifest, { name, namedBy }: LabelledSet): ComparedModel => ({
  id,
  version,
  sha256,
  trainedOn: training.data,
  split: training.split,
  warning: namedBy.test(training.data)
    ? `${id} ${version} learned from recordings of ${name}: figures on those that it has seen flatter it and decide nothing. Its split: ${training.split}`
    : null,
});

const judge = async (
  chosen: readonly Labelled[],
  [first, second]: readonly [OnnxModel, OnnxModel],
  fileSource: Pick<FileSource, 'read'>,
  signal: AbortSignal,
) => {
  const { classes } = first.manifest;
  const progress = createProgressLine();
  const recordings: JudgedRecording[] = [];
  const leftOut: { record: string; reason: string }[] = [];
  for (const [done, labelled] of chosen.entries()) {
    if (signal.aborted) break;
    progress.show({ stage: 'recordings', done, total: chosen.length });
    const answers = await answersTo(labelled, [first, second], fileSource);
    if (!answers.ok) {
      leftOut.push({ record: labelled.record, reason: answers.error.message });
      continue;
    }
    const [a, b] = answers.value;
    recordings.push({
      record: labelled.record,
      patient: labelled.patient,
      labels: classes.map((name) => labelled.classes.includes(name)),
      first: a,
      second: inOrderOf(classes, second.manifest.classes, b),
    });
  }
  progress.end();
  return { recordings, leftOut };
};

const answersTo = async (
  { path }: Labelled,
  [first, second]: readonly [OnnxModel, OnnxModel],
  fileSource: Pick<FileSource, 'read'>,
): Promise<Result<readonly [Answer, Answer]>> => {
  const bundle = await fileSource.read(path);
  if (!bundle.ok) return bundle;
  const decoded = decodeFiles(bundle.value.files, {});
  if (!decoded.ok) return decoded;
  const { recording } = decoded.value;
  const featuresOf = featuresOnce(recording);
  const a = await answerOf(first.manifest, recording, featuresOf, first.run);
  if (!a.ok) return a;
  const b = await answerOf(second.manifest, recording, featuresOf, second.run);
  return b.ok ? accept([a.value, b.value]) : b;
};

const inOrderOf = (wanted: readonly string[], given: readonly string[], { probabilities, stated }: Answer): Answer => {
  const places = wanted.map((name) => given.indexOf(name));
  return { probabilities: places.map((i) => probabilities[i]!), stated: places.map((i) => stated[i]!) };
};

/** Notes on parts that are there to be looked at once. */
const setAside = ({ heldBackFold }: LabelledSet, { folds, split }: Choice): string[] => [
  ...(heldBackFold !== null && folds?.includes(heldBackFold)
    ? [
        `NOTE: fold ${heldBackFold} is set aside for acceptance and read here because it was named: look once, choose nothing by it.`,
      ]
    : []),
  ...(split !== null && /test/i.test(split.part)
    ? [
        `NOTE: part ${split.part} of the split is a test part: look once, when everything is chosen, and choose nothing by it.`,
      ]
    : []),
];

const choiceText = ({ heldBackFold, recordings }: LabelledSet, { folds, split, limit }: Choice): string =>
  [
    folds === null ? [] : [`folds ${folds.join(', ')}`],
    folds === null && heldBackFold !== null && recordings.some(({ fold }) => fold === heldBackFold)
      ? [`without fold ${heldBackFold}, which is set aside`]
      : [],
    split === null ? [] : [`part ${split.part} of the split`],
    limit === null ? [] : [`at most ${limit}, evenly taken`],
  ]
    .flat()
    .join('; ') || 'all labelled recordings';

const linesOf = ({ task, models, data, notes, figures }: Comparison): string[] => {
  const letters = ['A', 'B'];
  return [
    ...models.map(({ id, version, sha256 }, i) => `${letters[i]}: ${id} ${version}, sha256 ${sha256.slice(0, 12)}`),
    `${task} on ${data.set}, ${data.chosen}: ${data.recordings} recordings ${data.patients === null ? '(the set names no patients)' : `of ${data.patients} patients`}`,
    ...models.flatMap(({ trainedOn, split }, i) => [`${letters[i]} was trained on ${trainedOn}; split: ${split}`]),
    ...data.leftOut.slice(0, shownLeftOut).map(({ record, reason }) => `left out: ${record}: ${reason}`),
    ...(data.leftOut.length > shownLeftOut ? [`left out: ${data.leftOut.length - shownLeftOut} more`] : []),
    '',
    ...notes.flatMap((note) => [note, '']),
    ...comparisonTable(figures),
    '',
    `95 % intervals: ${draws.draws} draws of whole ${data.patients === null ? 'recordings' : 'patients'}, both models in the same draws. DeLong and McNemar take recordings`,
    'for independent; p is not corrected for the number of figures. Gates are not asked: every recording was judged.',
  ];
};

const shownLeftOut = 5;
