import { type Recording, standardLeads } from '../recording/recording.ts';
import { amplitudesOf, type LeadAmplitudes } from './amplitudes.ts';
import { createBeatMaker } from './beat.ts';
import { isAnalytic } from './catalogue.ts';
import { addFibrillatoryWaves } from './fibrillation.ts';
import { addFlutterWaves } from './flutter.ts';
import { addComponent, emptyHeartVector, type HeartVector } from './heartVector.ts';
import { landmarksOf, type WaveLandmarks } from './landmarks.ts';
import {
  analyticLeadField,
  type Electrode,
  electrodes,
  type LeadField,
  projectTwelve,
  standardLeadField,
  swapElectrodes,
} from './leadField.ts';
import { type ElectrodeSignals, makeNoise, makeNoiseOf, mix } from './noise.ts';
import { syntheticDevice, syntheticNote, syntheticPatient } from './origin.ts';
import { record, rmsPerLeadMv } from './recorder.ts';
import type { Rhythm, VentricularEvent } from './rhythm/event.ts';
import { makeRhythm } from './rhythm/rhythm.ts';
import { type SynthSpec, synthSpecSchema } from './spec.ts';
import { addSpikes, spikeVectorMv } from './spikes.ts';
import { type BeatTruth, type LeadTruth, type Truth, truthDefinition, truthNotice, type WaveTruth } from './truth.ts';
import { addVentricularWaves } from './ventricularWaves.ts';
import { areaMs, type Component, type WaveName } from './wave.ts';

const thresholdMv = { P: 0.005, QRS: 0.01, T: 0.01, U: 0.01 } as const;

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** The heart as each electrode sees it. */
const electrodeSignals = (heart: HeartVector, field: LeadField): ElectrodeSignals => {
  const signals = {} as Record<Electrode, Float64Array>;
  for (const electrode of electrodes) {
    const [ax, ay, az] = field[electrode];
    signals[electrode] = heart.x.map((x, i) => ax * x + ay * heart.y[i]! + az * heart.z[i]!);
  }
  return signals;
};

const median = (values: readonly number[], digits = 1): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return round((sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2, digits);
};

const betweenMs = (from: number | null | undefined, to: number | null | undefined): number | null =>
  from === null || to === null || from === undefined || to === undefined ? null : round((to - from) * 1000, 2);

/**
 * Frontal axis from the net areas of a wave in I and aVF (aVF by 2/sqrt 3, as lead strengths differ), degrees; of
 * several beats together. Null without such a wave.
 */
const frontalAxisDeg = (components: readonly Component[], wave: WaveName, field: LeadField): number | null => {
  let [one, foot] = [0, 0];
  for (const part of components) {
    if (part.wave !== wave || part.shape === 'plateau') continue;
    const twelve = projectTwelve(field, part.vectorMv);
    one += twelve[0]! * areaMs(part);
    foot += twelve[5]! * areaMs(part);
  }
  return one === 0 && foot === 0 ? null : round((Math.atan2((2 * foot) / Math.sqrt(3), one) * 180) / Math.PI, 1);
};

interface BeatMarks {
  readonly p: WaveLandmarks | null;
  readonly qrs: WaveLandmarks;
  readonly t: WaveLandmarks | null;
  readonly u: WaveLandmarks | null;
}

/** T by itself, but its end where a longer ST segment ends. */
const tMarks = (components: readonly Component[], field: LeadField, qrsOffsetMs: number): WaveLandmarks | null => {
  const t = landmarksOf(components, ['T'], field, thresholdMv.T, qrsOffsetMs);
  if (t === null || components.every(({ wave }) => wave !== 'ST')) return t;
  const both = landmarksOf(components, ['ST', 'T'], field, thresholdMv.T);
  if (both === null) return t;
  const later = (offsetMs: number, other: number | undefined): number => Math.max(offsetMs, other ?? offsetMs);
  return {
    ...t,
    offsetMs: later(t.offsetMs, both.offsetMs),
    perLead: t.perLead.map((lead, i) => lead && { ...lead, offsetMs: later(lead.offsetMs, both.perLead[i]?.offsetMs) }),
  };
};

const marksOf = (components: readonly Component[], field: LeadField): BeatMarks | null => {
  const qrs = landmarksOf(components, ['QRS'], field, thresholdMv.QRS);
  if (qrs === null) return null;
  return {
    p: landmarksOf(components, ['P'], field, thresholdMv.P),
    qrs,
    t: tMarks(components, field, qrs.offsetMs),
    u: landmarksOf(components, ['U'], field, thresholdMv.U),
  };
};

interface Placed {
  readonly event: VentricularEvent;
  readonly components: readonly Component[];
  readonly marks: BeatMarks;
}

/** Far enough outside of the recording for none of its marks to lie within. */
const farS = 1.2;

const noT: WaveTruth = { onsetS: null, peakS: null, offsetS: null };

/** Mean peak-to-peak QRS in each lead of the noiseless heart, millivolts. */
const qrsPeakToPeak = (
  signals: ElectrodeSignals,
  beats: readonly BeatTruth[],
  sampleRateHz: number,
): number[] | null => {
  const sums = new Array<number>(12).fill(0);
  let count = 0;
  for (const { qrs } of beats) {
    if (qrs.onsetS === null || qrs.offsetS === null) continue;
    const [low, high] = [new Array<number>(12).fill(0), new Array<number>(12).fill(0)];
    for (let i = Math.ceil(qrs.onsetS * sampleRateHz); i <= qrs.offsetS * sampleRateHz; i++) {
      const at = (electrode: Electrode): number => signals[electrode][i] ?? 0;
      const [one, two] = [at('LA') - at('RA'), at('LL') - at('RA')];
      const terminal = (at('RA') + at('LA') + at('LL')) / 3;
      const limbs = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2];
      const chest = (['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const).map((name) => at(name) - terminal);
      [...limbs, ...chest].forEach((mv, lead) => {
        low[lead] = Math.min(low[lead]!, mv);
        high[lead] = Math.max(high[lead]!, mv);
      });
    }
    low.forEach((mv, lead) => {
      sums[lead]! += high[lead]! - mv;
    });
    count++;
  }
  return count === 0 ? null : sums.map((sum) => sum / count);
};

const meanSquare = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

/** Noise of the spec, each kind with a ratio brought to it; see `snrSchema` for the definition. */
const allNoise = (spec: SynthSpec, sampleCount: number, peakToPeakMv: readonly number[] | null): ElectrodeSignals => {
  const signalPower = meanSquare(peakToPeakMv ?? [1]) / 8;
  return spec.snr.reduce(
    (sum, { kind, db }) => {
      const noise = makeNoiseOf(kind, spec, sampleCount);
      const noisePower = meanSquare(rmsPerLeadMv(noise));
      return noisePower === 0 ? sum : mix(sum, noise, Math.sqrt(signalPower / (noisePower * 10 ** (db / 10))));
    },
    makeNoise(spec, sampleCount),
  );
};

/**
 * A synthetic recording of twelve leads, and all that is known about it.
 *
 * @param spec what to make; see {@link synthSpecSchema} for ranges
 * @throws when the spec is out of range, which is a mistake of the program: input from outside is parsed with the schema first
 */
export const synthesise = (spec: SynthSpec): { recording: Recording; truth: Truth } =>
  synthesiseRhythm(spec, makeRhythm(spec));

/** As {@link synthesise}, with another rhythm than the spec's, such as atria without ventricles: for tests and training. */
export const synthesiseRhythm = (spec: SynthSpec, rhythm: Rhythm): { recording: Recording; truth: Truth } => {
  const { durationS, sampleRateHz } = synthSpecSchema.parse(spec);
  const sampleCount = Math.round(durationS * sampleRateHz);
  const field = swapElectrodes(isAnalytic(spec.morphology) ? analyticLeadField : standardLeadField, spec.swapped);
  const maker = createBeatMaker(spec);
  const heart = emptyHeartVector(sampleCount);

  const within = (timeS: number): number | null =>
    timeS >= 0 && timeS < sampleCount / sampleRateHz ? round(timeS, 5) : null;
  const place = (marks: WaveLandmarks, zeroS: number): WaveTruth => ({
    onsetS: within(zeroS + marks.onsetMs / 1000),
    peakS: within(zeroS + marks.peakMs / 1000),
    offsetS: within(zeroS + marks.offsetMs / 1000),
  });

  const placed: Placed[] = [];
  for (const event of rhythm.ventricular) {
    const components = maker.beat(event);
    for (const component of components) addComponent(heart, sampleRateHz, event.timeS, component);
    if (event.timeS < -farS || event.timeS > durationS + farS) continue;
    const marks = marksOf(components, field);
    if (marks !== null) placed.push({ event, components, marks });
  }

  const leadsTruth = ({ event, marks }: Placed, tEndS: number): Record<string, LeadTruth> => {
    const lead = (wave: WaveLandmarks | null, i: number, endS = Number.POSITIVE_INFINITY): LeadTruth['p'] => {
      const found = wave?.perLead[i];
      if (!found) return null;
      const at = (ms: number): number | null => {
        const timeS = event.timeS + ms / 1000;
        return timeS > endS ? null : within(timeS);
      };
      return [at(found.onsetMs), at(found.peakMs), at(found.offsetMs)];
    };
    return Object.fromEntries(
      standardLeads.map((name, i) => [
        name,
        { p: lead(marks.p, i), qrs: lead(marks.qrs, i), t: lead(marks.t, i, tEndS) },
      ]),
    );
  };

  const beats: BeatTruth[] = [];
  const kept: Placed[] = [];
  placed.forEach((each, i) => {
    const { event, marks } = each;
    const qrs = place(marks.qrs, event.timeS);
    if (qrs.peakS === null) return;
    const next = placed[i + 1];
    const nextS = next === undefined ? Number.POSITIVE_INFINITY : next.event.timeS + next.marks.qrs.onsetMs / 1000;
    const p = marks.p === null ? null : place(marks.p, event.timeS);
    const whole = marks.t === null ? noT : place(marks.t, event.timeS);
    const before = (timeS: number | null): number | null => (timeS !== null && timeS > nextS ? null : timeS);
    const cut = (wave: WaveTruth): WaveTruth => ({
      onsetS: before(wave.onsetS),
      peakS: before(wave.peakS),
      offsetS: before(wave.offsetS),
    });
    const t = cut(whole);
    kept.push(each);
    beats.push({
      timeS: qrs.peakS,
      class: event.class,
      source: event.source,
      p,
      qrs,
      t,
      u: marks.u === null ? null : cut(place(marks.u, event.timeS)),
      pMs: betweenMs(p?.onsetS, p?.offsetS),
      prMs: betweenMs(p?.onsetS, qrs.onsetS),
      qrsMs: betweenMs(qrs.onsetS, qrs.offsetS),
      qtMs: betweenMs(qrs.onsetS, t.offsetS),
      rrMs: event === rhythm.ventricular[0] ? null : round(event.rrS * 1000, 2),
      perLead: leadsTruth(each, nextS),
    });
  });

  const blockedP: WaveTruth[] = [];
  for (const { onsetS, shape } of rhythm.blockedP) {
    const components = maker.loneP(shape);
    for (const component of components) addComponent(heart, sampleRateHz, onsetS, component);
    const marks = landmarksOf(components, ['P'], field, thresholdMv.P);
    if (marks === null) continue;
    const truth = place(marks, onsetS);
    if (truth.peakS !== null) blockedP.push(truth);
  }

  const atria = rhythm.atrialActivity;
  if (atria?.kind === 'fibrillation') addFibrillatoryWaves(heart, spec);
  if (atria?.kind === 'flutter') addFlutterWaves(heart, spec, atria.hz);
  const ventricles = rhythm.ventricularActivity;
  if (ventricles !== null) addVentricularWaves(heart, spec, ventricles);
  const withoutSpikes = electrodeSignals(heart, field);
  const peakToPeakMv = qrsPeakToPeak(withoutSpikes, beats, sampleRateHz);
  addSpikes(heart, sampleRateHz, rhythm.spikes);

  const noise = allNoise(spec, sampleCount, peakToPeakMv);
  const leads = record(
    mix(noise, electrodeSignals(heart, field), 1),
    sampleRateHz,
    spec.resolutionUv / 1000,
    spec.electrodesOff,
    spec.railMv,
  );
  const noiseRms = rmsPerLeadMv(noise);
  const perLead = (values: readonly number[], digits: number): Record<string, number> =>
    Object.fromEntries(standardLeads.map((name, i) => [name, round(values[i]!, digits)]));

  const dominant = beats.some(({ class: kind }) => kind === 'N' || kind === 'paced')
    ? (kind: BeatTruth['class']) => kind === 'N' || kind === 'paced'
    : () => true;
  const usual = beats.filter((beat) => dominant(beat.class));
  const usualPlaced = kept.filter(({ event }) => dominant(event.class));
  const usualComponents = usualPlaced.flatMap(({ components }) => components);
  const heights = usualPlaced.map(({ components, marks }) => amplitudesOf(components, marks, field));
  const heightOf = (lead: number, name: keyof LeadAmplitudes): number | null =>
    median(
      heights.flatMap((leadsOfBeat) => leadsOfBeat[lead]![name] ?? []),
      4,
    );
  const medianOf = (name: 'pMs' | 'prMs' | 'qrsMs' | 'qtMs'): number | null =>
    median(usual.flatMap((beat) => beat[name] ?? []));
  const first = beats[0];
  const last = beats[beats.length - 1];

  return {
    recording: {
      leads: standardLeads.map((name, i) => ({ name, samplesMv: leads[i]!, derived: false })),
      sampleRateHz,
      sampleCount,
      startTime: null,
      patient: syntheticPatient(spec),
      device: syntheticDevice,
      appliedFilters: [],
      notes: [syntheticNote],
    },
    truth: {
      schema: 'einthoven.synthetic-truth/3',
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
      atrialActivity: atria && { kind: atria.kind, ratePerMinute: round(60 * atria.hz, 1) },
      ...(ventricles && {
        ventricularActivity: { kind: ventricles.kind, ratePerMinute: round(60 * ventricles.hz, 1) },
      }),
      spikes: rhythm.spikes
        .filter(({ timeS }) => within(timeS) !== null)
        .map((spike) => ({
          timeS: round(spike.timeS, 5),
          chamber: spike.chamber,
          durationMs: spike.durationMs,
          peakMv: round(Math.max(...projectTwelve(field, spikeVectorMv[spike.chamber]).map(Math.abs)), 3),
          captured: spike.captured,
        })),
      measurements: {
        pMs: medianOf('pMs'),
        prMs: medianOf('prMs'),
        qrsMs: medianOf('qrsMs'),
        qtMs: medianOf('qtMs'),
        pAxisDeg: frontalAxisDeg(usualComponents, 'P', field),
        qrsAxisDeg: frontalAxisDeg(usualComponents, 'QRS', field),
        tAxisDeg: frontalAxisDeg(usualComponents, 'T', field),
        perLead: Object.fromEntries(
          standardLeads.map((name, i) => [
            name,
            {
              pMv: heightOf(i, 'pMv'),
              qMv: heightOf(i, 'qMv'),
              rMv: heightOf(i, 'rMv'),
              sMv: heightOf(i, 'sMv'),
              stJMv: heightOf(i, 'stJMv'),
              stJ60Mv: heightOf(i, 'stJ60Mv'),
              stJ80Mv: heightOf(i, 'stJ80Mv'),
              tMv: heightOf(i, 'tMv'),
            },
          ]),
        ),
      },
      noiseRmsMv: perLead(noiseRms, 5),
      qrsPeakToPeakMv: peakToPeakMv && perLead(peakToPeakMv, 4),
      spec,
    },
  };
};
