import { accept, type Result, refuse } from '../result.ts';
import { beatChannels, beatFeatureNames, beatWindowLength, beatWindowRateHz } from './beats/beatInputs.ts';
import { featureSets } from './features/featureSets.ts';
import {
  type BeatWindowsInput,
  type FeaturesInput,
  type LeadWindowsInput,
  type Manifest,
  type ManifestInput,
  manifestSchema,
  type SignalInput,
  taskClasses,
} from './manifest.ts';
import { leadPreparations, preparations } from './preparation.ts';

/**
 * The manifest, when it agrees with itself and with the preparations and feature sets that make its inputs.
 * Errors: `model-refused`, naming the model and what does not fit.
 */
export const checkManifest = (manifest: Manifest): Result<Manifest> => {
  const problem =
    manifest.inputs.map(inputProblem).find((text) => text !== null) ??
    outputProblem(manifest) ??
    classesProblem(manifest);
  return problem === null
    ? accept(manifest)
    : refuse('model-refused', `Model ${manifest.id}: ${problem}.`, manifest.file);
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
      return input.features.every((name) => beatFeatureNames[input.view].includes(name))
        ? null
        : `the ${input.view} view has not all the features that it wants of a beat`;
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
  if (known === undefined) return `its feature set "${set}" is not known here`;
  const at = known.findIndex((name, i) => name !== features[i]);
  if (at >= 0) return `feature ${at + 1} of ${set} is ${known[at]}, the manifest asks for ${features[at] ?? 'none'}`;
  return features.length === known.length
    ? null
    : `${set} has ${known.length} features, the manifest ${features.length}`;
};

const outputProblem = ({ task, inputs, output }: Manifest): string | null => {
  if (task === 'validity' && (inputs.length !== 1 || inputs[0]?.kind !== 'signal'))
    return 'a validity model takes one signal and nothing that is measured in it';
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
  return short === undefined ? null : `${classes.length} classes, but ${short[1]!.length} values of ${short[0]}`;
};

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
