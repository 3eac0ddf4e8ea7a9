import { findLead, type Lead, type Recording } from '../recording/recording.ts';
import type { Bounds } from './delineation/delineate.ts';
import { type DominantBeat, dominantBeat } from './delineation/dominantBeat.ts';
import { type GlobalBounds, globalBounds } from './delineation/globalIntervals.ts';
import { medianLead } from './leadAmplitudes.ts';
import { delineateBetweenSpikes } from './pacedDelineation.ts';
import type { Analysis } from './schema.ts';

/** Bounds of the waves in one lead, s from the beat's instant; null: no such wave in most of the beats averaged. */
export interface LeadMarks {
  readonly p: Bounds | null;
  readonly qrs: Bounds;
  readonly t: Bounds | null;
}

export interface MedianBeatLead {
  readonly name: string;
  /** One value per 1 / `sampleRateHz`, level 0 at the PR segment; NaN where no beat has a sample. */
  readonly samplesMv: Float32Array;
  readonly marks: LeadMarks;
}

/** The beat that the measurements were taken in, lead by lead. */
export interface MedianBeats {
  readonly leads: readonly MedianBeatLead[];
  /** Of the samples: the recording's own. */
  readonly sampleRateHz: number;
  /** Index of the beat's instant, time 0 of all marks, in every lead. */
  readonly zero: number;
  /** Earliest onset and latest offset over the leads, as the intervals were measured; s from the beat's instant. */
  readonly bounds: GlobalBounds;
  /** Beats whose median this is. */
  readonly averaged: number;
  /** Beats of the same shape; more than `averaged` in long recordings, where the median takes evenly spaced ones. */
  readonly alike: number;
  /** All beats of the recording. */
  readonly beats: number;
}

/** What the delineation needs. */
const leastRateHz = 30;

export type MedianBeatsResult = MedianBeats | { readonly reason: string };

/** The waves of one beat in each delineated lead, s from the start of the recording, as the analysis holds them. */
export interface BeatMarks {
  readonly leads: Readonly<Record<string, LeadMarks>>;
  /** Of the shape that the median is made of; the others are ectopic, paced otherwise, or disturbed. */
  readonly dominant: boolean;
  /** The beat's instant in the analysis, s from the start of the recording. */
  readonly timeS: number;
}

export interface MarkedBeats {
  readonly beats: readonly BeatMarks[];
  readonly median: MedianBeats;
}

/**
 * The marks of an analysis beat by beat, and the median of the beats that it measured: every sample is the middle one of up
 * to 25 aligned beats of the dominant class, from the recording as it is, unfiltered and with its pacing spikes, each beat levelled at its PR segment.
 * Where the analysis has no waves, or does not fit the recording, `reason` says so. Linear time.
 */
export const markBeats = (
  recording: Recording,
  analysis: Pick<Analysis, 'beats' | 'delineation' | 'measurements' | 'pacing'>,
): MarkedBeats | { readonly reason: string } => {
  const names = Object.keys(analysis.delineation);
  const leads = names.flatMap((name) => findLead(recording, name) ?? []);
  const perLead = leads.map((lead) => wavesByBeat(analysis.delineation[lead.name] ?? []));
  const count = analysis.beats.length;
  if (names.length === 0)
    return { reason: analysis.measurements.reasons.qrsMs ?? 'No waves were marked in this recording.' };
  const fits =
    leads.length === names.length &&
    perLead.every((waves) => waves.length === count) &&
    recording.sampleRateHz >= leastRateHz;
  if (!fits) return { reason: 'The stored marks do not fit the beats of this recording; analyse it again.' };

  // Classes of the beats and the bounds of QRS over all leads are not stored.
  const { delineation, leads: clean } = delineateBetweenSpikes(
    leads,
    recording.sampleRateHz,
    analysis.beats.map(({ timeS }) => Math.round(timeS * recording.sampleRateHz)),
    analysis.pacing.spikes,
  );
  const { beats: found, inspection } = delineation;
  const beat = dominantBeat({
    beats: found.map((waves, k) => ({ ...waves, ...acrossLeads(perLead.map((list) => list[k]!)) })),
    inspection,
  });
  const median = beat === null ? null : medianOf(beat, leads, clean, recording.sampleRateHz, count);
  if (median === null) return { reason: 'No beat has a sample before its QRS to level it by.' };
  return {
    median,
    beats: found.map(({ beatClass }, k) => ({
      dominant: beatClass === inspection.classes.dominant,
      timeS: analysis.beats[k]!.timeS,
      leads: Object.fromEntries(leads.map((lead, l) => [lead.name, perLead[l]![k]!])),
    })),
  };
};

const medianOf = (
  beat: DominantBeat,
  leads: readonly Lead[],
  clean: readonly Lead[],
  sampleRateHz: number,
  beats: number,
): MedianBeats | null => {
  const qrsOnsetS = Math.min(...beat.qrs.map(({ onsetS }) => onsetS));
  const rows = leads.map((lead, l) =>
    medianLead(lead.samplesMv, sampleRateHz, beat.atS, qrsOnsetS, clean[l]!.samplesMv),
  );
  const first = rows.find((row) => row !== null);
  if (first === undefined || first === null) return null;
  return {
    leads: leads.flatMap((lead, l): MedianBeatLead[] => {
      const row = rows[l];
      if (!row) return [];
      const marks = { p: beat.p?.[l] ?? null, qrs: beat.qrs[l]!, t: beat.t?.[l] ?? null };
      return [{ name: lead.name, samplesMv: row.samplesMv, marks }];
    }),
    sampleRateHz,
    zero: first.zero,
    bounds: globalBounds(beat),
    averaged: Math.max(...rows.map((row) => row?.beats ?? 0)),
    alike: beat.atS.length,
    beats,
  };
};

/** The list of one lead, in the order of time, cut into beats: a P belongs to the QRS behind it, a T to the one before. */
const wavesByBeat = (waves: Analysis['delineation'][string]): LeadMarks[] => {
  const beats: LeadMarks[] = [];
  let p: Bounds | null = null;
  for (const { wave, onsetS, peakS, offsetS } of waves) {
    if (onsetS === null || peakS === null || offsetS === null) continue;
    const bounds: Bounds = { onsetS, peakS, offsetS };
    if (wave === 'P') p = bounds;
    else if (wave === 'QRS') {
      beats.push({ p, qrs: bounds, t: null });
      p = null;
    } else {
      const last = beats.pop();
      if (last !== undefined) beats.push({ ...last, t: bounds });
    }
  }
  return beats;
};

/** One beat with its leads together; a wave counts as there when every lead has it, as the delineation gives it. */
const acrossLeads = (leads: readonly LeadMarks[]) => {
  const all = (pick: (marks: LeadMarks) => Bounds | null): readonly Bounds[] | null => {
    const found = leads.flatMap((marks) => pick(marks) ?? []);
    return found.length === leads.length ? found : null;
  };
  return { p: all(({ p }) => p), qrs: leads.map(({ qrs }) => qrs), t: all(({ t }) => t) };
};
