import type { Recording } from '../../app/recording/recording.ts';
import { resample } from '../../app/recording/resample.ts';
import { mixAtRatio, noiseForLeads, qrsHeightMv } from './noiseMixing.ts';
import { readRecord } from './readRecord.ts';

export const recordedKinds = ['em', 'ma', 'bw'] as const;
export type RecordedKind = (typeof recordedKinds)[number];
export const recordedLevelsDb = [24, 18, 12, 6, 0, -6] as const;
export const noiseConditions = recordedKinds.flatMap((kind) => recordedLevelsDb.map((db) => ({ kind, db })));

const rateHz = 500;

/**
 * Mixes noise of the folder nstdb into recordings of 500 Hz: stretches drawn by record and kind (seed 1), so that between the levels
 * only the size differs; ratio as in `mixAtRatio`. RangeError at another rate.
 */
export const mixerOf = (
  folder: string,
): ((
  recording: Recording,
  record: string,
  beatsS: readonly number[],
  kind: RecordedKind,
  ratioDb: number,
) => Recording) => {
  const noises = new Map(
    recordedKinds.map((kind) => {
      const { leads, sampleRateHz } = readRecord(folder, kind);
      return [kind, leads.map((lead) => resample(lead.samplesMv, sampleRateHz, rateHz))];
    }),
  );
  return (recording, record, beatsS, kind, ratioDb) => {
    if (recording.sampleRateHz !== rateHz) throw new RangeError(`noise at ${recording.sampleRateHz} Hz`);
    const leads = recording.leads.map((lead) => lead.samplesMv);
    const noise = noiseForLeads(
      recording.leads.map((lead) => lead.name),
      recording.sampleCount,
      noises.get(kind) ?? [],
      1,
      `${kind}/${record}`,
    );
    const mixed = mixAtRatio(
      leads,
      noise,
      leads.map((lead) => qrsHeightMv(lead, rateHz, beatsS)),
      ratioDb,
    );
    return { ...recording, leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: mixed[l]! })) };
  };
};
