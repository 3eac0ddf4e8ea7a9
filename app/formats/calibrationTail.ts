import type { Lead, RecordingNote } from '../recording/recording.ts';

/** Leads are alike where they differ by less: a pulse that went through a filter is no longer quite the same in all. */
const alikeMv = 0.025;
/** A pulse is at least so high and so long; Philips and others write 1 mV for 0.2 s. */
const leastPulseMv = 0.5;
const leastPulseS = 0.08;
/** What an interrupted run of likeness may be bridged by. */
const bridgedS = 0.02;
const limbLeads = ['I', 'II', 'III'];

interface Signals {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  readonly sampleCount: number;
}

/** The common value of all leads, or null where they differ. */
const commonValue = (leads: readonly Lead[], at: number): number | null => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { samplesMv } of leads) {
    low = Math.min(low, samplesMv[at]!);
    high = Math.max(high, samplesMv[at]!);
  }
  return high - low <= alikeMv ? (high + low) / 2 : null;
};

/**
 * Takes off a calibration pulse that a device wrote at the end of every lead. No heart does that: as III is II - I, three limb
 * leads that are the same are 0. Returns the signals as they are, with a null note, where there is none.
 */
export const withoutCalibration = <Read extends Signals>(
  signals: Read,
): { readonly signals: Read; readonly note: RecordingNote | null } => {
  const { leads, sampleRateHz, sampleCount } = signals;
  const kept = { signals, note: null };
  if (!limbLeads.every((name) => leads.some((lead) => lead.name === name))) return kept;
  const bridged = Math.round(bridgedS * sampleRateHz);
  let start = sampleCount;
  let unlike = 0;
  let pulse = 0;
  for (let at = sampleCount - 1; at >= 0 && unlike <= bridged; at -= 1) {
    const value = commonValue(leads, at);
    if (value === null) {
      unlike += 1;
      continue;
    }
    unlike = 0;
    start = at;
    if (Math.abs(value) >= leastPulseMv) pulse += 1;
  }
  if (pulse < leastPulseS * sampleRateHz || start === 0) return kept;
  const cut = leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(0, start) }));
  const seconds = ((sampleCount - start) / sampleRateHz).toFixed(1);
  return {
    signals: { ...signals, leads: cut, sampleCount: start },
    note: {
      code: 'calibration-left-out',
      text: `The last ${seconds} s hold the device's calibration pulse in every lead; they are left out.`,
    },
  };
};
