import type { Beat, Gate, Validity } from '../../analysis/schema.ts';
import type { Recording } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { Manifest } from '../manifest.ts';
import type { ModelRunner, ModelTensor } from '../runner.ts';
import { singleLead } from '../singleLead.ts';
import { type ClassedBeat, classifyBeats } from './beatClasses.ts';
import { type BeatInputs, type BeatView, beatChannels, beatInputs, beatWindowLength } from './beatInputs.ts';

export interface BeatQuestion {
  readonly recording: Recording;
  readonly validity: Validity;
  readonly beats: readonly Beat[];
  /** Lead that the classes are of, by name; null: II, or the first recorded one. */
  readonly lead: string | null;
  /** The gates that are closed for this model, "*" among them. */
  readonly closed: (manifest: Manifest) => readonly Gate[];
}

export interface BeatAnswer {
  readonly beats: Beat[];
  readonly gates: Gate[];
  /** The model that was asked; null when there is none, no beat, or the recording is no valid ECG. */
  readonly asked: Manifest | null;
}

/** A lead of a slower recording does not hold the shape of a QRS. */
const leastRateHz = 90;

/** From the start of the recording to a complex whose P wave is in it, s. */
const leastLeadInS = 0.3;

export const beatView = ({ inputs }: Manifest): BeatView | null =>
  inputs.flatMap((input) => (input.kind === 'beatWindows' ? [input.view] : []))[0] ?? null;

/**
 * The beats with their classes. Paced beats are Q by AAMI's rule, whatever the model says; a beat that cannot be judged, and every
 * beat where no model answers, keeps null.
 * @param modelIds null chooses the diagnostic model: a file is known whole. A causal one is asked when it is named.
 * Errors: `cancelled`.
 */
export const askBeats = async (
  { recording, validity, beats, lead, closed }: BeatQuestion,
  modelIds: readonly string[] | null,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<BeatAnswer>> => {
  const manifest = runner
    .models()
    .map((model) => model.manifest)
    .find(
      (one) => one.task === 'beats' && (modelIds === null ? beatView(one) === 'diagnostic' : modelIds.includes(one.id)),
    );
  const view = manifest === undefined ? null : beatView(manifest);
  const judged = singleLead(recording, lead);
  const silent = (gates: Gate[]) => accept({ beats: [...beats], gates, asked: manifest ?? null });
  if (
    manifest === undefined ||
    view === null ||
    judged === undefined ||
    validity.status === 'INVALID' ||
    beats.length === 0
  )
    return accept({ beats: [...beats], gates: [], asked: null });
  const gates = closed(manifest);
  // Those of every model are told once, with the other models.
  if (gates.length > 0) return silent(gates.filter(({ model }) => model !== '*'));
  if (!(recording.sampleRateHz >= leastRateHz))
    return silent([
      {
        model: manifest.id,
        code: 'rate-too-low',
        text: `The recording has ${recording.sampleRateHz} Hz; the model needs ${leastRateHz} Hz.`,
      },
    ]);
  if (signal?.aborted) return refuse('cancelled', 'The analysis was cancelled.');

  const samples = beats.map(({ timeS }) => Math.round(timeS * recording.sampleRateHz));
  const inputs = beatInputs(judged.samplesMv, recording.sampleRateHz, samples, { view });
  const classed = await classesOf(manifest, inputs, runner, signal);
  if (!classed.ok) {
    const { code, message } = classed.error;
    return code === 'cancelled' ? classed : silent([{ model: manifest.id, code, text: message }]);
  }
  return accept({
    asked: manifest,
    gates: [],
    beats: beats.map((beat, k) => {
      const found = classed.value[k] ?? null;
      if (beat.paced === true) return { ...beat, aami: 'Q', probability: null };
      // What makes a beat supraventricular, its P wave and the interval before it, lies before the recording.
      if (found?.aami === 'S' && k === 0 && beat.timeS < leastLeadInS)
        return { ...beat, aami: null, probability: null };
      return { ...beat, aami: found?.aami ?? null, probability: found?.probability ?? null };
    }),
  });
};

/** What the model is given of the beats of `inputs`. */
export const beatTensors = (manifest: Manifest, inputs: BeatInputs): ModelTensor[] =>
  manifest.inputs.map((input) =>
    input.kind === 'beatFeatures'
      ? { name: input.name, data: inputs.features, dims: [inputs.count, input.features.length] }
      : { name: input.name, data: inputs.windows, dims: [inputs.count, beatChannels.length, beatWindowLength] },
  );

/** Classes of the beats that `inputs` was made of by the model's view. Errors: those of the runner. */
export const classesOf = async (
  manifest: Manifest,
  inputs: BeatInputs,
  runner: ModelRunner,
  signal?: AbortSignal,
): Promise<Result<(ClassedBeat | null)[]>> => {
  const tensors = beatTensors(manifest, inputs);
  const output = await runner.run(manifest.id, tensors, signal);
  return output.ok ? accept(classifyBeats(manifest, output.value.logits, inputs.judgeable)) : output;
};
