import { type Recording, standardLeads, unknownPatient } from '../../app/recording/recording.ts';
import { resample } from '../../app/recording/resample.ts';
import { createRandom, type Random } from '../../app/synth/random.ts';

/** What a strange recording is made of. */
export interface StrangeSource {
  /** The real recording that is spoilt. */
  readonly real: Recording;
  /** Others of the same set, for leads of several patients. */
  readonly others: readonly Recording[];
  /** Electrode motion alone, one signal a row, 360 samples a second. */
  readonly motion: readonly Float32Array[];
  readonly random: Random;
}

type Wave = (timeS: number) => number;
const turn = 2 * Math.PI;
const lengthS = 10;

const recordingOf = (leads: readonly Float32Array[], sampleRateHz: number): Recording => ({
  leads: leads.map((samplesMv, l) => ({ name: standardLeads[l] ?? `L${l}`, samplesMv, derived: false })),
  sampleRateHz,
  sampleCount: leads[0]?.length ?? 0,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
});

const sizeOf = ({ between }: Random): number => Math.exp(between(Math.log(0.05), Math.log(2)));
const rateOf = ({ uniform }: Random): number => [100, 250, 500][Math.floor(3 * uniform())]!;

/**
 * Twelve leads of a source: in half of the recordings one source seen with another gain in each lead, in the others a source of its
 * own in each; 0.05 to 2 mV.
 */
const twelve = (random: Random, source: (sampleRateHz: number) => Float32Array): Recording => {
  const rate = rateOf(random);
  const size = sizeOf(random);
  const common = random.uniform() < 0.5 ? source(rate) : null;
  const leads = standardLeads.map(() => {
    const gain = size * (common === null ? 1 : random.normal());
    return (common ?? source(rate)).map((value) => gain * value + 0.002 * random.normal());
  });
  return recordingOf(leads, rate);
};
const ofWave = (random: Random, wave: () => Wave): Recording =>
  twelve(random, (rate) => {
    const at = wave();
    return Float32Array.from({ length: lengthS * rate }, (_, i) => at(i / rate));
  });

const scaled = (values: Float32Array): Float32Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rms = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / (rms || 1));
};

/** Noise through first-order filters: a leak of 1 is white, near 0 brown. */
const noiseOf = (random: Random, count: number, leak: number): Float32Array => {
  let level = 0;
  return scaled(
    Float32Array.from({ length: count }, () => {
      level = (1 - leak) * level + random.normal();
      return level;
    }),
  );
};
/** 1/f by a sum of first-order noises, an octave and a half apart. */
const pinkOf = (random: Random, count: number): Float32Array => {
  const parts = [1, 0.35, 0.12, 0.04, 0.014, 0.005].map((leak) => noiseOf(random, count, leak));
  return scaled(Float32Array.from({ length: count }, (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0)));
};
/** Noise around a frequency. */
const resonanceOf = (random: Random, count: number, hz: number, rate: number, radius: number): Float32Array => {
  let [one, two] = [0, 0];
  return scaled(
    Float32Array.from({ length: count }, () => {
      const next = 2 * radius * Math.cos((turn * hz) / rate) * one - radius * radius * two + random.normal();
      [one, two] = [next, one];
      return next;
    }),
  );
};

const withLeads = (
  recording: Recording,
  leads: readonly Float32Array[],
  sampleRateHz = recording.sampleRateHz,
): Recording => ({
  ...recording,
  sampleRateHz,
  sampleCount: leads[0]?.length ?? 0,
  leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: leads[l]! })),
});
const eachLead = (recording: Recording, change: (samplesMv: Float32Array) => Float32Array): Recording =>
  withLeads(
    recording,
    recording.leads.map(({ samplesMv }) => change(samplesMv)),
  );

const shuffled = (count: number, random: Random): number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const k = Math.floor((i + 1) * random.uniform());
    [order[i], order[k]] = [order[k]!, order[i]!];
  }
  return order;
};

/** Pulses of a given shape at 30 to 150 a minute. */
const pulses =
  (random: Random, shape: (fraction: number) => number): (() => Wave) =>
  () => {
    const hz = random.between(0.5, 2.5);
    const phase = random.uniform();
    return (timeS) => shape((timeS * hz + phase) % 1);
  };

export const strangeKinds: Readonly<Record<string, (source: StrangeSource) => Recording>> = {
  'white noise': ({ random }) => twelve(random, (rate) => noiseOf(random, lengthS * rate, 1)),
  'pink noise': ({ random }) => twelve(random, (rate) => pinkOf(random, lengthS * rate)),
  'brown noise': ({ random }) => twelve(random, (rate) => noiseOf(random, lengthS * rate, 0.3 / rate)),
  sine: ({ random }) => {
    const hz = Math.exp(random.between(Math.log(0.5), Math.log(40)));
    return ofWave(random, () => {
      const phase = random.between(0, turn);
      return (timeS) => Math.sin(turn * hz * timeS + phase);
    });
  },
  square: ({ random }) =>
    ofWave(
      random,
      pulses(random, (part) => (part < 0.5 ? 1 : -1)),
    ),
  'sawtooth or triangle': ({ random }) =>
    ofWave(
      random,
      pulses(random, random.uniform() < 0.5 ? (part) => 2 * part - 1 : (part) => 4 * Math.abs(part - 0.5) - 1),
    ),
  chirp: ({ random }) =>
    ofWave(random, () => {
      const rise = random.between(0.2, 2);
      const phase = random.between(0, turn);
      return (timeS) => Math.sin(turn * (0.5 * timeS + (rise * timeS * timeS) / 2) + phase);
    }),
  'speech-like': ({ random }) =>
    twelve(random, (rate) => {
      const voice = resonanceOf(random, lengthS * rate, random.between(8, 40), rate, random.between(0.85, 0.97));
      const hz = random.between(3, 6);
      const phase = random.between(0, turn);
      return voice.map((value, i) => value * Math.max(0, Math.sin((turn * hz * i) / rate + phase)));
    }),
  'EEG-like': ({ random }) =>
    twelve(random, (rate) => {
      const slow = pinkOf(random, lengthS * rate);
      const alpha = resonanceOf(random, lengthS * rate, random.between(8, 12), rate, 0.97);
      return slow.map((value, i) => value + 0.8 * alpha[i]! * (Math.sin((turn * 0.3 * i) / rate) > 0 ? 1 : 0));
    }),
  'EMG-like': ({ random }) =>
    twelve(random, (rate) => {
      const noise = noiseOf(random, lengthS * rate, 1);
      const hz = random.between(0.2, 2);
      return noise.map((value, i) =>
        i === 0 ? 0 : (value - 0.7 * noise[i - 1]!) * (0.2 + Math.sin((turn * hz * i) / rate) ** 4),
      );
    }),
  'electrode motion alone': ({ random, motion }) =>
    twelve(random, (rate) => {
      const signal = motion[Math.floor(motion.length * random.uniform())]!;
      const from = Math.floor((signal.length - (lengthS + 1) * 360) * random.uniform());
      return scaled(resample(signal.slice(from, from + (lengthS + 1) * 360), 360, rate).slice(0, lengthS * rate));
    }),
  'mains alone': ({ random }) => {
    const hz = random.uniform() < 0.5 ? 50 : 60;
    return ofWave(random, () => {
      const phase = random.between(0, turn);
      return (timeS) => Math.sin(turn * hz * timeS + phase) + 0.2 * Math.sin(3 * (turn * hz * timeS + phase));
    });
  },
  'steps and impulses': ({ random }) =>
    twelve(random, (rate) => {
      const perS = random.between(0.5, 5);
      const impulse = random.uniform() < 0.5;
      let level = 0;
      return Float32Array.from({ length: lengthS * rate }, () => {
        const change = random.uniform() < perS / rate;
        if (impulse) return change ? random.normal() : 0;
        if (change) level = random.normal();
        return level;
      });
    }),
  'impulse train': ({ random }) =>
    ofWave(
      random,
      pulses(random, (part) => (part < 0.02 ? 1 : 0)),
    ),
  'constant and drift': ({ random }) =>
    ofWave(random, () => {
      const slope = random.between(-0.3, 0.3);
      const hz = random.between(0.02, 0.3);
      return (timeS) => 1 + slope * timeS + 0.3 * Math.sin(turn * hz * timeS);
    }),
  'PPG-like': ({ random }) =>
    ofWave(
      random,
      pulses(
        random,
        (part) => Math.exp(-(((part - 0.2) / 0.09) ** 2)) + 0.4 * Math.exp(-(((part - 0.48) / 0.11) ** 2)),
      ),
    ),
  'respiration-like': ({ random }) =>
    ofWave(random, () => {
      const hz = random.between(0.15, 0.5);
      return (timeS) => Math.sin(turn * hz * timeS) + 0.25 * Math.sin(2 * turn * hz * timeS + 0.7);
    }),
  'shuffled samples': ({ real, random }) => {
    const order = shuffled(real.sampleCount, random);
    return eachLead(real, (mv) => mv.map((_, i) => mv[order[i]!]!));
  },
  'shuffled blocks': ({ real, random }) => {
    const size = Math.max(1, Math.round(random.between(0.05, 0.4) * real.sampleRateHz));
    const blocks = Math.floor(real.sampleCount / size);
    const order = shuffled(blocks, random);
    return eachLead(real, (mv) =>
      mv.slice(0, blocks * size).map((_, i) => mv[order[Math.floor(i / size)]! * size + (i % size)]!),
    );
  },
  'leads in a random order': ({ real, random }) => {
    const order = shuffled(real.leads.length, random);
    return withLeads(
      real,
      order.map((l) => real.leads[l]!.samplesMv),
    );
  },
  'leads of different patients': ({ real, others, random }) =>
    withLeads(
      real,
      real.leads.map(({ samplesMv }, l) =>
        l === 0 ? samplesMv : (others[Math.floor(others.length * random.uniform())]!.leads[l]?.samplesMv ?? samplesMv),
      ),
    ),
  'time reversed': ({ real }) => eachLead(real, (mv) => mv.slice().reverse()),
  'upside down': ({ real }) => eachLead(real, (mv) => mv.map((value) => -value)),
  'counts taken for millivolts': ({ real, random }) => {
    const gain = random.between(200, 1000);
    return eachLead(real, (mv) => mv.map((value) => gain * value));
  },
  'a thousand times too small': ({ real }) => eachLead(real, (mv) => mv.map((value) => value / 1000)),
  'ten times too small': ({ real }) => eachLead(real, (mv) => mv.map((value) => value / 10)),
  '500 Hz read as 100 Hz': ({ real }) =>
    withLeads(
      real,
      real.leads.map(({ samplesMv }) => resample(samplesMv, real.sampleRateHz, 500)),
      100,
    ),
  '100 Hz read as 500 Hz': ({ real }) =>
    withLeads(
      real,
      real.leads.map(({ samplesMv }) => resample(samplesMv, real.sampleRateHz, 100)),
      500,
    ),
};

export const strangeRecording = (kind: string, seed: number, source: Omit<StrangeSource, 'random'>): Recording => {
  const make = strangeKinds[kind];
  if (make === undefined) throw new Error(`no kind ${kind}`);
  return make({ ...source, random: createRandom(seed, kind) });
};
