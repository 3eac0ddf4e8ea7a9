import type { Activation, Explanation, FeatureContribution } from '../ports.ts';
import { accept, type Result } from '../result.ts';
import type { ModelAnswer } from './askModels.ts';
import { mapShape, withoutCells } from './explainedInput.ts';
import { inParts, leadActivation } from './leadActivation.ts';
import { type Manifest, signalInput } from './manifest.ts';
import { checkMaps } from './mapChecks.ts';
import type { ModelOutput, ModelRunner, ModelTensor, Weights } from './runner.ts';

/** More would not be read. */
const contributionsShown = 8;

/**
 * Where a model looked, whether that may be believed, and which of its measured features spoke for and against each class. Asks
 * the model again some dozens of times, with leads and stretches flat and with shuffled weights.
 * Errors: those of the runner.
 */
export const explainAnswer = async (
  answer: ModelAnswer,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<Explanation>> => {
  const { manifest, inputs, output } = answer;
  const activation = await checkedActivation(answer, runner, signal);
  if (!activation.ok) return activation;
  return accept({
    model: manifest.id,
    activation: activation.value,
    contributions: strongestContributions(manifest, inputs, output),
  });
};

const checkedActivation = async (
  answer: ModelAnswer,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<Activation | null>> => {
  const { manifest, inputs, output } = answer;
  const mapped = manifest.output.activation !== null && output.activation !== null;
  if (!mapped || withoutCells(answer, []) === null) return accept(null);
  const own = await mapOf(answer, runner, 'own', signal);
  if (!own.ok) return own;
  const other = await runner.run(manifest.id, inputs, signal, 'shuffled');
  if (!other.ok) return other;
  const shuffled = await mapOf({ ...answer, output: other.value }, runner, 'shuffled', signal);
  if (!shuffled.ok) return shuffled;
  // What is judged is what is shown by itself: where something spoke for the class.
  const checks = await checkMaps(answer, speakingFor(own.value), speakingFor(shuffled.value), runner, signal);
  if (!checks.ok) return checks;
  const drawn = leadActivation(answer) ?? activationByLead(answer, own.value);
  return accept(drawn === null ? null : { ...drawn, checks: checks.value });
};

/** [classes x rows x leads x cells], what each cell of a lead spoke for the class; negative where it spoke against it. */
const mapOf = async (
  answer: ModelAnswer,
  runner: ModelRunner,
  weights: Weights,
  signal?: AbortSignal,
): Promise<Result<Float32Array>> =>
  signalInput(answer.manifest) === null ? accept(mapOfWindows(answer)) : mapByLead(answer, runner, weights, signal);

/** The class-activation map of one lead's windows as it is: from [rows x classes x cells]. */
const mapOfWindows = (answer: ModelAnswer): Float32Array => {
  const { rows, cells } = mapShape(answer);
  const classes = answer.manifest.classes.length;
  const signed = answer.output.activation!.signed;
  return Float32Array.from({ length: signed.length }, (_, i) => {
    const cell = i % cells;
    const r = Math.floor(i / cells) % rows;
    const row = Math.floor(i / cells / rows);
    return signed[(r * classes + row) * cells + cell]!;
  });
};

/**
 * The class-activation map by lead: what each cell of the signed map loses when the lead is flat (occlusion, Zeiler and
 * Fergus 2014). The networks were trained with leads left out, so a flat lead is nothing new to them.
 */
const mapByLead = async (
  answer: ModelAnswer,
  runner: ModelRunner,
  weights: Weights,
  signal?: AbortSignal,
): Promise<Result<Float32Array>> => {
  const { manifest, inputs, output } = answer;
  const { leads, cells } = mapShape(answer);
  const whole = output.activation!.signed;
  const map = new Float32Array(manifest.classes.length * leads * cells);
  for (let lead = 0; lead < leads; lead++) {
    const flat = withoutCells(
      answer,
      Array.from({ length: cells }, (_, cell) => lead * cells + cell),
    );
    const without = inputs.map((one) => (one.name === flat?.name ? flat : one));
    const asked = await runner.run(manifest.id, without, signal, weights);
    if (!asked.ok) return asked;
    const rest = asked.value.activation?.signed;
    if (rest === undefined) continue;
    for (const row of manifest.classes.keys())
      for (let cell = 0; cell < cells; cell += 1) {
        const lost = whole[row * cells + cell]! - rest[row * cells + cell]!;
        map[(row * leads + lead) * cells + cell] = lost;
      }
  }
  return accept(map);
};

const activationByLead = ({ manifest }: ModelAnswer, map: Float32Array): Omit<Activation, 'checks'> | null => {
  const input = signalInput(manifest);
  const { activation } = manifest.output;
  if (input === null || activation === null) return null;
  const largest = map.reduce((a, b) => Math.max(a, b), 0);
  return {
    model: manifest.id,
    classes: manifest.classes,
    leads: input.leads,
    cells: activation.cells,
    fromS: 0,
    toS: input.lengthSamples / input.sampleRateHz,
    ...inParts(map, largest),
  };
};

const speakingFor = (map: Float32Array): Float32Array => map.map((value) => Math.max(0, value));

/** Of each class the features that moved its logit most, either way. */
const strongestContributions = (
  { classes, inputs: described, output: { contributions } }: Manifest,
  inputs: readonly ModelTensor[],
  output: ModelOutput,
): FeatureContribution[] => {
  const input = described.find(({ name }) => name === contributions?.input);
  const values = inputs.find(({ name }) => name === contributions?.input)?.data;
  const parts = output.contributions;
  if (input?.kind !== 'features' || values === undefined || parts === null) return [];
  return classes.flatMap((name, row) =>
    input.features
      .map((feature, i): FeatureContribution => {
        const value = values[i]!;
        return {
          class: name,
          feature,
          value: Number.isFinite(value) ? value : null,
          logit: parts[row * input.features.length + i]!,
        };
      })
      .sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit))
      .slice(0, contributionsShown),
  );
};
