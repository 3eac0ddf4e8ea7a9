import { type Recording, standardLeads } from '../recording/recording.ts';
import { createBeatMaker } from './beat.ts';
import { addFibrillatoryWaves } from './fibrillation.ts';
import { addComponent, emptyHeartVector, type HeartVector } from './heartVector.ts';
import { type Landmarks, landmarksOf } from './landmarks.ts';
import { type Electrode, electrodes, projectTwelve, standardLeadField } from './leadField.ts';
import { type ElectrodeSignals, makeNoise } from './noise.ts';
import { record, rmsPerLeadMv } from './recorder.ts';
import { makeRhythm } from './rhythm.ts';
import { type SynthSpec, synthSpecSchema } from './spec.ts';
import { addSpikes, spikeDurationMs, ventricularSpikeMv } from './spikes.ts';
import { type BeatTruth, type Truth, truthDefinition, truthNotice, type WaveTruth } from './truth.ts';
import type { Component } from './wave.ts';

export const syntheticDevice = 'Einthoven synthetic heart (synthetic, not a person)';

const thresholdMv = { P: 0.005, QRS: 0.01, T: 0.01 } as const;
const field = standardLeadField;

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Adds the heart's share to the noise of each electrode. */
const electrodeSignals = (heart: HeartVector, noise: ElectrodeSignals): ElectrodeSignals => {
  const signals = {} as Record<Electrode, Float64Array>;
  for (const electrode of electrodes) {
    const [ax, ay, az] = field[electrode];
    signals[electrode] = noise[electrode].map((mv, i) => mv + ax * heart.x[i]! + ay * heart.y[i]! + az * heart.z[i]!);
  }
  return signals;
};

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return round((sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2, 1);
};

const betweenMs = (from: number | null, to: number | null): number[] =>
  from === null || to === null ? [] : [(to - from) * 1000];

/** Frontal axis from the net areas of the QRS in I and aVF (aVF by 2/sqrt 3, as lead strengths differ), degrees. */
const qrsAxisDeg = (components: readonly Component[]): number => {
  let [one, foot] = [0, 0];
  for (const part of components) {
    if (part.wave !== 'QRS' || part.shape !== 'bell') continue;
    const twelve = projectTwelve(field, part.vectorMv);
    one += twelve[0]! * (part.riseMs + part.fallMs);
    foot += twelve[5]! * (part.riseMs + part.fallMs);
  }
  return (Math.atan2((2 * foot) / Math.sqrt(3), one) * 180) / Math.PI;
};

/**
 * A synthetic recording of twelve leads, and all that is known about it.
 *
 * @param spec what to make; see {@link synthSpecSchema} for ranges
 * @throws when the spec is out of range, which is a mistake of the program: input from outside is parsed with the schema first
 */
export const synthesise = (spec: SynthSpec): { recording: Recording; truth: Truth } => {
  const { durationS, sampleRateHz, patient } = synthSpecSchema.parse(spec);
  const sampleCount = Math.round(durationS * sampleRateHz);
  const rhythm = makeRhythm(spec);
  const maker = createBeatMaker(spec);
  const heart = emptyHeartVector(sampleCount);

  const within = (timeS: number): number | null =>
    timeS >= 0 && timeS < sampleCount / sampleRateHz ? round(timeS, 5) : null;
  const place = (marks: Landmarks, zeroS: number): WaveTruth => ({
    onsetS: within(zeroS + marks.onsetMs / 1000),
    peakS: within(zeroS + marks.peakMs / 1000),
    offsetS: within(zeroS + marks.offsetMs / 1000),
  });

  const beats: BeatTruth[] = [];
  const axes: number[] = [];
  for (const event of rhythm.ventricular) {
    const components = maker.beat(event);
    for (const component of components) addComponent(heart, sampleRateHz, event.timeS, component);
    const p = landmarksOf(components, ['P'], field, thresholdMv.P);
    const qrs = landmarksOf(components, ['QRS'], field, thresholdMv.QRS);
    const t = landmarksOf(components, ['T'], field, thresholdMv.T);
    if (qrs === null || t === null) continue;
    const qrsTruth = place(qrs, event.timeS);
    if (qrsTruth.peakS === null) continue;
    beats.push({
      timeS: qrsTruth.peakS,
      class: event.origin,
      p: p === null ? null : place(p, event.timeS),
      qrs: qrsTruth,
      t: place(t, event.timeS),
    });
    if (event.origin !== 'V') axes.push(qrsAxisDeg(components));
  }

  const blockedP: WaveTruth[] = [];
  for (const onsetS of rhythm.blockedP) {
    const components = maker.loneP();
    for (const component of components) addComponent(heart, sampleRateHz, onsetS, component);
    const marks = landmarksOf(components, ['P'], field, thresholdMv.P);
    if (marks === null) continue;
    const truth = place(marks, onsetS);
    if (truth.peakS !== null) blockedP.push(truth);
  }

  if (rhythm.fibrillating) addFibrillatoryWaves(heart, spec);
  addSpikes(heart, sampleRateHz, rhythm.spikes, ventricularSpikeMv);

  const noise = makeNoise(spec, sampleCount);
  const leads = record(electrodeSignals(heart, noise), sampleRateHz, spec.resolutionUv / 1000, spec.electrodesOff);
  const noiseRms = rmsPerLeadMv(noise);
  const usual = beats.filter((beat) => beat.class !== 'V');
  const first = beats[0];
  const last = beats[beats.length - 1];

  return {
    recording: {
      leads: standardLeads.map((name, i) => ({ name, samplesMv: leads[i]!, derived: false })),
      sampleRateHz,
      sampleCount,
      startTime: null,
      patient: { ...patient, name: null },
      device: syntheticDevice,
      appliedFilters: [],
      notes: [{ code: 'synthetic', text: truthNotice }],
    },
    truth: {
      schema: 'einthoven.synthetic-truth/1',
      synthetic: true,
      notice: truthNotice,
      definition: truthDefinition,
      rhythm: spec.rhythm,
      morphology: spec.morphology,
      heartRateBpm:
        first === undefined || last === undefined || first === last
          ? null
          : round((60 * (beats.length - 1)) / (last.timeS - first.timeS), 2),
      beats,
      blockedP,
      spikes: rhythm.spikes
        .filter((timeS) => within(timeS) !== null)
        .map((timeS) => ({
          timeS: round(timeS, 5),
          chamber: 'V' as const,
          durationMs: spikeDurationMs,
          peakMv: round(Math.max(...projectTwelve(field, ventricularSpikeMv).map(Math.abs)), 3),
        })),
      measurements: {
        pMs: median(usual.flatMap(({ p }) => betweenMs(p?.onsetS ?? null, p?.offsetS ?? null))),
        prMs: median(usual.flatMap(({ p, qrs }) => betweenMs(p?.onsetS ?? null, qrs.onsetS))),
        qrsMs: median(usual.flatMap(({ qrs }) => betweenMs(qrs.onsetS, qrs.offsetS))),
        qtMs: median(usual.flatMap(({ qrs, t }) => betweenMs(qrs.onsetS, t.offsetS))),
        qrsAxisDeg: median(axes),
      },
      noiseRmsMv: Object.fromEntries(standardLeads.map((name, i) => [name, round(noiseRms[i]!, 5)])),
      spec,
    },
  };
};
