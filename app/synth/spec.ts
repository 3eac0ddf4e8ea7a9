import { z } from 'zod';
import { electrodes } from './leadField.ts';

export const rhythms = ['sinus', 'atrial-fibrillation', 'ventricular-bigeminy', 'ventricular-paced'] as const;
export type Rhythm = (typeof rhythms)[number];

export const morphologies = ['normal', 'rbbb', 'lbbb', 'inferior-st-elevation'] as const;
export type Morphology = (typeof morphologies)[number];

/** Root mean square at each electrode, millivolts. */
const noiseSchema = z.object({
  baselineMv: z.number().min(0).max(5),
  muscleMv: z.number().min(0).max(5),
  mainsMv: z.number().min(0).max(5),
  mainsHz: z.union([z.literal(50), z.literal(60)]),
});

/** An electrode without contact from `fromS` to `toS`; null: to the end. */
const electrodeOffSchema = z.object({
  electrode: z.enum(electrodes),
  /** What the amplifier shows: a line at zero, or its upper limit. */
  shows: z.enum(['flat', 'rail']),
  fromS: z.number().min(0),
  toS: z.number().positive().nullable(),
});

/** All that determines a synthetic recording: the same spec gives the same bytes. */
export const synthSpecSchema = z.object({
  seed: z.int(),
  durationS: z.number().positive().max(3600),
  sampleRateHz: z.number().min(100).max(1000),
  /** Size of one step of the recording, microvolts. */
  resolutionUv: z.number().positive().max(100),
  rhythm: z.enum(rhythms),
  morphology: z.enum(morphologies),
  /** Rate of the sinus node or of the pacemaker; in atrial fibrillation the mean ventricular rate. */
  heartRateBpm: z.number().min(30).max(200),
  noise: noiseSchema,
  electrodesOff: z.array(electrodeOffSchema),
  patient: z.object({
    id: z.string().nullable(),
    ageYears: z.number().min(0).max(120).nullable(),
    sex: z.enum(['M', 'F']).nullable(),
  }),
});

export type SynthSpec = z.infer<typeof synthSpecSchema>;
export type NoiseSpec = z.infer<typeof noiseSchema>;
export type ElectrodeOff = z.infer<typeof electrodeOffSchema>;

/** What a careful recording of a resting adult still contains. */
export const restingNoise: NoiseSpec = { baselineMv: 0.018, muscleMv: 0.004, mainsMv: 0.0008, mainsHz: 50 };
export const noNoise: NoiseSpec = { baselineMv: 0, muscleMv: 0, mainsMv: 0, mainsHz: 50 };

/** Ten seconds of sinus rhythm at 500 Hz and 1 uV, to be changed in what matters. */
export const synthSpec = (change: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>): SynthSpec => ({
  durationS: 10,
  sampleRateHz: 500,
  resolutionUv: 1,
  rhythm: 'sinus',
  morphology: 'normal',
  heartRateBpm: 68,
  noise: restingNoise,
  electrodesOff: [],
  patient: { id: null, ageYears: null, sex: null },
  ...change,
});
