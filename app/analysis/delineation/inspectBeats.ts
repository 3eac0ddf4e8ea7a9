import { type AverageBeat, averageBeat } from './averageBeat.ts';
import { type BeatClasses, type ClassedBeat, classifyBeats } from './beatClasses.ts';
import { pEvidence } from './pEvidence.ts';
import { placeP, placeT, type Placed } from './placeWaves.ts';
import { type QrsFeatures, qrsFeatures } from './qrsFeatures.ts';
import { bestShift } from './shifts.ts';
import { type WaveFeatures, waveFeatures } from './waveFeatures.ts';
import type { WorkingLeads } from './workingLeads.ts';

/** What is known of the beats of one class within one stretch of the recording, from their average. */
export interface AverageInspection {
  readonly beat: AverageBeat;
  readonly qrs: QrsFeatures;
  readonly t: { readonly placed: Placed; readonly features: WaveFeatures } | null;
  readonly p: { readonly placed: Placed; readonly features: WaveFeatures } | null;
}

export interface BeatInspection {
  /** Instant of alignment, s. */
  readonly atS: number;
  readonly beatClass: number;
  readonly average: AverageInspection;
  /** How much later than in the average the wave comes, s. */
  readonly tShiftS: number;
  readonly pShiftS: number;
  /** Evidence for a P wave where the average has one, see `pEvidence`; null where it has none. */
  readonly pEvidence: readonly number[] | null;
}

export interface Inspection {
  readonly beats: readonly BeatInspection[];
  readonly classes: BeatClasses;
}

/** Beats averaged together: few enough that rate and baseline have not moved on, enough to quieten noise. */
const stretchBeats = 20;

/** `beatsAt`: ascending instants in working samples. Linear in the number of beats. */
export const inspectBeats = (working: WorkingLeads, beatsAt: readonly number[]): Inspection => {
  const classes = classifyBeats(working, beatsAt);
  const beats = classes.beats;
  const rrS = beats.slice(1).map((beat, i) => (beat.at - beats[i]!.at) / working.rateHz);
  const stretches = Math.max(1, Math.ceil(beats.length / stretchBeats));
  const inspected: BeatInspection[] = [];
  for (let s = 0; s < stretches; s++) {
    const from = Math.round((s * beats.length) / stretches);
    const to = Math.round(((s + 1) * beats.length) / stretches);
    inspected.push(...inspectStretch(working, beats, rrS, from, to));
  }
  return { beats: inspected, classes };
};

const inspectStretch = (
  working: WorkingLeads,
  beats: readonly ClassedBeat[],
  rrS: readonly number[],
  from: number,
  to: number,
): BeatInspection[] => {
  const members = new Map<number, number[]>();
  for (let k = from; k < to; k++) {
    const list = members.get(beats[k]!.beatClass);
    if (list === undefined) members.set(beats[k]!.beatClass, [k]);
    else list.push(k);
  }
  const averages = new Map<number, AverageInspection>();
  for (const [beatClass, list] of members) averages.set(beatClass, inspectAverage(working, beats, rrS, list));
  const evidence = pEvidence(working, beats, rrS, from, to, averages);
  const out: BeatInspection[] = [];
  for (let k = from; k < to; k++) {
    const { at, beatClass } = beats[k]!;
    const average = averages.get(beatClass)!;
    const { t } = average;
    const tShift =
      t === null || average.beat.count < 2
        ? 0
        : bestShift(
            working.leads.map((lead) => lead.slowMv),
            at,
            average.beat.slowMv,
            average.beat.zero,
            average.beat.zero + Math.round(t.features.globalOnset[1]! * working.rateHz),
            average.beat.zero + Math.round(t.features.globalOffset[1]! * working.rateHz),
            Math.round(0.04 * working.rateHz),
          );
    out.push({
      atS: at / working.rateHz,
      beatClass,
      average,
      tShiftS: tShift / working.rateHz,
      pShiftS: evidence[k - from]?.shiftS ?? 0,
      pEvidence: evidence[k - from]?.values ?? null,
    });
  }
  return out;
};

const inspectAverage = (
  working: WorkingLeads,
  beats: readonly ClassedBeat[],
  rrS: readonly number[],
  list: readonly number[],
): AverageInspection => {
  const beat = averageBeat(
    working,
    list.map((k) => beats[k]!),
  );
  const around = {
    rrBeforeS: middle(list.map((k) => rrS[k - 1]).filter((rr) => rr !== undefined)),
    rrAfterS: middle(list.map((k) => rrS[k]).filter((rr) => rr !== undefined)),
  };
  const qrs = qrsFeatures(beat);
  const t = placeT(beat, qrs.roughOffsetS, around);
  const tFeatures =
    t && waveFeatures(beat.slowMv, t.weights, t.place, beat.zero, beat.rateHz, 0.14, 0.12, 0.08);
  const p = placeP(beat, qrs.roughOnsetS, tFeatures?.globalOffset[1] ?? null, around);
  const pFeatures =
    p && waveFeatures(beat.slowMv, p.weights, p.place, beat.zero, beat.rateHz, 0.07, 0.06, 0.05);
  return {
    beat,
    qrs,
    t: t && tFeatures && { placed: t, features: tFeatures },
    p: p && pFeatures && { placed: p, features: pFeatures },
  };
};

/** Median; null of an empty list. */
const middle = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1]!;
};
