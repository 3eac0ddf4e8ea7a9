import { z } from 'zod';
import { formatIds } from '../formats/format.ts';
import { electrodeSwaps } from '../recording/electrodeSwap.ts';
import { refusalSchema } from '../result.ts';

/**
 * The result of reading one recording: what the command line prints, the archive keeps and the validation reads.
 * A value that could not be measured is null and `reasons` says why; it is never 0 and never a guess.
 */

const probability = z.number().min(0).max(1);
const finite = z.number();
const nullable = finite.nullable();

export const qualityFlags = [
  'flat',
  'clipped',
  'missing',
  'lead-off',
  'baseline-wander',
  'muscle',
  'mains',
  'motion',
  'spikes',
  'low-amplitude',
  'swapped?',
] as const;
export type QualityFlag = (typeof qualityFlags)[number];

export const superclasses = ['NORM', 'MI', 'STTC', 'CD', 'HYP'] as const;
export type Superclass = (typeof superclasses)[number];

export const aamiClasses = ['N', 'S', 'V', 'F', 'Q'] as const;

const sourceSchema = z.object({
  /** Path as given by the user. */
  file: z.string(),
  format: z.enum(formatIds),
  /** SHA-256 over the bytes of the file followed by those of its companions in the order read (cat a.hea a.dat | sha256sum). */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes of the file and its companions together. */
  bytes: z.int().nonnegative(),
});

const recordingSchema = z.object({
  leads: z.array(z.string()),
  sampleRateHz: z.number().positive(),
  durationS: z.number().nonnegative(),
  startTime: z.string().nullable(),
  patient: z.object({
    id: z.string().nullable(),
    /** In an archive alone, which is searched by it; absent from what the command line prints. */
    name: z.string().nullable().optional(),
    ageYears: z.number().nullable(),
    sex: z.enum(['M', 'F']).nullable(),
  }),
  device: z.string().nullable(),
  appliedFilters: z.array(z.string()),
  /** Names among `leads` that were computed from other leads. */
  derivedLeads: z.array(z.string()),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
});

const codedText = z.object({ code: z.string(), text: z.string() });

const validitySchema = z.object({
  status: z.enum(['VALID', 'INVALID']),
  reasons: z.array(codedText),
  /** 0 like the ECGs known, 1 like none of them; null while no model computes it. */
  outOfDistributionScore: probability.nullable(),
});

/** `model`: a model's id, "*" for all of them, or "rules/GROUP" for a group of statements (rules/st, rules/morphology ...). */
const gateSchema = z.object({ model: z.string(), code: z.string(), text: z.string() });

const qualitySchema = z.object({
  /** `limited`: nothing but its readable leads is looked at where `score`, the probability that all leads serve, is below 0.5. */
  verdict: z.enum(['acceptable', 'limited', 'unacceptable']),
  score: probability,
  leads: z.array(
    z.object({
      lead: z.string(),
      score: probability,
      /** May this lead be read? Absent in analyses made before it was judged. */
      readable: z.boolean().optional(),
      flags: z.array(z.enum(qualityFlags)),
    }),
  ),
  /** Suspected swaps of electrodes; [] where none is, absent where they were not judged. Nothing is put back by itself. */
  reversals: z.array(z.object({ swap: z.enum(electrodeSwaps), probability, text: z.string() })).optional(),
});

const beatSchema = z.object({
  /** R peak, or the largest deflection of the QRS, from the start of the recording. */
  timeS: z.number().nonnegative(),
  aami: z.enum(aamiClasses).nullable(),
  probability: probability.nullable(),
  paced: z.boolean().nullable(),
});

const waveSchema = z.object({
  wave: z.enum(['P', 'QRS', 'T']),
  onsetS: nullable,
  peakS: nullable,
  offsetS: nullable,
});

const perLeadSchema = z.object({
  pMv: nullable,
  qMv: nullable,
  rMv: nullable,
  sMv: nullable,
  tMv: nullable,
  stJMv: nullable,
  stJ60Mv: nullable,
  stJ80Mv: nullable,
});

export const measurementNames = [
  'heartRateBpm',
  'rrMeanMs',
  'rrSdMs',
  'pMs',
  'prMs',
  'qrsMs',
  'qtMs',
  'qtcBazettMs',
  'qtcFridericiaMs',
  'qtcFraminghamMs',
  'qtcHodgesMs',
  'pAxisDeg',
  'qrsAxisDeg',
  'tAxisDeg',
] as const;
/** Measurements in other units than milliseconds. */
export const otherUncertainties = ['heartRateBpm', 'pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const;
export type MeasurementName = (typeof measurementNames)[number];

const measurementsSchema = z.object({
  ...(Object.fromEntries(measurementNames.map((name) => [name, nullable])) as Record<MeasurementName, typeof nullable>),
  /** Half width of the 90 % interval of the intervals, QTc, RR mean and RR standard deviation; of values that are null: none. */
  uncertaintyMs: z.partialRecord(z.enum(measurementNames), nullable),
  /** The same in the value's own unit for rate and axes, never more than 180 degrees; absent in analyses of earlier versions. */
  uncertainty: z.partialRecord(z.enum(otherUncertainties), nullable).optional(),
  perLead: z.record(z.string(), perLeadSchema),
  /** Half width of the 90 % interval of each amplitude above, mV; null beside a null, absent in analyses of earlier versions. */
  perLeadUncertaintyMv: z.record(z.string(), perLeadSchema).optional(),
  /** Why a value above is null, one sentence for each null. */
  reasons: z.partialRecord(z.enum([...measurementNames, 'perLead']), z.string()),
});

const evidenceSchema = z.object({
  /** Indices into `beats`; [] when the statement rests on no single beats. */
  beats: z.array(z.int().nonnegative()),
  /** The leads that the value was taken from; [] when it is of the whole recording. */
  leads: z.array(z.string()).default([]),
  criterion: z.string(),
  value: nullable,
  threshold: nullable,
  /** Unit of value, threshold and flip point; null for a count or a ratio. */
  unit: z.string().nullable().default(null),
  /** The value from which on the statement would not be made (any more); null when no single value decides. */
  flipsAt: nullable.default(null),
});

/** What a model says to the same question, shown beside the rule's word and never averaged with it. */
const modelOpinionSchema = z.object({
  model: z.string(),
  class: z.string(),
  probability,
  threshold: probability,
  agrees: z.boolean(),
});

const statementSchema = z.object({
  code: z.string(),
  text: z.string(),
  confidence: probability,
  /** Needs someone's eyes at once. */
  critical: z.boolean().default(false),
  evidence: evidenceSchema,
  /** Where the criterion comes from. */
  source: z.string().default(''),
  models: z.array(modelOpinionSchema).default([]),
});

const rhythmSchema = z.object({
  statements: z.array(statementSchema),
  /** Probabilities of the single-lead four-class network; null when it did not run, `reason` says why. */
  rhythm2017: z.object({ N: probability, A: probability, O: probability, '~': probability }).nullable(),
  /** Which model said so, of which lead, from the beginning of the recording up to `toS`; null or absent beside a null. */
  rhythm2017Source: z
    .object({ model: z.string(), version: z.string(), lead: z.string(), toS: z.number().nonnegative() })
    .nullish(),
  reason: z.string().nullable(),
});

const pacingSchema = z.object({
  /** null: not assessed, `limitation` says why. Never "no pacemaker": at most "no spikes seen". */
  paced: z.boolean().nullable(),
  spikes: z.array(
    z.object({ timeS: z.number().nonnegative(), leads: z.array(z.string()), chamber: z.enum(['A', 'V', '?']) }),
  ),
  /** Which chambers are paced, by the spikes before the beats; null: not assessed or none. */
  mode: z.enum(['A', 'V', 'A+V']).nullable().default(null),
  /** Pulses that no beat followed, and pulses too soon after a beat of the heart's own: indices into `spikes`. */
  faults: z
    .array(z.object({ kind: z.enum(['capture', 'sensing']), spikes: z.array(z.int().nonnegative()) }))
    .default([]),
  limitation: z.string().nullable(),
});

const diagnosisSchema = z.object({
  model: z.string(),
  version: z.string(),
  class: z.enum(superclasses),
  probability,
  threshold: probability,
  positive: z.boolean(),
  calibrated: z.boolean(),
});

const binarySchema = z.object({
  model: z.string(),
  label: z.enum(['NORMAL', 'NOT NORMAL']),
  confidence: probability,
});

const recommendationSchema = z.object({
  action: z.string(),
  urgency: z.enum(['immediate', 'urgent', 'routine']),
  confidence: probability,
  reasoning: z.string(),
  /** Codes of the statements, classes of the diagnoses, or gates (gate:st), that it follows from. */
  basedOn: z.array(z.string()).min(1),
});

const milliseconds = z.number().nonnegative();

export const analysisSchema = z
  .object({
    schema: z.literal('einthoven.analysis/1'),
    /** File name without extension. */
    record: z.string(),
    source: sourceSchema,
    recording: recordingSchema,
    validity: validitySchema,
    /** Which models were kept from answering, and why; [] when all gates are open. `model` "*" closes all. */
    gates: z.array(gateSchema),
    quality: qualitySchema,
    beats: z.array(beatSchema),
    /** Waves per analysed lead; {} while nothing delineates. */
    delineation: z.record(z.string(), z.array(waveSchema)),
    measurements: measurementsSchema,
    rhythm: rhythmSchema,
    pacing: pacingSchema,
    /** What the rules over the measurements say, rhythm apart; the evidence of each stands with it. */
    statements: z.array(statementSchema).default([]),
    diagnoses: z.array(diagnosisSchema),
    binary: z.array(binarySchema),
    recommendations: z.array(recommendationSchema),
    models: z.array(z.object({ id: z.string(), version: z.string(), sha256: z.string() })),
    timingMs: z.object({ decode: milliseconds, signal: milliseconds, models: milliseconds, total: milliseconds }),
  })
  .meta({ title: 'Einthoven analysis of one recording' });

/** What stands in the place of an analysis when a file was refused. */
export const refusedSchema = z
  .object({
    schema: z.literal('einthoven.analysis/1'),
    record: z.string(),
    source: z.object({ file: z.string() }),
    error: refusalSchema,
  })
  .meta({ title: 'A file that could not be analysed, and why' });

/** One line of `einthoven analyze --ndjson`. */
export const analysisLineSchema = z.union([analysisSchema, refusedSchema]);

export type Analysis = z.infer<typeof analysisSchema>;
export type Refused = z.infer<typeof refusedSchema>;
export type Quality = z.infer<typeof qualitySchema>;
export type Validity = z.infer<typeof validitySchema>;
export type Gate = z.infer<typeof gateSchema>;
export type Beat = z.infer<typeof beatSchema>;
export type Measurements = z.infer<typeof measurementsSchema>;
export type Statement = z.infer<typeof statementSchema>;
export type Recommendation = z.infer<typeof recommendationSchema>;
export type Rhythm = z.infer<typeof rhythmSchema>;
export type Pacing = z.infer<typeof pacingSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
