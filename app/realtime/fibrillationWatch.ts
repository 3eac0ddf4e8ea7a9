import { type SlowLead, slowBandHz, slowRateHz } from '../analysis/slowLead.ts';
import { fibrillationWindowS, isFibrillating } from '../analysis/ventricularFibrillation.ts';
import { butterworth } from '../signal/butterworth.ts';
import { causalFilter } from '../signal/causalFilter.ts';

export interface FibrillationWatch {
  /** The next sample of every lead, mV, NaN where missing. Whether fibrillation is seen, where a look was taken, else null. */
  readonly push: (samplesMv: ArrayLike<number>) => boolean | null;
}

/** Fibrillation is looked for this often, in the five seconds before, s. */
const lookEveryS = 1;

interface CausalLead extends SlowLead {
  sum: number;
  count: number;
  lastMv: number;
  readonly filter: (value: number) => number;
}

/** The indices of analysis/ventricularFibrillation of the last five seconds, of one-pass filters: strictly causal. */
export const createFibrillationWatch = (leadCount: number, sampleRateHz: number): FibrillationWatch => {
  const size = fibrillationWindowS * slowRateHz;
  const [fromHz, toHz] = slowBandHz;
  const leads = Array.from({ length: leadCount }, (): CausalLead => {
    const high = causalFilter(butterworth('high-pass', 2, fromHz, slowRateHz));
    const low = causalFilter(butterworth('low-pass', 2, toHz, slowRateHz));
    return {
      mv: new Float64Array(size),
      present: new Uint8Array(size),
      sum: 0,
      count: 0,
      lastMv: 0,
      filter: (value) => low(high(value)),
    };
  });
  let pushed = 0;
  let slow = 0;

  /** The oldest slow sample goes, the newest comes. */
  const shift = (lead: CausalLead): void => {
    if (lead.count > 0) lead.lastMv = lead.sum / lead.count;
    lead.mv.copyWithin(0, 1);
    lead.present.copyWithin(0, 1);
    lead.mv[size - 1] = lead.filter(lead.lastMv);
    lead.present[size - 1] = lead.count > 0 ? 1 : 0;
    lead.sum = 0;
    lead.count = 0;
  };

  return {
    push: (samplesMv) => {
      for (let l = 0; l < leadCount; l++) {
        const value = samplesMv[l] ?? Number.NaN;
        if (!Number.isFinite(value)) continue;
        leads[l]!.sum += value;
        leads[l]!.count += 1;
      }
      pushed += 1;
      let seen: boolean | null = null;
      while ((slow + 1) / slowRateHz <= pushed / sampleRateHz + 1e-9) {
        leads.forEach(shift);
        slow += 1;
        if (slow >= size && slow % (lookEveryS * slowRateHz) === 0) seen = isFibrillating(leads, 0, size);
      }
      return seen;
    },
  };
};
