import { pPresenceTrees } from '../pPresenceTrees.ts';
import type { Analysis } from '../schema.ts';
import { treeSum } from '../trees.ts';
import { fittedRules } from './fittedRules.ts';
import { type AverageInspection, type BeatInspection, type Inspection, inspectBeats } from './inspectBeats.ts';
import { applyRule, type PointRule } from './pointRules.ts';
import { pPresenceRule } from './pPresenceRule.ts';
import type { Features, QrsFeatures } from './qrsFeatures.ts';
import { type QrsBounds, qrsBounds } from './qrsRules.ts';
import { tEnd } from './tEnd.ts';
import { workingLeads } from './workingLeads.ts';

export type Wave = Analysis['delineation'][string][number];

/** Bounds of one wave in one lead, s from the start of the recording. */
export interface Bounds {
  readonly onsetS: number;
  readonly peakS: number;
  readonly offsetS: number;
}

export interface BeatWaves {
  /** Absent waves are null, for all leads alike: an atrium or ventricle that acts is seen from everywhere. */
  readonly p: readonly Bounds[] | null;
  /** The P wave is sure enough to be measured. */
  readonly pSure: boolean;
  readonly qrs: readonly Bounds[];
  /** Over all leads together, s from the start of the recording. */
  readonly qrsGlobal: { readonly onsetS: number; readonly offsetS: number };
  readonly t: readonly Bounds[] | null;
  /** End of T over all leads together, s from the start of the recording; null where there is none. */
  readonly tEndS: number | null;
  readonly beatClass: number;
}

export interface Delineation {
  readonly beats: readonly BeatWaves[];
  readonly inspection: Inspection;
}

export const emptyDelineation: Delineation = {
  beats: [],
  inspection: { beats: [], classes: { beats: [], dominant: -1, count: 0 } },
};

/**
 * Onset, peak and offset of P, QRS and T of each beat in each lead.
 *
 * `leads`: equal length, mV, NaN where missing; `beats`: samples of the QRS complexes, ascending. Never throws for a
 * positive finite rate; linear time. Method: docs/decisions/0004-delineation.md.
 */
export const delineate = (
  leads: readonly Float32Array[],
  sampleRateHz: number,
  beats: readonly number[],
): Delineation => {
  if (beats.length === 0 || leads.length === 0 || sampleRateHz < 30) return emptyDelineation;
  const working = workingLeads(leads, sampleRateHz);
  const inspection = inspectBeats(
    working,
    beats.map((at) => Math.round((at * working.rateHz) / sampleRateHz)),
  );
  const endS = (leads[0]!.length - 1) / sampleRateHz;
  // Beats of one class share their average.
  const found = new Map<QrsFeatures, QrsBounds>();
  const boundsOf = (qrs: QrsFeatures): QrsBounds => {
    const known = found.get(qrs) ?? qrsBounds(qrs);
    found.set(qrs, known);
    return known;
  };
  const ends = new Map<AverageInspection, number | null>();
  const endOf = (average: AverageInspection): number | null => {
    const known = ends.get(average);
    const end = known === undefined ? tEnd(average) : known;
    ends.set(average, end);
    return end;
  };
  return {
    beats: inspection.beats.map((beat) =>
      wavesOf(beat, boundsOf(beat.average.qrs), endOf(beat.average), leads.length, endS),
    ),
    inspection,
  };
};

const wavesOf = (
  beat: BeatInspection,
  qrsFound: QrsBounds,
  tEndS: number | null,
  leadCount: number,
  endS: number,
): BeatWaves => {
  const { qrs, t, p } = beat.average;
  const bounds = (
    onset: readonly Features[],
    peakS: readonly number[],
    offset: readonly Features[],
    rules: { readonly onset: PointRule; readonly offset: PointRule },
    baseS: number,
  ): Bounds[] =>
    Array.from({ length: leadCount }, (_, l) => {
      const start = applyRule(rules.onset, onset[l]!);
      const end = applyRule(rules.offset, offset[l]!);
      return around(start, peakS[l]!, end, baseS);
    });
  const inside = (list: readonly Bounds[]): readonly Bounds[] | null =>
    list.every((b) => b.onsetS >= 0 && b.offsetS <= endS) ? list : null;
  const clamped = (b: Bounds): Bounds => ({
    onsetS: Math.max(0, b.onsetS),
    peakS: Math.max(0, Math.min(endS, b.peakS)),
    offsetS: Math.min(endS, b.offsetS),
  });
  const qrsBeat = qrs.peakS.map((peakS, l) =>
    clamped(around(qrsFound.onsetS[l]!, peakS, qrsFound.offsetS[l]!, beat.atS)),
  );
  const pOdds = beat.pEvidence === null ? Number.NEGATIVE_INFINITY : oddsOfP(beat.pEvidence);
  return {
    beatClass: beat.beatClass,
    tEndS: tEndS === null ? null : Math.min(endS, beat.atS + beat.tShiftS + tEndS),
    pSure: pOdds >= leastOdds.measured,
    qrs: qrsBeat,
    qrsGlobal: {
      onsetS: beat.atS + qrsFound.globalOnsetS,
      offsetS: beat.atS + Math.max(qrsFound.globalOffsetS, qrsFound.globalOnsetS + 2 * leastS),
    },
    t:
      t === null
        ? null
        : inside(
            bounds(
              t.features.onset,
              t.features.peakS,
              t.features.offset,
              { onset: fittedRules.tOnset, offset: fittedRules.tOffset },
              beat.atS + beat.tShiftS,
            ),
          ),
    p:
      p === null || pOdds < leastOdds.marked
        ? null
        : inside(
            bounds(
              p.features.onset,
              p.features.peakS,
              p.features.offset,
              { onset: fittedRules.pOnset, offset: fittedRules.pOffset },
              beat.atS + beat.pShiftS,
            ).map((b, l) => endingBy(b, qrsBeat[l]!.onsetS)),
          ),
  };
};

const pTrees = treeSum(pPresenceTrees);

/** Half each: the trees see what goes together, the rule what no record of the fit had so much of. */
const oddsOfP = (evidence: readonly number[]): number =>
  0.5 * (applyRule(pPresenceRule, evidence) + pTrees(Float32Array.from(evidence), 0));

/** A wave that ends no later than `latestS`. */
const endingBy = (b: Bounds, latestS: number): Bounds => {
  const peakS = Math.min(b.peakS, latestS - leastS);
  return { onsetS: Math.min(b.onsetS, peakS - leastS), peakS, offsetS: Math.min(b.offsetS, latestS) };
};

/** A wave with its summit inside. */
const around = (start: number, peakS: number, end: number, baseS: number): Bounds => {
  const peak = Math.max(start + leastS, Math.min(end - leastS, peakS));
  return { onsetS: baseS + Math.min(start, peak), peakS: baseS + peak, offsetS: baseS + Math.max(end, peak) };
};

/**
 * Log odds. A P wave that is marked can be seen to be wrong, one left out cannot be seen; a PR interval of a rhythm that has none
 * misleads: it asks for more.
 */
const leastOdds = { marked: -3, measured: -0.3 } as const;

/** No summit stands nearer to its own bound. */
const leastS = 0.004;

/** The waves as the analysis lists them: per lead, in the order of time. */
export const delineationByLead = (names: readonly string[], { beats }: Delineation): Analysis['delineation'] => {
  const out: Analysis['delineation'] = {};
  names.forEach((name, l) => {
    const waves: Wave[] = [];
    for (const beat of beats) {
      if (beat.p !== null) waves.push({ wave: 'P', ...rounded(beat.p[l]!) });
      waves.push({ wave: 'QRS', ...rounded(beat.qrs[l]!) });
      if (beat.t !== null) waves.push({ wave: 'T', ...rounded(beat.t[l]!) });
    }
    out[name] = waves;
  });
  return out;
};

/** To a tenth of a millisecond: more digits would only swell the files. */
const rounded = (b: Bounds): Bounds => ({
  onsetS: Math.round(1e4 * b.onsetS) / 1e4,
  peakS: Math.round(1e4 * b.peakS) / 1e4,
  offsetS: Math.round(1e4 * b.offsetS) / 1e4,
});
