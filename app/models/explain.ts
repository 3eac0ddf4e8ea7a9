import type { Activation, Explanation, FeatureContribution } from '../ports.ts';
import { accept, type Result } from '../result.ts';
import type { ModelAnswer } from './askModels.ts';
import { leadActivation } from './leadActivation.ts';
import { type Manifest, type SignalInput, signalInput } from './manifest.ts';
import type { ModelOutput, ModelRunner, ModelTensor } from './runner.ts';

/** More would not be read. */
const contributionsShown = 8;

/**
 * Where a model looked, and which of its measured features spoke for and against each class. Asks the model once more for
 * each lead, with that lead flat; of a model of one lead its own map is shown.
 * Errors: those of the runner.
 */
export const explainAnswer = async (
  answer: ModelAnswer,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<Explanation>> => {
  const { manifest, inputs, output } = answer;
  const ofOneLead = leadActivation(answer);
  const activation = ofOneLead === null ? await activationByLead(answer, runner, signal) : accept(ofOneLead);
  if (!activation.ok) return activation;
  return accept({
    model: manifest.id,
    activation: activation.value,
    contributions: strongestContributions(manifest, inputs, output),
  });
};

/**
 * The class-activation map by lead: what each cell of the signed map loses when the lead is flat (occlusion, Zeiler and
 * Fergus 2014). The networks were trained with leads left out, so a flat lead is nothing new to them.
 */
const activationByLead = async (
  { manifest, inputs, output }: ModelAnswer,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<Activation | null>> => {
  const input = signalInput(manifest);
  const tensor = inputs.find(({ name }) => name === input?.name);
  const { activation } = manifest.output;
  if (input === null || tensor === undefined || activation === null || output.activation === null) return accept(null);

  const { classes } = manifest;
  const { cells } = activation;
  const whole = output.activation.signed;
  const spoke = new Float32Array(classes.length * input.leads.length * cells);
  for (const lead of input.leads.keys()) {
    const without = inputs.map((one) => (one === tensor ? withFlatLead(one, input, lead) : one));
    const asked = await runner.run(manifest.id, without, signal);
    if (!asked.ok) return asked;
    const rest = asked.value.activation?.signed;
    if (rest === undefined) continue;
    for (const row of classes.keys())
      for (let cell = 0; cell < cells; cell += 1) {
        const lost = whole[row * cells + cell]! - rest[row * cells + cell]!;
        spoke[(row * input.leads.length + lead) * cells + cell] = Math.max(0, lost);
      }
  }
  const largest = spoke.reduce((a, b) => Math.max(a, b), 0);
  return accept({
    model: manifest.id,
    classes,
    leads: input.leads,
    cells,
    fromS: 0,
    toS: input.lengthSamples / input.sampleRateHz,
    spokeFor: largest > 0 ? spoke.map((value) => value / largest) : spoke,
  });
};

const withFlatLead = (tensor: ModelTensor, { lengthSamples }: SignalInput, lead: number): ModelTensor => {
  const data = tensor.data.slice();
  data.fill(0, lead * lengthSamples, (lead + 1) * lengthSamples);
  return { ...tensor, data };
};

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
