import { z } from 'zod';
import { syntheticNote } from './origin.ts';
import { synthSpecSchema } from './spec.ts';

/** Seconds from the start of the recording; null where the instant lies outside of it. */
const instant = z.number().nullable();

const waveTruthSchema = z.object({ onsetS: instant, peakS: instant, offsetS: instant });

/** Onset, peak, offset in one lead, seconds; null: the wave stays below the threshold there. */
const leadWaveSchema = z.tuple([instant, instant, instant]).nullable();

const leadTruthSchema = z.object({ p: leadWaveSchema, qrs: leadWaveSchema, t: leadWaveSchema });

export const beatClasses = ['N', 'S', 'V', 'paced'] as const;
export const beatSources = ['sinus', 'atrial', 'junctional', 'ventricular', 'pacemaker'] as const;

const duration = z.number().nullable();

const beatTruthSchema = z.object({
  /** Largest deflection of the QRS, root sum of squares over the twelve leads. */
  timeS: z.number(),
  /** N: conducted from above, or junctional escape; S: supraventricular ectopic; V: ventricular; paced: started by a ventricular pulse. */
  class: z.enum(beatClasses),
  source: z.enum(beatSources),
  /** Null: this beat has no P wave. */
  p: waveTruthSchema.nullable(),
  qrs: waveTruthSchema,
  /** Its offset is null also when the next beat begins before the T wave has ended. */
  t: waveTruthSchema,
  u: waveTruthSchema.nullable(),
  /** From the global onsets and offsets above. */
  pMs: duration,
  prMs: duration,
  qrsMs: duration,
  qtMs: duration,
  /** From the beat before, also when that lies before the recording. */
  rrMs: duration,
  perLead: z.record(z.string(), leadTruthSchema),
});

const axis = z.number().nullable();
const height = z.number().nullable();

/** See `LeadAmplitudes`; all null where no beat lies within the recording. */
const leadAmplitudesSchema = z.object({
  pMv: height,
  qMv: height,
  rMv: height,
  sMv: height,
  stJMv: height,
  stJ60Mv: height,
  stJ80Mv: height,
  tMv: height,
});

/** What is exactly known about a synthetic recording. */
export const truthSchema = z.object({
  schema: z.literal('einthoven.synthetic-truth/3'),
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
  /** P waves that no ventricular beat follows: blocked, dissociated or retrograde. */
  blockedP: z.array(waveTruthSchema),
  /** What the atria do when they have no P waves. */
  atrialActivity: z.object({ kind: z.enum(['fibrillation', 'flutter']), ratePerMinute: z.number() }).nullable(),
  /** What the ventricles do when they have no beats; absent while they beat or stand still. */
  ventricularActivity: z.object({ kind: z.enum(['fibrillation', 'flutter']), ratePerMinute: z.number() }).optional(),
  spikes: z.array(
    z.object({
      timeS: z.number(),
      chamber: z.enum(['A', 'V']),
      durationMs: z.number(),
      peakMv: z.number(),
      captured: z.boolean(),
    }),
  ),
  /** Medians over the beats that are N or paced, or over all where there is none; null when none has the waves needed. */
  measurements: z.object({
    pMs: duration,
    prMs: duration,
    qrsMs: duration,
    qtMs: duration,
    /** Frontal, from the net areas in I and aVF, as the leads show them. */
    pAxisDeg: axis,
    qrsAxisDeg: axis,
    tAxisDeg: axis,
    /** Without noise, against the line at zero; ST from the global end of the QRS. */
    perLead: z.record(z.string(), leadAmplitudesSchema),
  }),
  /** Root mean square of what was added to each lead, millivolts, before electrodes came off. */
  noiseRmsMv: z.record(z.string(), z.number()),
  /** Mean peak-to-peak QRS of each lead without noise, millivolts; null without beats. */
  qrsPeakToPeakMv: z.record(z.string(), z.number()).nullable(),
  spec: synthSpecSchema,
});

export type Truth = z.infer<typeof truthSchema>;
export type WaveTruth = z.infer<typeof waveTruthSchema>;
export type LeadTruth = z.infer<typeof leadTruthSchema>;
export type BeatTruth = z.infer<typeof beatTruthSchema>;
export type BeatClass = (typeof beatClasses)[number];
export type BeatSource = (typeof beatSources)[number];

export const truthNotice = syntheticNote.text;
export const truthDefinition =
  'Onset and offset in a lead: first and last instant at which the wave by itself, without noise and the other waves, exceeds 5 uV (P) or 10 uV (QRS, T, U); the T wave ends with the ST segment where that is longer; a wave of straight lines begins and ends at its corners. Peak in a lead: largest deflection of the wave by itself. Globally: earliest onset and latest offset over the twelve leads; peak: largest root sum of squares over the twelve leads of the whole noiseless beat between them, that of T after the QRS.';

/** As JSON, one beat a line: short enough to keep, and still to be read by eye. */
export const encodeTruth = (truth: Truth): string => {
  const value = (content: unknown): string =>
    Array.isArray(content) && content.length > 0
      ? `[\n${content.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n ]`
      : JSON.stringify(content);
  const fields = Object.entries(truth).map(([name, content]) => ` ${JSON.stringify(name)}: ${value(content)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
};
