import { butterworth } from '../signal/butterworth.ts';
import { causalFilter } from '../signal/causalFilter.ts';
import { type SlowLead, slowBandHz, slowRateHz } from './slowLead.ts';
import { streamingDelayS } from './streamingDetector.ts';
import { fibrillationWindowS, isFibrillating } from './ventricularFibrillation.ts';

/** What a live monitor has to call out. Seconds from the start of the recording. */
export interface StreamAlarm {
  /**
   * asystole: no beat for more than 4 s; signal-lost: the same, but most of that time no lead had a sample; vf-suspected: five seconds of
   * waves without beats.
   */
  readonly alarm: 'asystole' | 'signal-lost' | 'vf-suspected';
  /** Where it begins: the last beat, or the beginning of the window that shows fibrillation. */
  readonly fromS: number;
  /** End of the sample with which it was raised. */
  readonly reportedAtS: number;
}

/** Without a beat for longer than this, an alarm. */
export const asystoleAfterS = 4;
/** A beat may be reported this late, so that the alarm waits for it. */
export const asystoleLatencyS = streamingDelayS;
/** Fibrillation is looked for this often, in the five seconds before. */
const lookEveryS = 1;
/** After its beginning, fibrillation of an even size is called out at the latest. */
export const fibrillationLatencyS = fibrillationWindowS + lookEveryS;

export interface AlarmWatch {
  /** The next sample of every lead, NaN where missing; gives the alarms that it raises. */
  readonly push: (samplesMv: readonly number[]) => readonly StreamAlarm[];
  readonly beat: (timeS: number) => void;
  /** Whether the last look saw fibrillation: what is detected meanwhile is no beat. */
  readonly fibrillating: () => boolean;
}

interface CausalLead extends SlowLead {
  sum: number;
  count: number;
  lastMv: number;
  readonly filter: (value: number) => number;
}

/** Strictly causal; raises an alarm once, and again after a beat or a look without fibrillation has ended it. */
export const watchAlarms = (sampleRateHz: number, leadCount: number): AlarmWatch => {
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
  let lastBeatS = 0;
  let silent = false;
  let fibrillating = false;
  let missing = 0;

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

  const lookForFibrillation = (nowS: number): StreamAlarm[] => {
    const before = fibrillating;
    fibrillating = isFibrillating(leads, 0, size);
    if (fibrillating) lastBeatS = nowS;
    return fibrillating && !before
      ? [{ alarm: 'vf-suspected', fromS: nowS - fibrillationWindowS, reportedAtS: nowS }]
      : [];
  };

  return {
    push: (samplesMv) => {
      const alarms: StreamAlarm[] = [];
      let any = false;
      samplesMv.forEach((value, l) => {
        if (!Number.isFinite(value)) return;
        any = true;
        leads[l]!.sum += value;
        leads[l]!.count += 1;
      });
      if (!any) missing += 1;
      pushed += 1;
      const nowS = pushed / sampleRateHz;
      while ((slow + 1) / slowRateHz <= nowS + 1e-9) {
        leads.forEach(shift);
        slow += 1;
        if (slow >= size && slow % (lookEveryS * slowRateHz) === 0) alarms.push(...lookForFibrillation(nowS));
      }
      if (!silent && nowS - lastBeatS > asystoleAfterS + asystoleLatencyS) {
        silent = true;
        const lost = missing / sampleRateHz > (nowS - lastBeatS) / 2;
        alarms.push({ alarm: lost ? 'signal-lost' : 'asystole', fromS: lastBeatS, reportedAtS: nowS });
      }
      return alarms;
    },
    beat: (timeS) => {
      lastBeatS = Math.max(lastBeatS, timeS);
      silent = false;
      missing = 0;
    },
    fibrillating: () => fibrillating,
  };
};
