import type { Recording } from '../recording/recording.ts';
import { diagnosticBandHz, limitBand } from '../signal/diagnosticBand.ts';
import { bridgeGaps } from '../signal/gaps.ts';
import { detectMains, removeMains } from '../signal/mains.ts';
import { welch } from '../signal/spectrum.ts';
import { filtersText } from './caption.ts';

/** Through what a tracing is looked at; `narrow`, without mains too, is for the rhythm: ST, notches and spikes are not to be judged. */
export const displayFilters = ['recorded', 'diagnostic', 'withoutMains', 'narrow'] as const;
export type DisplayFilter = (typeof displayFilters)[number];

/** Cut-offs of the diagnostic band and of the usual narrow band of carts and monitors, Hz. */
const [diagnosticHz, narrowHz] = [diagnosticBandHz.lowPassHz, 40];
const segmentS = 4;

/** The mains line that stands out in most leads, Hz; null where it does in none. */
const mainsOf = ({ leads, sampleRateHz }: Recording): 50 | 60 | null => {
  const found = leads.map(
    ({ samplesMv }) => detectMains(welch(bridgeGaps(samplesMv).bridged, sampleRateHz, segmentS))?.hz,
  );
  const [at50, at60] = ([50, 60] as const).map((hz) => found.filter((each) => each === hz).length) as [number, number];
  return at50 + at60 === 0 ? null : at50 >= at60 ? 50 : 60;
};

/** A recording of a rate that does not carry the cut-off is narrower by itself. */
const bandText = (lowPassHz: number, sampleRateHz: number): string =>
  lowPassHz <= 0.45 * sampleRateHz ? `up to ${lowPassHz} Hz` : `as recorded, less than ${lowPassHz} Hz`;

/**
 * The recording as it looks through a filter without phase shift, the same one in every lead, for the eye alone: measured,
 * stored and printed is what was recorded. What was done stands behind the filters that the file names. Missing samples stay
 * missing; the recording itself for `recorded`. The baseline stays as recorded: in ten seconds a high-pass of 0.05 Hz would
 * show what lies beyond the ends. Linear time.
 */
export const seenThrough = (recording: Recording, filter: DisplayFilter): Recording => {
  if (filter === 'recorded') return recording;
  const { sampleRateHz } = recording;
  const lowPassHz = filter === 'narrow' ? narrowHz : diagnosticHz;
  const mainsHz = filter === 'diagnostic' ? null : mainsOf(recording);
  const mainsText = filter === 'diagnostic' ? '' : mainsHz === null ? ', no mains found' : `, ${mainsHz} Hz taken out`;
  return {
    ...recording,
    leads: recording.leads.map((lead) => {
      const limited = limitBand(lead.samplesMv, sampleRateHz, { highPassHz: null, lowPassHz });
      return { ...lead, samplesMv: mainsHz === null ? limited : removeMains(limited, sampleRateHz, mainsHz) };
    }),
    appliedFilters: [filtersText(recording), `on this screen ${bandText(lowPassHz, sampleRateHz)}${mainsText}`],
  };
};
