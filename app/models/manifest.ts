import { z } from 'zod';
import { aamiClasses, superclasses } from '../analysis/schema.ts';

/** What each task may tell apart. */
export const taskClasses = {
  superclass: superclasses,
  binary: ['NOT NORMAL'],
  rhythm2017: ['N', 'A', 'O', '~'],
  beats: aamiClasses,
  validity: ['NOT ECG'],
} as const satisfies Record<string, readonly string[]>;

export type Task = keyof typeof taskClasses;

const tasks = Object.keys(taskClasses) as [Task, ...Task[]];

/** Samples of leads in a fixed window. */
const signalInputSchema = z.object({
  kind: z.literal('signal'),
  name: z.string(),
  leads: z.array(z.string()).min(1),
  sampleRateHz: z.number().positive(),
  lengthSamples: z.int().positive(),
  unit: z.literal('mV'),
  /** Name of the one preparation in app/models that makes the input from a recording. */
  preparation: z.string(),
  /** A shorter recording is not judged; of one beyond it the rest of the window is zeros. Without it half of the window. */
  leastDurationS: z.number().positive().optional(),
});

/** Windows of one lead, whichever the reader chose, [windows, 1, lengthSamples]; the recording's logits are their mean. */
const leadWindowsInputSchema = z.object({
  kind: z.literal('leadWindows'),
  name: z.string(),
  sampleRateHz: z.number().positive(),
  lengthSamples: z.int().positive(),
  unit: z.literal('mV'),
  /** Name of the one preparation in app/models that makes the windows from a lead. */
  preparation: z.string(),
  /** A shorter recording is not judged; of a longer one only the beginning is. Both as in training. */
  leastDurationS: z.number().positive(),
  longestDurationS: z.number().positive(),
});

/** Numbers measured in the recording, [1, features]. */
const featuresInputSchema = z.object({
  kind: z.literal('features'),
  name: z.string(),
  /** Name of the set in app/models/features that computes them. */
  set: z.string(),
  /** Their names, in the order of the input. */
  features: z.array(z.string()).min(1),
});

const beatViewSchema = z.enum(['causal', 'diagnostic']);

/** Windows of the beats of one lead, [beats, channels, lengthSamples]; app/models/beats/beatInputs.ts makes them. */
const beatWindowsInputSchema = z.object({
  kind: z.literal('beatWindows'),
  name: z.string(),
  view: beatViewSchema,
  channels: z.array(z.string()).min(1),
  sampleRateHz: z.number().positive(),
  lengthSamples: z.int().positive(),
});

/** Numbers on each beat, [beats, features]; app/models/beats/beatInputs.ts makes them. */
const beatFeaturesInputSchema = z.object({
  kind: z.literal('beatFeatures'),
  name: z.string(),
  view: beatViewSchema,
  /** Their names, in the order of the input. */
  features: z.array(z.string()).min(1),
});

const inputSchema = z.discriminatedUnion('kind', [
  signalInputSchema,
  leadWindowsInputSchema,
  featuresInputSchema,
  beatWindowsInputSchema,
  beatFeaturesInputSchema,
]);

/** A class-activation map over the window of the signal or lead input, [rows, classes, cells]. */
const activationSchema = z.object({ rectified: z.string(), signed: z.string(), cells: z.int().positive() });

/** What each feature added to each class's logit, [rows, classes, features of `input`]. */
const contributionsSchema = z.object({ name: z.string(), input: z.string() });

const calibrationSchema = z.discriminatedUnion('method', [
  /** probability = 1 / (1 + exp(-(slope * logit + intercept))), per class (Platt 1999). */
  z.object({ method: z.literal('platt'), slope: z.array(z.number()), intercept: z.array(z.number()) }),
  /** probabilities = softmax(scale * logits + bias) over the classes; without bias the temperature of Guo et al. 2017. */
  z.object({ method: z.literal('softmax'), scale: z.number().positive(), bias: z.array(z.number()) }),
]);

/** `model.json`: what a model is, what it takes, what it gives, where it came from. Written by the training run. */
export const manifestSchema = z.object({
  schema: z.literal('einthoven.model/2'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z.string(),
  title: z.string(),
  task: z.enum(tasks),
  file: z.string(),
  /** SHA-256 of `file`; a file that does not match is refused. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  parameters: z.int().positive(),
  intendedUse: z.string(),
  notFor: z.array(z.string()),
  minimumAgeYears: z.number().nullable(),
  inputs: z.array(inputSchema).min(1),
  output: z.object({
    /** [rows, classes]. */
    logits: z.string(),
    activation: activationSchema.nullable(),
    contributions: contributionsSchema.nullable(),
  }),
  classes: z.array(z.string()).min(1),
  /** Calibrated probability at or above which a class is stated, per class; null: the most probable class is. */
  thresholds: z.array(z.number().min(0).max(1)).nullable(),
  calibration: calibrationSchema,
  training: z.object({
    data: z.string(),
    licence: z.string(),
    citation: z.string(),
    split: z.string(),
    recordings: z.int().positive(),
    command: z.string(),
    seed: z.int(),
    minutes: z.number(),
  }),
  /** Figures of the training run, as in CARD.md. */
  metrics: z.record(z.string(), z.unknown()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = Manifest['inputs'][number];
export type SignalInput = Extract<ManifestInput, { kind: 'signal' }>;
export type LeadWindowsInput = Extract<ManifestInput, { kind: 'leadWindows' }>;
export type BeatWindowsInput = Extract<ManifestInput, { kind: 'beatWindows' }>;
export type BeatFeaturesInput = Extract<ManifestInput, { kind: 'beatFeatures' }>;
export type FeaturesInput = Extract<ManifestInput, { kind: 'features' }>;

export const signalInput = ({ inputs }: Manifest): SignalInput | null =>
  inputs.find((input): input is SignalInput => input.kind === 'signal') ?? null;

export const leadWindowsInput = ({ inputs }: Manifest): LeadWindowsInput | null =>
  inputs.find((input): input is LeadWindowsInput => input.kind === 'leadWindows') ?? null;
