import { z } from 'zod';
import { synthSpecSchema } from './spec.ts';

/** Seconds from the start of the recording; null where the instant lies outside of it. */
const instant = z.number().nullable();

const waveTruthSchema = z.object({ onsetS: instant, peakS: instant, offsetS: instant });

export const beatOrigins = ['N', 'V', 'paced'] as const;

const beatTruthSchema = z.object({
  /** Largest deflection of the QRS, root sum of squares over the twelve leads. */
  timeS: z.number(),
  /** N: conducted from above; V: premature ventricular; paced: started by the ventricular spike. */
  class: z.enum(beatOrigins),
  /** Null: this beat has no P wave. */
  p: waveTruthSchema.nullable(),
  qrs: waveTruthSchema,
  t: waveTruthSchema,
});

/** What is exactly known about a synthetic recording. */
export const truthSchema = z.object({
  schema: z.literal('einthoven.synthetic-truth/1'),
  synthetic: z.literal(true),
  notice: z.string(),
  /** How onset and offset are defined. */
  definition: z.string(),
  rhythm: z.string(),
  morphology: z.string(),
  /** 60 over the mean RR of all beats; null with fewer than two. */
  heartRateBpm: z.number().nullable(),
  /** Beats whose QRS peak lies within the recording. */
  beats: z.array(beatTruthSchema),
  /** P waves that no ventricular beat follows. */
  blockedP: z.array(waveTruthSchema),
  spikes: z.array(
    z.object({ timeS: z.number(), chamber: z.enum(['A', 'V']), durationMs: z.number(), peakMv: z.number() }),
  ),
  /** Of the beats that are not premature; null when there is none with the waves needed. */
  measurements: z.object({
    pMs: z.number().nullable(),
    prMs: z.number().nullable(),
    qrsMs: z.number().nullable(),
    qtMs: z.number().nullable(),
    qrsAxisDeg: z.number().nullable(),
  }),
  /** Root mean square of what was added to each lead, millivolts, before electrodes came off. */
  noiseRmsMv: z.record(z.string(), z.number()),
  spec: synthSpecSchema,
});

export type Truth = z.infer<typeof truthSchema>;
export type WaveTruth = z.infer<typeof waveTruthSchema>;
export type BeatTruth = z.infer<typeof beatTruthSchema>;
export type BeatOrigin = (typeof beatOrigins)[number];

export const truthNotice =
  'Synthetic: computed by the Einthoven synthetic heart from a seed. Not a person, not patient data.';
export const truthDefinition =
  'Onset and offset: first and last instant at which the wave by itself, without noise and the other waves, exceeds 5 uV (P) or 10 uV (QRS, T) in any of the twelve leads. Peak: largest root sum of squares over the twelve leads of the whole noiseless beat between them.';
