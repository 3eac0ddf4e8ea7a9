import { findLead, type Recording } from '../recording/recording.ts';
import type { Bounds } from './delineation/delineate.ts';
import { medianLead } from './leadAmplitudes.ts';
import type { LeadMarks, MarkedBeats, MedianBeatLead, MedianBeats } from './medianBeats.ts';

/** The global bounds leave out the most extreme of so many leads, as those of the median do. */
const manyLeads = 10;

const extreme = (values: readonly number[], order: 1 | -1): number => {
  const sorted = [...values].sort((a, b) => order * (a - b));
  return sorted[sorted.length >= manyLeads ? 1 : 0] ?? 0;
};

const fromInstant = (bounds: Bounds | null, timeS: number): Bounds | null =>
  bounds && { onsetS: bounds.onsetS - timeS, peakS: bounds.peakS - timeS, offsetS: bounds.offsetS - timeS };

/** Of a wave that every lead has. */
const overLeads = (
  leads: readonly MedianBeatLead[],
  pick: (marks: LeadMarks) => Bounds | null,
): readonly Bounds[] | null => {
  const found = leads.flatMap(({ marks }) => pick(marks) ?? []);
  return found.length === leads.length ? found : null;
};

/**
 * One beat of the recording in the shape of the median beat: its samples as recorded, levelled at its own PR segment, its marks,
 * and the bounds over its leads. null for a beat that has no sample there or that no lead was marked in.
 */
export const singleBeat = (recording: Recording, marked: MarkedBeats, index: number): MedianBeats | null => {
  const beat = marked.beats[index];
  if (beat === undefined) return null;
  const leads = Object.entries(beat.leads).flatMap(([name, { p, qrs, t }]): (MedianBeatLead & { zero: number })[] => {
    const lead = findLead(recording, name);
    const bounds = fromInstant(qrs, beat.timeS);
    if (lead === undefined || bounds === null) return [];
    const row = medianLead(lead.samplesMv, recording.sampleRateHz, [beat.timeS], bounds.onsetS);
    const marks = { p: fromInstant(p, beat.timeS), qrs: bounds, t: fromInstant(t, beat.timeS) };
    return row === null ? [] : [{ name, samplesMv: row.samplesMv, marks, zero: row.zero }];
  });
  const [first] = leads;
  if (first === undefined) return null;
  const p = overLeads(leads, (marks) => marks.p);
  const t = overLeads(leads, (marks) => marks.t);
  const qrs = leads.map(({ marks }) => marks.qrs);
  const onsets = (waves: readonly Bounds[]): number[] => waves.map(({ onsetS }) => onsetS);
  const offsets = (waves: readonly Bounds[]): number[] => waves.map(({ offsetS }) => offsetS);
  const qrsOnsetS = extreme(onsets(qrs), 1);
  return {
    leads,
    sampleRateHz: recording.sampleRateHz,
    zero: first.zero,
    bounds: {
      pOnsetS: p && extreme(onsets(p), 1),
      pOffsetS: p && Math.min(extreme(offsets(p), -1), qrsOnsetS),
      qrsOnsetS,
      qrsOffsetS: extreme(offsets(qrs), -1),
      tOffsetS: t && extreme(offsets(t), -1),
    },
    averaged: 1,
    alike: 1,
    beats: marked.beats.length,
  };
};
