import { z } from 'zod';
import { superclasses } from '../analysis/schema.ts';

/** `model.json`: what a model is, what it takes, what it gives, where it came from. Written by the training run. */
export const manifestSchema = z.object({
  schema: z.literal('einthoven.model/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z.string(),
  title: z.string(),
  task: z.enum(['superclass']),
  file: z.string(),
  /** SHA-256 of `file`; a file that does not match is refused. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  parameters: z.int().positive(),
  intendedUse: z.string(),
  notFor: z.array(z.string()),
  minimumAgeYears: z.number().nullable(),
  input: z.object({
    name: z.string(),
    leads: z.array(z.string()).min(1),
    sampleRateHz: z.number().positive(),
    lengthSamples: z.int().positive(),
    unit: z.literal('mV'),
    /** Name of the one preparation in app/models that makes the input from a recording. */
    preparation: z.string(),
  }),
  output: z.object({
    /** [1, classes] logits. */
    logits: z.string(),
    /** [1, classes, cells] class-activation map, rectified. */
    activation: z.string(),
    /** [1, classes, cells] the same, signed. */
    signedActivation: z.string(),
    cells: z.int().positive(),
  }),
  classes: z.array(z.enum(superclasses)).min(1),
  /** Calibrated probability at or above which a class is stated, per class. */
  thresholds: z.array(z.number().min(0).max(1)),
  /** probability = 1 / (1 + exp(-(slope * logit + intercept))), per class (Platt 1999). */
  calibration: z.object({
    method: z.literal('platt'),
    slope: z.array(z.number()),
    intercept: z.array(z.number()),
  }),
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
