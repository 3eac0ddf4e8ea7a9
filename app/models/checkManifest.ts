import { accept, type Result, refuse } from '../result.ts';
import { beatChannels, beatFeatureNames, beatWindowLength, beatWindowRateHz } from './beats/beatInputs.ts';
import { featureSets } from './features/featureSets.ts';
import {
  type BeatFeaturesInput,
  type BeatWindowsInput,
  type FeaturesInput,
  type LeadWindowsInput,
  type Manifest,
  type ManifestInput,
  manifestSchema,
  type SignalInput,
  type Task,
  taskClasses,
} from './manifest.ts';
import { leadPreparations, preparations } from './preparation.ts';

/**
 * The manifest, when it agrees with itself and with the preparations and feature sets that make its inputs.
 * Errors: `model-refused`, naming the model and what does not fit.
 */
export const checkManifest = (manifest: Manifest): Result<Manifest> => {
  const problem =
    versionProblem(manifest) ??
    inputKindsProblem(manifest) ??
    manifest.inputs.map(inputProblem).find((text) => text !== null) ??
    outputProblem(manifest) ??
    classesProblem(manifest) ??
    calibrationProblem(manifest);
  return problem === null
    ? accept(manifest)
    : refuse('model-refused', `Model ${manifest.id}: ${problem}.`, manifest.file);
};

/** https://semver.org, without its leading zeros. */
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const versionProblem = ({ version }: Manifest): string | null =>
  semver.test(version) ? null : `its version "${version}" is not of the form 1.2.3`;

/** What is made of a recording for a task; a model of the task takes one of these sets, each input once. */
const taskInputs: Readonly<Record<Task, readonly (readonly ManifestInput['kind'][])[]>> = {
  superclass: [['signal', 'features'], ['signal'], ['features']],
  binary: [['signal', 'features'], ['signal'], ['features']],
  rhythm2017: [['leadWindows']],
  beats: [['beatWindows', 'beatFeatures'], ['beatWindows']],
  validity: [['signal']],
};

const inputKindsProblem = ({ task, inputs }: Manifest): string | null => {
  const kinds = inputs.map(({ kind }) => kind);
  if (!taskInputs[task].some((set) => [...set].sort().join() === [...kinds].sort().join()))
    return `a model of the task ${task} takes ${taskInputs[task].map((set) => set.join(' and ')).join(', or ')}; the manifest asks for ${kinds.join(' and ')}`;
  const views = new Set(inputs.flatMap((input) => ('view' in input ? [input.view] : [])));
  if (views.size > 1) return 'it asks for the beats in two views';
  return new Set(inputs.map(({ name }) => name)).size === inputs.length ? null : 'two inputs have one name';
};

const inputProblem = (input: ManifestInput): string | null => {
  switch (input.kind) {
    case 'signal':
      return signalProblem(input);
    case 'leadWindows':
      return leadWindowsProblem(input);
    case 'features':
      return featuresProblem(input);
    case 'beatWindows':
      return beatWindowsProblem(input);
    case 'beatFeatures':
      return beatFeaturesProblem(input);
  }
};

const beatWindowsProblem = ({ channels, sampleRateHz, lengthSamples }: BeatWindowsInput): string | null =>
  channels.join() === beatChannels.join() && sampleRateHz === beatWindowRateHz && lengthSamples === beatWindowLength
    ? null
    : `beats come as ${beatChannels.join(', ')}, ${beatWindowLength} samples at ${beatWindowRateHz} Hz; the manifest asks for ${channels.join(', ')}, ${lengthSamples} at ${sampleRateHz} Hz`;

const signalProblem = (input: SignalInput): string | null => {
  const preparation = preparations.get(input.preparation);
  if (preparation === undefined) return `its preparation "${input.preparation}" is not known here`;
  if (input.unit !== preparation.unit)
    return `${input.preparation} gives ${preparation.unit}, the manifest asks for ${input.unit}`;
  if (input.sampleRateHz !== preparation.sampleRateHz)
    return `${input.preparation} gives ${preparation.sampleRateHz} Hz, the manifest asks for ${input.sampleRateHz} Hz`;
  const windowS = input.lengthSamples / input.sampleRateHz;
  if (input.leastDurationS !== undefined && input.leastDurationS > windowS)
    return `its shortest recording (${input.leastDurationS} s) is longer than its window (${windowS} s)`;
  const inOrder = preparation.leadOrder.filter((lead) => input.leads.includes(lead));
  return input.leads.join() === inOrder.join()
    ? null
    : `${input.preparation} gives leads in the order ${preparation.leadOrder.join(', ')}, the manifest asks for ${input.leads.join(', ')}`;
};

const leadWindowsProblem = (input: LeadWindowsInput): string | null => {
  const { preparation: name, unit, sampleRateHz, lengthSamples, leastDurationS, longestDurationS } = input;
  const preparation = leadPreparations.get(name);
  if (preparation === undefined) return `its preparation "${name}" of one lead is not known here`;
  if (unit !== preparation.unit) return `${name} takes ${preparation.unit}, the manifest says ${unit}`;
  if (sampleRateHz !== preparation.sampleRateHz)
    return `${name} gives ${preparation.sampleRateHz} Hz, the manifest asks for ${sampleRateHz} Hz`;
  if (lengthSamples !== preparation.windowSamples)
    return `${name} gives windows of ${preparation.windowSamples} samples, the manifest asks for ${lengthSamples}`;
  return leastDurationS <= longestDurationS
    ? null
    : `its longest recording (${longestDurationS} s) is shorter than its shortest (${leastDurationS} s)`;
};

const featuresProblem = ({ set, features }: FeaturesInput): string | null => {
  const known = featureSets.get(set)?.names;
  return known === undefined ? `its feature set "${set}" is not known here` : orderProblem(set, known, features);
};

const beatFeaturesProblem = ({ view, features }: BeatFeaturesInput): string | null =>
  orderProblem(`the ${view} view of a beat`, beatFeatureNames[view], features);

/** A graph knows its features by their places alone: all of them, in the order in which they are computed. */
const orderProblem = (set: string, known: readonly string[], features: readonly string[]): string | null => {
  const at = known.findIndex((name, i) => name !== features[i]);
  if (at >= 0) return `feature ${at + 1} of ${set} is ${known[at]}, the manifest asks for ${features[at] ?? 'none'}`;
  return features.length === known.length
    ? null
    : `${set} has ${known.length} features, the manifest ${features.length}`;
};

const outputProblem = ({ inputs, output }: Manifest): string | null => {
  if (output.activation !== null && !inputs.some(({ kind }) => kind === 'signal' || kind === 'leadWindows'))
    return 'it gives an activation map without a signal to lay it over';
  const { contributions } = output;
  const explained = inputs.find(({ name }) => name === contributions?.input);
  return contributions === null || explained?.kind === 'features'
    ? null
    : `its contributions explain "${contributions.input}", which is no input of features`;
};

const classesProblem = ({ task, classes, thresholds, calibration }: Manifest): string | null => {
  const known: readonly string[] = taskClasses[task];
  const stranger = classes.find((name) => !known.includes(name));
  if (stranger !== undefined) return `"${stranger}" is no class of the task ${task}`;
  if (new Set(classes).size !== classes.length) return 'a class is named twice';
  const perClass: [string, readonly number[] | null][] = [['thresholds', thresholds]];
  if (calibration.method === 'softmax') perClass.push(['bias', calibration.bias]);
  if (calibration.method === 'platt') perClass.push(['slope', calibration.slope], ['intercept', calibration.intercept]);
  else perClass.push(['bias', calibration.bias]);
  const short = perClass.find(([, values]) => values !== null && values.length !== classes.length);
  if (short !== undefined) return `${classes.length} classes, but ${short[1]!.length} values of ${short[0]}`;
  const inOrder = known.filter((name) => classes.includes(name));
  return classes.join() === inOrder.join()
    ? null
    : `the classes of the task ${task} come in the order ${inOrder.join(', ')}, the manifest has ${classes.join(', ')}`;
};

/** Of slopes, scales, intercepts and biases; those of a fit on logits are near 1 and 0. */
const mostOfLine = 100;

const calibrationProblem = ({ task, thresholds, calibration }: Manifest): string | null => {
  const method = oneOfClasses.has(task) ? 'softmax' : 'platt';
  if (calibration.method !== method)
    return `the task ${task} is calibrated by ${method}, the manifest has ${calibration.method}`;
  const [steepness, offsets] =
    calibration.method === 'platt'
      ? [calibration.slope, calibration.intercept]
      : [[calibration.scale], calibration.bias];
  if (!steepness.every((value) => value > 0 && value <= mostOfLine))
    return `a slope of its calibration is not above 0 and at most ${mostOfLine}`;
  if (!offsets.every((value) => Math.abs(value) <= mostOfLine))
    return `an intercept of its calibration is beyond ±${mostOfLine}`;
  return thresholds?.every((value) => value > 0 && value < 1) === false
    ? 'a threshold does not lie between 0 and 1'
    : null;
};

/** Tasks whose classes exclude each other, so that their probabilities add up to 1. */
const oneOfClasses: ReadonlySet<Task> = new Set<Task>(['rhythm2017', 'beats']);

/**
 * Parses the text of a `model.json`; whether it agrees with our preparations is `checkManifest`'s question.
 * Errors: `model-refused`, naming the folder and the first field that does not fit.
 */
export const parseManifest = (text: string, folder: string): Result<Manifest> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('model-refused', `Model folder ${folder}: model.json is not JSON.`, 'model.json');
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined ? 'it' : `"${issue.path.join('.')}" (${issue.message})`;
    return refuse('model-refused', `Model folder ${folder}: ${where} of model.json does not fit.`, 'model.json');
  }
  return accept(parsed.data);
};
