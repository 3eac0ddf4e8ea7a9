import { z } from 'zod';
import { standardLeads, unknownPatient } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';
import { beatChannels, beatWindowLength } from './beats/beatInputs.ts';
import { lead100, lead100Windows, prepareLead100Band } from './lead100Band.ts';
import { leadSignal } from './leadFormula.ts';
import { type Manifest, type ManifestInput, signalInput } from './manifest.ts';
import { prepareInputs } from './prepareInputs.ts';
import type { ModelOutput, ModelTensor } from './runner.ts';
import { paritySignal } from './signalFormula.ts';

/**
 * `parity.json`: inputs from formulae (no patient data) with the outputs that the training's own runtime gave. Repeated here, they
 * show that preparation and graph do in the workstation what they did in training.
 */

/** Of a logit. Eight bits moved it by .09 on the made-up beats of the model that ships; beyond about twice that it is another model. */
const mostTolerance = 0.2;
/** The preparation is the same arithmetic whatever the graph's weights are. */
export const preparationTolerance = 1e-4;
const mostSamples = 1_000_000;
const mostParts = 100;

const perLead = z.array(z.number()).length(standardLeads.length);
const samples = z.int().min(0).max(mostSamples);
const gap = { from: samples, to: samples };

const signalFormula = z.object({
  name: z.string(),
  periodSamples: z.int().positive(),
  lengthSamples: samples,
  waves: z.array(z.object({ centreS: z.number(), widthS: z.number(), amplitudeMv: perLead })).max(mostParts),
  sines: z.array(z.object({ frequencyHz: z.number(), phaseRad: z.number(), amplitudeMv: perLead })).max(mostParts),
});
const wave = z.object({
  periodS: z.number().positive(),
  centreS: z.number(),
  widthS: z.number(),
  amplitudeMv: z.number(),
});
const sine = z.object({ frequencyHz: z.number(), phaseRad: z.number(), amplitudeMv: z.number() });
const leadFormula = z.object({
  name: z.string(),
  sampleRateHz: z.number().min(1).max(1e5),
  lengthSamples: samples,
  offsetMv: z.number(),
  waves: z.array(wave).max(mostParts),
  sines: z.array(sine).max(mostParts),
  missing: z.array(z.object(gap)).max(mostParts),
});

const numbers = z.array(z.number());
const modelFile = {
  modelSha256: z.string(),
  tolerance: z.number().positive().max(mostTolerance),
  /** Of the logits, in their order; files of before 1.1 do not say. */
  classes: z.array(z.string()).optional(),
};
/** Whole leads that are prepared and cut into windows here. */
const leadVector = z.object({
  input: leadFormula,
  windows: z.int().positive(),
  logits: numbers,
  signedActivation: numbers,
});
/** Twelve leads as the graph takes them, measured features, or both. */
const recordingVector = z.object({
  input: signalFormula.optional(),
  features: z.array(z.number().nullable()).optional(),
  logits: numbers,
  signedActivation: z.array(numbers).optional(),
  largestContributions: z.array(z.object({ features: z.array(z.int().nonnegative()), values: numbers })).optional(),
});
/** Recorded leads with faults, and what the preparation makes of them. */
const preparationCheck = z.object({
  input: signalFormula.extend({
    scaled: z.object({ lead: z.string(), factor: z.number() }),
    offsetsMv: perLead,
    missing: z.array(z.object({ lead: z.string(), ...gap })).max(mostParts),
  }),
  expected: z.object({ columns: z.array(samples), values: z.array(numbers) }),
});
const parityFile = z.union([
  z.object({ ...modelFile, windows: numbers, features: numbers, logits: numbers }),
  z.object({ ...modelFile, vectors: z.array(leadVector).min(1).max(mostParts) }),
  z.object({
    ...modelFile,
    vectors: z.array(recordingVector).min(1).max(mostParts),
    preparation: z.union([preparationCheck, z.string()]).optional(),
  }),
]);

/** One run of the graph: what to feed, and how far the answer is from the training's. */
export interface ParityCase {
  readonly name: string;
  readonly inputs: readonly ModelTensor[];
  /** Largest difference of any value; infinite where shapes differ or a value is not finite. */
  readonly differenceOf: (output: ModelOutput) => number;
}

export interface Parity {
  readonly tolerance: number;
  /** Largest difference between the preparation here and the training's; 0 when the file holds no check of it. */
  readonly preparationDifference: number;
  readonly cases: readonly ParityCase[];
}

/**
 * Errors: `model-refused` when the file is no parity.json, belongs to another model file, or lacks an input of the manifest.
 * The manifest has passed `checkManifest`.
 */
export const readParity = (text: string, manifest: Manifest): Result<Parity> => {
  const misfit = (what: string) => refuse('model-refused', `Model ${manifest.id}: parity.json ${what}.`, 'parity.json');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return misfit('is not JSON');
  }
  const parsed = parityFile.safeParse(json);
  if (!parsed.success) return misfit('is of no form that is known here');
  const file = parsed.data;
  if (file.modelSha256 !== manifest.sha256) return misfit('belongs to another model file');
  if (file.classes !== undefined && file.classes.join() !== manifest.classes.join())
    return misfit(`is of the classes ${file.classes.join(', ')}, the manifest has ${manifest.classes.join(', ')}`);
  const cases: ParityCase[] = [];
  if ('windows' in file) {
    const rows = file.logits.length / manifest.classes.length;
    if (!Number.isInteger(rows) || rows < 1) return misfit('has logits that fit no number of beats');
    for (let row = 0; row < rows; row++) {
      const [windows, features, expected] = [file.windows, file.features, file.logits].map((all) =>
        rowOf(all, row, rows),
      );
      const inputs = manifest.inputs.map((input) => beatTensor(input, windows!, features!));
      cases.push({ name: `beat ${row + 1}`, inputs, differenceOf: ({ logits }) => distance(expected!, logits) });
    }
  } else
    for (const [i, vector] of file.vectors.entries()) {
      const inputs = 'windows' in vector ? leadTensors(manifest, vector) : recordingTensors(manifest, vector);
      if (inputs === null) return misfit(`lacks an input of the model in vector ${i + 1}`);
      const name = vector.input?.name ?? `vector ${i + 1}`;
      cases.push({ name, inputs, differenceOf: (output) => vectorDistance(vector, output) });
    }
  const check = 'preparation' in file && typeof file.preparation === 'object' ? file.preparation : null;
  const preparationDifference = check === null ? 0 : preparationDistance(manifest, check);
  return accept({ tolerance: file.tolerance, preparationDifference, cases });
};

const rowOf = (all: readonly number[], row: number, rows: number): readonly number[] =>
  all.slice((row * all.length) / rows, ((row + 1) * all.length) / rows);

const beatTensor = (
  { kind, name }: ManifestInput,
  windows: readonly number[],
  features: readonly number[],
): ModelTensor =>
  kind === 'beatWindows'
    ? { name, data: Float32Array.from(windows), dims: [1, beatChannels.length, beatWindowLength] }
    : { name, data: Float32Array.from(features), dims: [1, features.length] };

const leadTensors = (manifest: Manifest, { input }: z.infer<typeof leadVector>): ModelTensor[] | null => {
  const [wanted] = manifest.inputs;
  if (wanted === undefined || manifest.inputs.length > 1) return null;
  const data = lead100Windows(prepareLead100Band(leadSignal(input), input.sampleRateHz));
  return [{ name: wanted.name, data, dims: [data.length / lead100.windowSamples, 1, lead100.windowSamples] }];
};

const recordingTensors = (
  manifest: Manifest,
  { input, features }: z.infer<typeof recordingVector>,
): ModelTensor[] | null => {
  const tensors = manifest.inputs.flatMap((wanted): ModelTensor[] => {
    if (wanted.kind === 'signal' && input !== undefined) {
      const leads = paritySignal(input);
      const data = Float32Array.from(wanted.leads.flatMap((lead) => [...leads[leadNumber(lead)]!]));
      return [{ name: wanted.name, data, dims: [1, wanted.leads.length, wanted.lengthSamples] }];
    }
    if (wanted.kind === 'features' && features !== undefined)
      return [
        {
          name: wanted.name,
          data: Float32Array.from(features, (value) => value ?? Number.NaN),
          dims: [1, features.length],
        },
      ];
    return [];
  });
  return tensors.length === manifest.inputs.length ? tensors : null;
};

const leadNumber = (name: string): number => (standardLeads as readonly string[]).indexOf(name);

const vectorDistance = (
  vector: z.infer<typeof leadVector> | z.infer<typeof recordingVector>,
  { logits, activation, contributions }: ModelOutput,
): number => {
  const differences = [distance(vector.logits, logits)];
  if (vector.signedActivation !== undefined) {
    const signed = vector.signedActivation.flat();
    differences.push(distance(signed, activation?.signed ?? []));
    differences.push(
      distance(
        signed.map((value) => Math.max(0, value)),
        activation?.rectified ?? [],
      ),
    );
  }
  if ('largestContributions' in vector && vector.largestContributions !== undefined) {
    const perClass = (contributions?.length ?? 0) / vector.logits.length;
    for (const [c, { features, values }] of vector.largestContributions.entries())
      differences.push(
        distance(
          values,
          features.map((feature) => contributions?.[c * perClass + feature] ?? Number.NaN),
        ),
      );
  }
  return Math.max(...differences);
};

const preparationDistance = (manifest: Manifest, { input, expected }: z.infer<typeof preparationCheck>): number => {
  const wanted = signalInput(manifest);
  if (wanted === null) return 0;
  const leads = paritySignal(input).map((formula, i) => {
    const name = standardLeads[i]!;
    const factor = input.scaled.lead === name ? input.scaled.factor : 1;
    const gaps = input.missing.filter(({ lead }) => lead === name);
    const samplesMv = formula.map((value, t) =>
      gaps.some(({ from, to }) => t >= from && t < to) ? Number.NaN : value * factor + input.offsetsMv[i]!,
    );
    return { name, samplesMv, derived: false };
  });
  const recording = {
    leads,
    sampleRateHz: wanted.sampleRateHz,
    sampleCount: input.lengthSamples,
    startTime: null,
    patient: unknownPatient,
    device: null,
    appliedFilters: [],
    notes: [],
  };
  const prepared = prepareInputs(recording, { ...manifest, inputs: [wanted] }, () => new Float32Array());
  if (!prepared.ok) return Number.POSITIVE_INFINITY;
  const data = prepared.value[0]?.data ?? new Float32Array();
  return Math.max(
    ...wanted.leads.map((lead, row) =>
      distance(
        expected.values[leadNumber(lead)] ?? [],
        expected.columns.map((column) => data[row * wanted.lengthSamples + column] ?? Number.NaN),
      ),
    ),
  );
};

/** Largest difference; infinite where the lengths differ or a value is not finite, so that nothing passes by being absent. */
const distance = (expected: readonly number[], found: ArrayLike<number>): number => {
  if (expected.length !== found.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs(value - found[i]!);
    if (!(difference <= most)) most = Number.isFinite(difference) ? difference : Number.POSITIVE_INFINITY;
  }
  return most;
};
