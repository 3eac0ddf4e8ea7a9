import type { Recording } from '../../app/recording/recording.ts';
import { createRandom } from '../../app/synth/random.ts';

export interface Stratum {
  readonly leads: number;
  readonly seconds: number;
}

/** What is left of a recording of twelve leads and ten seconds: fewer leads, fewer beats, and both. */
export const strata: readonly Stratum[] = [
  { leads: 12, seconds: 10 },
  { leads: 6, seconds: 10 },
  { leads: 3, seconds: 10 },
  { leads: 2, seconds: 10 },
  { leads: 1, seconds: 10 },
  { leads: 12, seconds: 5 },
  { leads: 12, seconds: 2 },
  { leads: 3, seconds: 5 },
  { leads: 1, seconds: 5 },
  { leads: 1, seconds: 2 },
];

/** Leads and beginning drawn by `seed`, the same for the same seed. */
export const partOf = (
  recording: Recording,
  { leads, seconds }: Stratum,
  seed: number,
): { readonly recording: Recording; readonly fromS: number } => {
  const random = createRandom(seed, `part ${leads} ${seconds}`);
  const rest = [...recording.leads];
  const kept = Array.from(
    { length: Math.min(leads, rest.length) },
    () => rest.splice(Math.floor(rest.length * random.uniform()), 1)[0]!,
  );
  const length = Math.min(recording.sampleCount, Math.round(seconds * recording.sampleRateHz));
  const from = Math.floor((recording.sampleCount - length + 1) * random.uniform());
  const left = recording.leads
    .filter((lead) => kept.includes(lead))
    .map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(from, from + length), derived: false }));
  return { recording: { ...recording, sampleCount: length, leads: left }, fromS: from / recording.sampleRateHz };
};

export const stratumName = ({ leads, seconds }: Stratum): string =>
  `${leads} ${leads === 1 ? 'lead' : 'leads'}, ${seconds} s`;
