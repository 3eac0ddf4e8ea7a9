import { type AverageFrame, averageFrame, averageNoise, averageRow, memberWeights } from './averageBeat.ts';
import { type BeatClasses, type ClassedBeat, classifyBeats } from './beatClasses.ts';
import { movingP } from './movingP.ts';
import { pEvidence } from './pEvidence.ts';
import { type Placed, type PView, placeP, placeT, pView, type TView, tView } from './placeWaves.ts';
import { type QrsFeatures, qrsFeatures } from './qrsFeatures.ts';
import { bestShift } from './shifts.ts';
import { type WaveFeatures, waveFeatures } from './waveFeatures.ts';
import { type SlowLead, slowLead, type WorkingLeads } from './workingLeads.ts';

/** Mean course of alike beats without their QRS, one row per lead; index `zero` is the instant of alignment. */
export interface SlowAverage {
  readonly rateHz: number;
  readonly zero: number;
  readonly slowMv: readonly Float64Array[];
  /** How many beats entered. */
  readonly count: number;
}

/** What is known of the beats of one class within one stretch of the recording, from their average. */
export interface AverageInspection {
  /** The average in which T was looked for. */
  readonly beat: SlowAverage;
  readonly count: number;
  readonly tView: TView | null;
  readonly pView: PView | null;
  readonly qrs: QrsFeatures;
  readonly t: { readonly placed: Placed; readonly features: WaveFeatures } | null;
  readonly p: PInspection | null;
}

export interface PInspection {
  readonly placed: Placed;
  readonly features: WaveFeatures;
  /** The average that the wave was found in and which beats are in it. */
  readonly bumpMv: readonly Float64Array[];
  readonly averaged: ReadonlySet<number>;
  /** Usual interval to the beat before these, s. */
  readonly rrBeforeS: number | null;
  /** Taken over from the beats of another class, for want of beats in this one. */
  readonly borrowed: boolean;
  /** By how many samples later than in the average each beat's wave stands, where PR changes from beat to beat; null: it does not. */
  readonly moving: ReadonlyMap<number, number> | null;
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
  const { rateHz } = working;
  const frame = averageFrame(rateHz);
  const members = new Map<number, number[]>();
  for (let k = from; k < to; k++) {
    const list = members.get(beats[k]!.beatClass);
    if (list === undefined) members.set(beats[k]!.beatClass, [k]);
    else list.push(k);
  }
  const steep = new Map<number, SteepAverage>();
  for (const [beatClass, list] of members)
    steep.set(
      beatClass,
      inspectSteep(
        working,
        list.map((k) => beats[k]!),
        frame,
      ),
    );

  // Neighbouring beats reach into the windows of the first and the last one: their complexes go too.
  const firstAt = Math.max(0, (beats[from]?.at ?? 0) - frame.zero - Math.round(0.3 * rateHz));
  const lastAt = Math.min(
    working.sampleCount,
    (beats[to - 1]?.at ?? 0) + frame.length - frame.zero + Math.round(0.3 * rateHz),
  );
  const spans: [number, number][] = [];
  for (let k = Math.max(0, from - 2); k < Math.min(beats.length, to + 2); k++) {
    const { at, beatClass } = beats[k]!;
    const { qrs } = steep.get(beatClass) ?? steep.values().next().value!;
    const start = at + Math.floor((qrs.roughOnsetS - 0.004) * rateHz);
    const end = at + Math.ceil((qrs.roughOffsetS + 0.004) * rateHz);
    if (end > firstAt && start < lastAt) spans.push([start - firstAt, end - firstAt]);
  }
  const slow = working.leads.map((lead) =>
    slowLead({ ...lead, sharpMv: lead.sharpMv.subarray(firstAt, lastAt) }, rateHz, spans),
  );
  // Sparse: only this stretch's beats, at their own places.
  const here: ClassedBeat[] = [];
  for (let k = from; k < to; k++) here[k] = { ...beats[k]!, at: beats[k]!.at - firstAt };

  const averages = new Map<number, AverageInspection>();
  for (const [beatClass, list] of members)
    averages.set(beatClass, inspectAverage(slow, here, rrS, list, steep.get(beatClass)!, frame, rateHz));
  lendP(averages);
  const evidence = pEvidence(slow, here, rrS, from, to, averages, rateHz);
  const slowRows = slow.map((lead) => lead.slowMv);
  const out: BeatInspection[] = [];
  for (let k = from; k < to; k++) {
    const { at, beatClass } = beats[k]!;
    const average = averages.get(beatClass)!;
    const { t, beat } = average;
    const tShift =
      t === null || beat.count < 2
        ? 0
        : bestShift(
            slowRows,
            here[k]!.at,
            beat.slowMv,
            beat.zero,
            beat.zero + Math.round(t.features.globalOnset[1]! * rateHz),
            beat.zero + Math.round(t.features.globalOffset[1]! * rateHz),
            Math.round(0.04 * rateHz),
          );
    out.push({
      atS: at / rateHz,
      beatClass,
      average,
      tShiftS: tShift / rateHz,
      pShiftS: evidence[k - from]?.shiftS ?? 0,
      pEvidence: evidence[k - from]?.values ?? null,
    });
  }
  return out;
};

/** Fewer beats than this say little of the atrium: the P wave of the largest class is looked for before them instead. */
const leastForP = 3;

const lendP = (averages: Map<number, AverageInspection>): void => {
  let largest: AverageInspection | null = null;
  for (const average of averages.values()) if (largest === null || average.count > largest.count) largest = average;
  if (largest === null || largest.count < leastForP) return;
  for (const [beatClass, average] of averages)
    if (average.count < leastForP)
      averages.set(beatClass, { ...average, p: largest.p && { ...largest.p, borrowed: true } });
};

interface SteepAverage {
  readonly weights: readonly Float64Array[];
  readonly qrs: QrsFeatures;
}

const inspectSteep = (working: WorkingLeads, members: readonly ClassedBeat[], frame: AverageFrame): SteepAverage => {
  const weights = working.leads.map((lead) => memberWeights(lead.sharpMv, lead.missingBefore, members, frame));
  const sharpMv = working.leads.map((lead, l) => averageRow(lead.sharpMv, members, weights[l]!, frame));
  const noise = working.leads.map((lead, l) =>
    averageNoise(lead.sharpMv, members, weights[l]!, sharpMv[l]!, frame, working.rateHz),
  );
  return { weights, qrs: qrsFeatures(sharpMv, noise, frame.zero, working.rateHz) };
};

const inspectAverage = (
  slow: readonly SlowLead[],
  beats: readonly ClassedBeat[],
  rrS: readonly number[],
  list: readonly number[],
  { qrs, weights }: SteepAverage,
  frame: AverageFrame,
  rateHz: number,
): AverageInspection => {
  const { zero } = frame;
  const average = (of: readonly number[], pick: (lead: SlowLead) => Float64Array): Float64Array[] => {
    const members = of.map((k) => beats[k]!);
    const places = of.map((k) => list.indexOf(k));
    return slow.map((lead, l) =>
      averageRow(pick(lead), members, of.length === list.length ? weights[l]! : at(weights[l]!, places), frame),
    );
  };
  const withT = undisturbed(list, (k) => rrS[k]);
  const withP = undisturbed(list, (k) => rrS[k - 1]);
  const beat: SlowAverage = { rateHz, zero, count: withT.length, slowMv: average(withT, (lead) => lead.slowMv) };
  const before: SlowAverage =
    withP.length === list.length && withT.length === list.length
      ? beat
      : { rateHz, zero, count: withP.length, slowMv: average(withP, (lead) => lead.slowMv) };
  const bumpMv = average(withP, (lead) => lead.bumpMv);
  const around = {
    rrBeforeS: middle(withP.map((k) => rrS[k - 1]).filter((rr) => rr !== undefined)),
    rrAfterS: middle(withT.map((k) => rrS[k]).filter((rr) => rr !== undefined)),
  };
  /** The same candidate in averages that are aligned with the P wave of each beat, where it moves. */
  const followed = (still: Placed, rows: readonly Float64Array[]) => {
    const shifts = movingP(
      {
        bumps: slow.map((lead) => lead.bumpMv),
        at: list.map((k) => beats[k]!.at),
        rrS: list.map((k, i) => (i > 0 && list[i - 1] === k - 1 ? rrS[k - 1]! : null)),
        rateHz,
      },
      { rows, peak: still.place.peak, zero, qrsOnsetS: qrs.roughOnsetS },
    );
    if (shifts === null) return null;
    const members = list.map((k, i) => ({ ...beats[k]!, at: beats[k]!.at + shifts[i]! }));
    const aligned = (pick: (lead: SlowLead) => Float64Array): Float64Array[] =>
      slow.map((lead, l) => averageRow(pick(lead), members, weights[l]!, frame));
    return {
      placed: still,
      bumpMv: aligned((lead) => lead.bumpMv),
      slowMv: aligned((lead) => lead.slowMv),
      moving: new Map(list.map((k, i) => [k, shifts[i]!])),
    };
  };
  const view = tView(beat, qrs, around);
  const t = view && placeT(view);
  const tFeatures = t && waveFeatures(beat.slowMv, t.weights, t.place, zero, rateHz, 0.14, 0.12, 0.08);
  const found = t && tFeatures && { placed: t, features: tFeatures };
  const ahead = pView(bumpMv, before, qrs.roughOnsetS, found, around);
  const still = ahead && placeP(bumpMv, before, ahead);
  const moved = still && followed(still, bumpMv);
  const p = moved?.placed ?? still;
  const pRows = moved?.slowMv ?? before.slowMv;
  const pFeatures = p && waveFeatures(pRows, p.weights, p.place, zero, rateHz, 0.07, 0.06, 0.05);
  const ended = t && pFeatures && around.rrAfterS !== null ? endBefore(t, pFeatures, around.rrAfterS, beat) : t;
  return {
    beat,
    count: list.length,
    tView: view,
    pView: ahead,
    qrs,
    t: ended && {
      placed: ended,
      features:
        ended === t
          ? tFeatures!
          : waveFeatures(beat.slowMv, ended.weights, ended.place, zero, rateHz, 0.14, 0.12, 0.08),
    },
    p: p &&
      pFeatures && {
        placed: p,
        features: pFeatures,
        bumpMv: moved?.bumpMv ?? bumpMv,
        averaged: new Set(moved === null ? withP : list),
        rrBeforeS: around.rrBeforeS,
        borrowed: false,
        moving: moved?.moving ?? null,
      },
  };
};

const at = (values: Float64Array, places: readonly number[]): Float64Array =>
  Float64Array.from(places, (place) => values[place]!);

/** Less than this part of the class's usual interval to the neighbour, and the neighbour's waves reach into these. */
const leastInterval = 0.88;

/** The beats whose neighbour on one side is not early, as far as that leaves a third of them. */
const undisturbed = (list: readonly number[], rr: (k: number) => number | undefined): readonly number[] => {
  const known = list.flatMap((k) => rr(k) ?? []).sort((a, b) => a - b);
  const usual = known[Math.floor(0.6 * known.length)];
  if (usual === undefined) return list;
  const kept = list.filter((k) => (rr(k) ?? 0) >= leastInterval * usual);
  return kept.length >= Math.max(2, list.length / 3) ? kept : list;
};

/** The T wave with its room cut off where the next beat's P wave begins. */
const endBefore = (t: Placed, p: WaveFeatures, rrS: number, { zero, rateHz }: SlowAverage): Placed => {
  const latest = zero + Math.round((rrS + (p.globalOnset[1]! + p.globalPeakS) / 2) * rateHz);
  const to = Math.max(t.place.last + Math.round(0.06 * rateHz), latest);
  return to < t.place.to ? { ...t, place: { ...t.place, to } } : t;
};

/** Median; null of an empty list. */
const middle = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1]!;
};
