import { findBeats } from '../../app/analysis/beats.ts';
import { type LeadFindings, leadFindings } from '../../app/analysis/leadFindings.ts';
import { type LeadBeat, leadBeat } from '../../app/analysis/quality/beatIndices.ts';
import { qualityOf } from '../../app/analysis/qualityOf.ts';
import type { Quality } from '../../app/analysis/schema.ts';
import type { Recording } from '../../app/recording/recording.ts';

export interface Judged {
  readonly quality: Quality;
  readonly beatsS: readonly number[];
  readonly leads: readonly { readonly findings: LeadFindings; readonly beat: LeadBeat | null }[];
}

/** What `analyzeSignal` says of quality and electrodes, without the delineation that it does beside. */
export const judge = (recording: Recording): Judged => {
  const { leads, sampleRateHz } = recording;
  const { beats } = findBeats(
    recording,
    leads.filter(({ derived }) => !derived),
  );
  const findings = leads.map(({ samplesMv }) => leadFindings(samplesMv, sampleRateHz));
  return {
    quality: qualityOf(recording, findings, beats, true),
    beatsS: beats.map((beat) => beat / sampleRateHz),
    leads: leads.map(({ samplesMv }, l) => ({
      findings: findings[l]!,
      beat: leadBeat(samplesMv, beats, sampleRateHz),
    })),
  };
};
