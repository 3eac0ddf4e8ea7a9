import { singleLead } from '../models/singleLead.ts';
import { type Lead, type Recording, spellingOfLead } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';

/** What a monitor listens to. Indices into the leads of the recording. */
export interface LiveLeads {
  readonly names: readonly string[];
  readonly indices: readonly number[];
  /** Index into `names` of the lead that the classes are of. */
  readonly judged: number;
}

/** The detector's band needs this rate. */
const leastRateHz = 30;

type Source = Pick<Recording, 'sampleRateHz'> & {
  readonly leads: readonly Pick<Lead, 'name' | 'derived'>[];
};

/**
 * All recorded leads, or the one that is named, in any case. Errors: `unsupported` (rate), `not-found` (lead),
 * `values-invalid` (no leads).
 */
export const liveLeads = ({ leads, sampleRateHz }: Source, lead: string | null): Result<LiveLeads> => {
  if (!(sampleRateHz >= leastRateHz && Number.isFinite(sampleRateHz)))
    return refuse(
      'unsupported',
      `Beats cannot be found at ${sampleRateHz} samples per second: at least ${leastRateHz}.`,
    );
  const named: Lead[] = leads.map((one) => ({ ...one, samplesMv: new Float32Array(0) }));
  const wanted = lead === null ? null : spellingOfLead({ leads: named }, lead);
  if (wanted === undefined) return refuse('not-found', `The recording has no lead ${lead}.`);
  const recorded = named.filter(({ derived }) => !derived);
  const chosen = wanted !== null ? named.filter(({ name }) => name === wanted) : recorded.length > 0 ? recorded : named;
  const judged = singleLead({ leads: chosen }, wanted);
  if (judged === undefined) return refuse('values-invalid', 'The recording has no leads.');
  return accept({
    names: chosen.map(({ name }) => name),
    indices: chosen.map((one) => named.indexOf(one)),
    judged: chosen.indexOf(judged),
  });
};
