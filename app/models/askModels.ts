import type { Gate } from '../analysis/schema.ts';
import { durationS } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';
import { closedGates, type GateInput, isClosed } from './gates.ts';
import { leadWindowsInput, type Manifest } from './manifest.ts';
import { featuresOnce, prepareInputs } from './prepareInputs.ts';
import type { ModelOutput, ModelRunner, ModelTensor } from './runner.ts';
import { singleLead } from './singleLead.ts';

export interface JudgedLead {
  readonly lead: string;
  readonly toS: number;
}

export interface ModelAnswer {
  readonly manifest: Manifest;
  readonly inputs: readonly ModelTensor[];
  readonly output: ModelOutput;
  /** Of a model of one lead: which it judged, and up to where. */
  readonly judged?: JudgedLead | undefined;
}

export interface ModelAnswers {
  /** The models that were chosen, whether they answered or a gate was closed. */
  readonly asked: readonly Manifest[];
  readonly answers: readonly ModelAnswer[];
  readonly gates: Gate[];
}

/**
 * Runs the chosen models whose gates are open. A model that was refused at loading or fails on this recording is a closed
 * gate that says so: the rest of the analysis stands without it.
 * Beat models are left to `askBeats`; a validity model says nothing of the heart.
 * @param modelIds null chooses all that are installed.
 * Errors: `not-found` for an id that is not installed, `cancelled`.
 */
export const askModels = async (
  input: GateInput,
  modelIds: readonly string[] | null,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<ModelAnswers>> => {
  const chosen = chooseModels(modelIds, runner);
  if (!chosen.ok) return chosen;
  const { refusedGates } = chosen.value;
  const asked = chosen.value.asked.filter(({ task }) => !askedElsewhere.has(task));

  const gates = [...closedGates(input, asked), ...refusedGates];
  const answers: ModelAnswer[] = [];
  const featuresOf = featuresOnce(input.recording);
  for (const manifest of asked) {
    if (signal?.aborted) return refuse('cancelled', 'The analysis was cancelled.');
    if (isClosed(gates, manifest.id)) continue;
    const prepared = prepareInputs(input.recording, manifest, featuresOf, input.lead);
    const output = prepared.ok ? await runner.run(manifest.id, prepared.value, signal) : prepared;
    if (prepared.ok && output.ok)
      answers.push({
        manifest,
        inputs: prepared.value,
        output: output.value,
        judged: judgedLead(input, manifest),
      });
    else if (!output.ok) {
      if (output.error.code === 'cancelled') return output;
      gates.push({ model: manifest.id, code: output.error.code, text: output.error.message });
    }
  }
  return accept({ asked, answers, gates });
};

const askedElsewhere: ReadonlySet<Manifest['task']> = new Set(['beats', 'validity']);

const judgedLead = ({ recording, lead }: GateInput, manifest: Manifest): JudgedLead | undefined => {
  const input = leadWindowsInput(manifest);
  const judged = singleLead(recording, lead ?? null);
  return input === null || judged === undefined
    ? undefined
    : { lead: judged.name, toS: Math.min(durationS(recording), input.longestDurationS) };
};

const chooseModels = (
  modelIds: readonly string[] | null,
  runner: ModelRunner,
): Result<{ readonly asked: Manifest[]; readonly refusedGates: Gate[] }> => {
  const manifests = runner.models().map(({ manifest }) => manifest);
  const refused = runner.refused();
  const installed = [...manifests, ...refused].map(({ id }) => id);
  const unknown = modelIds?.find((id) => !installed.includes(id));
  if (unknown !== undefined)
    return refuse('not-found', `No model "${unknown}" is installed; there are: ${installed.join(', ') || 'none'}.`);

  const isChosen = ({ id }: { readonly id: string }) => modelIds === null || modelIds.includes(id);
  return accept({
    asked: manifests.filter(isChosen),
    refusedGates: refused
      .filter(isChosen)
      .map(({ id, refusal }) => ({ model: id, code: refusal.code, text: refusal.message })),
  });
};
