import { z } from 'zod';
import { isAnalytic, morphologies, rhythmCatalogue, rhythms } from './catalogue.ts';
import { electrodes } from './leadField.ts';

export type { Morphology, Rhythm } from './catalogue.ts';

const levelMv = z.number().min(0).max(5);

/** Root mean square at each electrode, millivolts. */
const noiseSchema = z.object({
  baselineMv: levelMv,
  muscleMv: levelMv,
  mainsMv: levelMv,
  mainsHz: z.union([z.literal(50), z.literal(60)]),
  /** Electrode motion: bumps and shifts that last 0.1 to 2 s. */
  motionMv: levelMv,
});

export const noiseKinds = ['baseline', 'muscle', 'mains', 'motion'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

/**
 * Noise of one kind added at a signal-to-noise ratio as in the MIT-BIH noise stress test (nst(1)), over all leads:
 * the signal's power is the square of the mean peak-to-peak QRS divided by 8, the noise's power its mean square, each
 * averaged over the twelve leads. Without any beat the QRS counts as 1 mV.
 */
const snrSchema = z.object({ kind: z.enum(noiseKinds), db: z.number().min(-30).max(60) });

/** An electrode without contact from `fromS` to `toS`; null: to the end. */
const electrodeOffSchema = z.object({
  electrode: z.enum(electrodes),
  /** What the amplifier shows: a line at zero, or its upper limit. */
  shows: z.enum(['flat', 'rail']),
  fromS: z.number().min(0),
  toS: z.number().positive().nullable(),
});

export const pacingModes = ['AAI', 'VVI', 'VDD', 'DDD', 'BiV'] as const;

/**
 * A pacemaker at `heartRateBpm`. AAI: slow sinus node, own conduction. VVI: complete AV block, or atrial fibrillation.
 * VDD: follows the P wave. DDD: atrium and ventricle. BiV: follows the P wave, both ventricles.
 */
const pacingSchema = z.object({
  mode: z.enum(pacingModes),
  /** capture: some pulses stay without answer; sense (VVI): pulses go on beside conducted beats. */
  fault: z.enum(['none', 'capture', 'sense']),
  pulseMs: z.number().min(0.1).max(2),
});

/** Fractions of the RR interval. */
const variabilitySchema = z.object({
  /** With breathing, amplitude. */
  respiratory: z.number().min(0).max(0.4),
  /** The 0.1 Hz wave, amplitude. */
  lowFrequency: z.number().min(0).max(0.2),
  /** From beat to beat, standard deviation. */
  random: z.number().min(0).max(0.1),
});

interface Range {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

/** What a person may set as a plain number. */
export const specRanges = {
  seed: { title: 'Seed', from: -1e9, to: 1e9, unit: '' },
  heartRateBpm: { title: 'Rate', from: 20, to: 300, unit: 'beats a minute' },
  durationS: { title: 'Duration', from: 0.1, to: 3600, unit: 's' },
  sampleRateHz: { title: 'Sampling rate', from: 100, to: 1000, unit: 'Hz' },
  resolutionUv: { title: 'Resolution', from: 0.01, to: 100, unit: 'uV' },
  railMv: { title: 'Clipping', from: 0.1, to: 100, unit: 'mV' },
} as const satisfies Record<string, Range>;

const ranged = ({ from, to }: Range) => z.number().min(from).max(to);

/** All that determines a synthetic recording: the same spec gives the same bytes. */
export const synthSpecSchema = z
  .object({
    seed: z.int(),
    durationS: z.number().positive().max(3600),
    sampleRateHz: ranged(specRanges.sampleRateHz),
    /** Size of one step of the recording, microvolts. */
    resolutionUv: z.number().positive().max(100),
    rhythm: z.enum(rhythms),
    morphology: z.enum(morphologies),
    heartRateBpm: ranged(specRanges.heartRateBpm),
    /** Null: as the age makes it. */
    variability: variabilitySchema.nullable(),
    /** Individual shapes of P, QRS and T, individual axis and focus; false: the textbook's. */
    variety: z.boolean(),
    uWave: z.boolean(),
    pacing: pacingSchema.nullable(),
    noise: noiseSchema,
    snr: z.array(snrSchema),
    /** Cables on each other's electrodes, one pair after the other. */
    swapped: z.array(z.tuple([z.enum(electrodes), z.enum(electrodes)])),
    electrodesOff: z.array(electrodeOffSchema),
    /** Upper limit of the amplifier, millivolts. */
    railMv: ranged(specRanges.railMv),
    patient: z.object({
      id: z.string().nullable(),
      ageYears: z.number().min(0).max(120).nullable(),
      sex: z.enum(['M', 'F']).nullable(),
    }),
  })
  .check((context) => {
    const { pacing, rhythm, morphology } = context.value;
    const refuse = (path: string, message: string): void => {
      context.issues.push({ code: 'custom', input: context.value, path: [path], message });
    };
    if (pacing?.fault === 'sense' && pacing.mode !== 'VVI')
      refuse('pacing', 'failure to sense is modelled in VVI only');
    if (pacing !== null && rhythm !== 'sinus' && !(pacing.mode === 'VVI' && rhythm === 'atrial-fibrillation')) {
      refuse('pacing', 'a pacemaker goes with sinus rhythm, VVI also with atrial fibrillation');
    }
    if (isAnalytic(morphology) && (rhythm !== 'regular' || pacing !== null)) {
      refuse('morphology', 'calibration and analytic shapes go with the rhythm "regular" and no pacemaker');
    }
  });

export type SynthSpec = z.infer<typeof synthSpecSchema>;
export type NoiseSpec = z.infer<typeof noiseSchema>;
export type ElectrodeOff = z.infer<typeof electrodeOffSchema>;
export type PacingSpec = z.infer<typeof pacingSchema>;

/** What a careful recording of a resting adult still contains. */
export const restingNoise: NoiseSpec = {
  baselineMv: 0.018,
  muscleMv: 0.004,
  mainsMv: 0.0008,
  mainsHz: 50,
  motionMv: 0,
};
export const noNoise: NoiseSpec = { baselineMv: 0, muscleMv: 0, mainsMv: 0, mainsHz: 50, motionMv: 0 };

/** Ten seconds of sinus rhythm at 500 Hz and 1 uV, to be changed in what matters; the rhythm's usual rate if none is given. */
export const synthSpec = (change: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>): SynthSpec => ({
  durationS: 10,
  sampleRateHz: 500,
  resolutionUv: 1,
  rhythm: 'sinus',
  morphology: 'normal',
  heartRateBpm: rhythmCatalogue[change.rhythm ?? 'sinus'].bpm[0],
  variability: null,
  variety: false,
  uWave: false,
  pacing: null,
  noise: restingNoise,
  snr: [],
  swapped: [],
  electrodesOff: [],
  railMv: 5,
  patient: { id: null, ageYears: null, sex: null },
  ...change,
});
