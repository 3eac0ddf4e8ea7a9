import { z } from 'zod';
import { correctedQtS, qtCorrectionHolds } from './correctedQt.ts';
import type { Bounds } from './delineation/delineate.ts';
import type { GlobalBounds } from './delineation/globalIntervals.ts';
import { frontalAxisDeg } from './frontalAxis.ts';
import { netArea } from './leadAmplitudes.ts';
import { leastVectorMvS } from './measurements.ts';
import type { MedianBeats } from './medianBeats.ts';
import type { Measurements } from './schema.ts';

/** The bounds that a reader may move, in the order of time. */
export const markNames = ['pOnsetS', 'pOffsetS', 'qrsOnsetS', 'qrsOffsetS', 'tOffsetS'] as const;
export type MarkName = (typeof markNames)[number];

const mark = z.number().min(-1).max(1.5);
const boundsSchema = z
  .object({
    pOnsetS: mark.optional(),
    pOffsetS: mark.optional(),
    qrsOnsetS: mark.optional(),
    qrsOffsetS: mark.optional(),
    tOffsetS: mark.optional(),
  })
  .strict();

/** Where a reader put bounds, s from the beat's instant; those that are not named stay where they were found. */
export type CorrectedBounds = { readonly [Name in MarkName]?: number | undefined };

/** Corrections of the median beat, which the intervals stand for, and of single beats by their number. */
export const markCorrectionsSchema = z
  .object({
    median: boundsSchema,
    beats: z.array(z.object({ beat: z.int().min(0), bounds: boundsSchema }).strict()).max(1000),
  })
  .strict();
export interface MarkCorrections {
  readonly median: CorrectedBounds;
  readonly beats: readonly { readonly beat: number; readonly bounds: CorrectedBounds }[];
}

export const noCorrections: MarkCorrections = { median: {}, beats: [] };

/** The values that follow from the bounds, and which of them each rests on. */
const restsOn = {
  pMs: ['pOnsetS', 'pOffsetS'],
  prMs: ['pOnsetS', 'qrsOnsetS'],
  qrsMs: ['qrsOnsetS', 'qrsOffsetS'],
  qtMs: ['qrsOnsetS', 'tOffsetS'],
  qtcBazettMs: ['qrsOnsetS', 'tOffsetS'],
  qtcFridericiaMs: ['qrsOnsetS', 'tOffsetS'],
  qtcFraminghamMs: ['qrsOnsetS', 'tOffsetS'],
  qtcHodgesMs: ['qrsOnsetS', 'tOffsetS'],
  pAxisDeg: ['pOnsetS', 'pOffsetS'],
  qrsAxisDeg: ['qrsOnsetS', 'qrsOffsetS'],
  tAxisDeg: ['tOffsetS'],
} as const satisfies Record<string, readonly MarkName[]>;
export type CorrectableName = keyof typeof restsOn;
export const correctableNames = Object.keys(restsOn) as readonly CorrectableName[];

export type BoundValues = Readonly<Record<CorrectableName, number | null>>;

/** The bounds as corrected. A bound of a wave that was not found cannot be moved. */
export const boundsWith = (bounds: GlobalBounds, corrected: CorrectedBounds): GlobalBounds => {
  const moved = (name: MarkName): number | null => (bounds[name] === null ? null : (corrected[name] ?? bounds[name]));
  return {
    pOnsetS: moved('pOnsetS'),
    pOffsetS: moved('pOffsetS'),
    qrsOnsetS: corrected.qrsOnsetS ?? bounds.qrsOnsetS,
    qrsOffsetS: corrected.qrsOffsetS ?? bounds.qrsOffsetS,
    tOffsetS: moved('tOffsetS'),
  };
};

/** The nearest place to `toS` on a whole sample where a bound keeps the order of the waves and stays inside the beat. */
export const heldMark = (beat: MedianBeats, bounds: GlobalBounds, name: MarkName, toS: number): number => {
  const { sampleRateHz, zero } = beat;
  const firstS = -zero / sampleRateHz;
  const lastS = firstS + ((beat.leads[0]?.samplesMv.length ?? 1) - 1) / sampleRateHz;
  const index = markNames.indexOf(name);
  const known = (names: readonly MarkName[]): number[] => names.flatMap((each) => bounds[each] ?? []);
  // P may end where the QRS begins; all others are a sample apart at least.
  const touching = (other: number | undefined): number => (other === undefined ? 0 : 1 / sampleRateHz);
  const before = known(markNames.slice(0, index)).at(-1);
  const behind = known(markNames.slice(index + 1))[0];
  const meets = name === 'pOffsetS' || (name === 'qrsOnsetS' && bounds.pOffsetS !== null);
  const least = before === undefined ? firstS : before + (meets && name === 'qrsOnsetS' ? 0 : touching(before));
  const most = behind === undefined ? lastS : behind - (name === 'pOffsetS' ? 0 : touching(behind));
  const sample = Math.round(Math.min(most, Math.max(least, toS)) * sampleRateHz);
  const onSample = sample / sampleRateHz;
  // A bound of ours may lie between samples: rounding must not step over it.
  return onSample > most ? (sample - 1) / sampleRateHz : onSample < least ? (sample + 1) / sampleRateHz : onSample;
};

const axisFrom = (
  beat: MedianBeats,
  wave: keyof typeof leastVectorMvS,
  boundsOf: (lead: MedianBeats['leads'][number]) => Pick<Bounds, 'onsetS' | 'offsetS'> | null,
): number | null => {
  const area = (name: string): number | null => {
    const lead = beat.leads.find((each) => each.name === name);
    const bounds = lead === undefined ? null : boundsOf(lead);
    if (lead === undefined || bounds === null) return null;
    return netArea(
      { samplesMv: lead.samplesMv, zero: beat.zero },
      beat.sampleRateHz,
      wave,
      bounds.onsetS,
      bounds.offsetS,
    );
  };
  const one = area('I');
  const foot = area('aVF');
  return one === null || foot === null || Math.hypot(one, foot) < leastVectorMvS[wave]
    ? null
    : frontalAxisDeg(one, foot);
};

/**
 * Intervals, corrected QT and axes between bounds that hold for all leads, by the formulas of `measure`. QTc needs the mean RR, s;
 * null without it, outside of the formulas' range, and without the wave. Axes are the net areas between the bounds in I and aVF.
 */
export const valuesBetween = (beat: MedianBeats, bounds: GlobalBounds, rrS: number | null): BoundValues => {
  const { pOnsetS, pOffsetS, qrsOnsetS, qrsOffsetS, tOffsetS } = bounds;
  const qtS = tOffsetS === null ? null : tOffsetS - qrsOnsetS;
  const corrected = (name: keyof typeof correctedQtS): number | null =>
    qtS === null || rrS === null || !qtCorrectionHolds(rrS) ? null : 1000 * correctedQtS[name](qtS, rrS);
  return {
    pMs: pOnsetS === null || pOffsetS === null ? null : 1000 * (pOffsetS - pOnsetS),
    prMs: pOnsetS === null ? null : 1000 * (qrsOnsetS - pOnsetS),
    qrsMs: 1000 * (qrsOffsetS - qrsOnsetS),
    qtMs: qtS === null ? null : 1000 * qtS,
    qtcBazettMs: corrected('qtcBazettMs'),
    qtcFridericiaMs: corrected('qtcFridericiaMs'),
    qtcFraminghamMs: corrected('qtcFraminghamMs'),
    qtcHodgesMs: corrected('qtcHodgesMs'),
    pAxisDeg:
      pOnsetS === null || pOffsetS === null
        ? null
        : axisFrom(beat, 'P', () => ({ onsetS: pOnsetS, offsetS: pOffsetS })),
    qrsAxisDeg: axisFrom(beat, 'QRS', () => ({ onsetS: qrsOnsetS, offsetS: qrsOffsetS })),
    tAxisDeg:
      tOffsetS === null
        ? null
        : axisFrom(beat, 'T', ({ marks }) => marks.t && { onsetS: marks.t.onsetS, offsetS: tOffsetS }),
  };
};

/** A value that follows from bounds which a reader moved. */
export interface CorrectedValue {
  readonly name: CorrectableName;
  /** The computer's; null: it measured none. */
  readonly computer: number | null;
  readonly corrected: number | null;
}

export const correctedValueSchema = z.object({
  name: z.enum(correctableNames as [CorrectableName, ...CorrectableName[]]),
  computer: z.number().nullable(),
  corrected: z.number().nullable(),
});

const namesThatRestOn = (corrected: CorrectedBounds): readonly CorrectableName[] =>
  correctableNames.filter((name) => restsOn[name].some((each) => corrected[each] !== undefined));

/**
 * What a correction of the median beat changes: only values that rest on a moved bound, beside the computer's own; what nobody
 * touched stays the computer's.
 */
export const correctedValues = (
  median: MedianBeats,
  corrected: CorrectedBounds,
  measurements: Pick<Measurements, CorrectableName | 'rrMeanMs'>,
): readonly CorrectedValue[] => {
  const rrS = measurements.rrMeanMs === null ? null : measurements.rrMeanMs / 1000;
  const values = valuesBetween(median, boundsWith(median.bounds, corrected), rrS);
  return namesThatRestOn(corrected).map((name) => ({
    name,
    computer: measurements[name],
    corrected: values[name],
  }));
};

/** The same of one beat, whose computer's values lie between the bounds that were found in it. */
export const correctedBeatValues = (
  beat: MedianBeats,
  corrected: CorrectedBounds,
  rrS: number | null,
): readonly CorrectedValue[] => {
  const found = valuesBetween(beat, beat.bounds, rrS);
  const values = valuesBetween(beat, boundsWith(beat.bounds, corrected), rrS);
  const moved = new Set<CorrectableName>(namesThatRestOn(corrected));
  return correctableNames.map((name) => ({
    name,
    computer: found[name],
    corrected: moved.has(name) ? values[name] : found[name],
  }));
};

/** The corrections with one bound of the median beat (null) or of a beat put elsewhere, or back where it was found (null). */
export const withMark = (
  corrections: MarkCorrections,
  beat: number | null,
  name: MarkName,
  atS: number | null,
): MarkCorrections => {
  const put = (bounds: CorrectedBounds): CorrectedBounds => {
    const { [name]: _, ...others } = bounds;
    return atS === null ? others : { ...others, [name]: atS };
  };
  if (beat === null) return { ...corrections, median: put(corrections.median) };
  const bounds = put(boundsOfBeat(corrections, beat));
  const others = corrections.beats.filter((each) => each.beat !== beat);
  const all = Object.keys(bounds).length === 0 ? others : [...others, { beat, bounds }];
  return { ...corrections, beats: all.sort((a, b) => a.beat - b.beat) };
};

export const boundsOfBeat = (corrections: MarkCorrections, beat: number | null): CorrectedBounds =>
  beat === null ? corrections.median : (corrections.beats.find((each) => each.beat === beat)?.bounds ?? {});

export const sameCorrections = (one: MarkCorrections, other: MarkCorrections): boolean => {
  const flat = ({ median, beats }: MarkCorrections): string =>
    [{ beat: -1, bounds: median }, ...beats]
      .map(({ beat, bounds }) => `${beat} ${markNames.map((name) => bounds[name] ?? '').join(' ')}`)
      .join('\n');
  return flat(one) === flat(other);
};

/** Corrections as they are stored: what was moved, and what the values were and became. */
export const storedCorrectionsSchema = z.object({
  createdAt: z.string(),
  author: z.string(),
  marks: markCorrectionsSchema,
  values: z.array(correctedValueSchema),
});
export interface StoredCorrections {
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly author: string;
  readonly marks: MarkCorrections;
  /** Of the median beat; empty where only single beats were corrected. */
  readonly values: readonly CorrectedValue[];
}

/** The measurements with corrected values in the place of the computer's, which have no uncertainty that was estimated. */
export const withCorrected = (measurements: Measurements, values: readonly CorrectedValue[]): Measurements => {
  const changed = Object.fromEntries(values.map(({ name, corrected }) => [name, corrected]));
  const without = <T extends Readonly<Record<string, unknown>>>(record: T): T =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !(name in changed))) as T;
  return {
    ...measurements,
    ...changed,
    uncertaintyMs: without(measurements.uncertaintyMs),
    ...(measurements.uncertainty === undefined ? {} : { uncertainty: without(measurements.uncertainty) }),
  };
};
