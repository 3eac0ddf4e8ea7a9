import { analyzeSignal } from '../../app/analysis/analyzeSignal.ts';
import { beatTensors, beatView } from '../../app/models/beats/askBeats.ts';
import { beatInputs } from '../../app/models/beats/beatInputs.ts';
import type { Manifest } from '../../app/models/manifest.ts';
import { type FeaturesOf, featuresOnce, prepareInputs } from '../../app/models/prepareInputs.ts';
import type { ModelRunner, ModelTensor } from '../../app/models/runner.ts';
import { findLead, type Recording } from '../../app/recording/recording.ts';
import { table } from './results.ts';

type Step = readonly [title: string, work: (index: number) => unknown];

/** All weights that ship, together. */
const mostBytes = 40e6;

/** Steps of a recording: each model's inputs, each model's graph, and all that answer when nobody chooses. */
export const modelSteps = (
  models: readonly Manifest[],
  runner: ModelRunner,
  recordings: readonly Recording[],
): readonly Step[] => {
  const beats = recordings.map((recording) => analyzeSignal(recording, { lead: null }).beats.map(({ timeS }) => timeS));
  const inputsOf = (manifest: Manifest, index: number, featuresOf: FeaturesOf): readonly ModelTensor[] => {
    const recording = recordings[index]!;
    const view = beatView(manifest);
    if (view !== null) return tensorsOfBeats(manifest, view, recording, beats[index]!);
    const inputs = prepareInputs(recording, manifest, featuresOf);
    if (!inputs.ok) throw new Error(inputs.error.message);
    return inputs.value;
  };
  const run = async (manifest: Manifest, inputs: readonly ModelTensor[]): Promise<void> => {
    // A recording without a beat asks a model of beats nothing.
    if (inputs[0]?.dims[0] === 0) return;
    const output = await runner.run(manifest.id, inputs);
    if (!output.ok) throw new Error(output.error.message);
  };
  const unasked = models.filter((manifest) => manifest.task !== 'beats' || beatView(manifest) === 'diagnostic');
  return [
    ...models.flatMap((manifest): Step[] => {
      const prepared = recordings.map((recording, index) => inputsOf(manifest, index, featuresOnce(recording)));
      return [
        [`model ${manifest.id}: inputs`, (index) => inputsOf(manifest, index, featuresOnce(recordings[index]!))],
        [`model ${manifest.id}: inference`, (index) => run(manifest, prepared[index]!)],
      ];
    }),
    [
      `${unasked.length} models that answer unasked, together: inputs and inference`,
      async (index) => {
        const featuresOf = featuresOnce(recordings[index]!);
        for (const manifest of unasked) await run(manifest, inputsOf(manifest, index, featuresOf));
      },
    ],
  ];
};

const tensorsOfBeats = (
  manifest: Manifest,
  view: NonNullable<ReturnType<typeof beatView>>,
  recording: Recording,
  beatsS: readonly number[],
): readonly ModelTensor[] => {
  const { samplesMv } = findLead(recording, 'II') ?? recording.leads[0]!;
  const samples = beatsS.map((timeS) => Math.round(timeS * recording.sampleRateHz));
  return beatTensors(manifest, beatInputs(samplesMv, recording.sampleRateHz, samples, { view }));
};

/** Size of each model's file and of all. */
export const modelSizes = (models: readonly Manifest[]): { readonly text: string; readonly tooLarge: boolean } => {
  const sum = models.reduce((total, { bytes }) => total + bytes, 0);
  const size = (bytes: number): string => (bytes / 1e3).toFixed(0);
  const rows = models.map(({ id, version, parameters, bytes }) => [id, version, String(parameters), size(bytes)]);
  const all = ['all', '', '', `${size(sum)} (at most ${size(mostBytes)})`];
  return { text: table(['model', 'version', 'parameters', 'kB'], [...rows, all]), tooLarge: sum > mostBytes };
};
