import type { Lead, Recording } from '../recording/recording.ts';
import { assessPacing, besideBeats, type PacingAssessment } from './pacing.ts';
import { detectQrs } from './qrs.ts';
import { withoutSpikes } from './withoutSpikes.ts';

export interface Beats extends PacingAssessment {
  /** Samples, ascending. */
  readonly beats: readonly number[];
  readonly beatTimesS: readonly number[];
}

/**
 * Beats, sought in `detectionLeads`, and pacing before them. Where there is pacing, the beats are sought again without its
 * spikes, which pass for a QRS: a pulse that nothing answers leaves no beat.
 */
export const findBeats = (recording: Recording, detectionLeads: readonly Lead[]): Beats => {
  const { sampleRateHz } = recording;
  const search = (leads: readonly Lead[]) => {
    const beats = detectQrs(
      leads.map((lead) => lead.samplesMv),
      sampleRateHz,
    );
    return { beats, beatTimesS: beats.map((sample) => sample / sampleRateHz) };
  };
  const first = search(detectionLeads);
  const assessed = assessPacing(recording, first.beatTimesS);
  const { spikes } = assessed.pacing;
  if (spikes.length === 0) return { ...first, ...assessed };
  const leads = withoutSpikes(detectionLeads, spikes, sampleRateHz);
  const between = search(leads);
  return { ...between, ...besideBeats(assessed.pacing, between.beatTimesS, { ...recording, leads }) };
};
