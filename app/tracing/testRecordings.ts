import { type Recording, standardLeads, unknownPatient } from '../recording/recording.ts';

/** Recordings of simple known shapes for the tests of tracing and paper; not ECGs, and never shown to anybody. */

export const recordingOf = (
  leadNames: readonly string[],
  seconds: number,
  voltageMv: (timeS: number, lead: number) => number,
  sampleRateHz = 500,
): Recording => {
  const sampleCount = Math.round(seconds * sampleRateHz);
  return {
    leads: leadNames.map((name, lead) => ({
      name,
      samplesMv: Float32Array.from({ length: sampleCount }, (_, index) => voltageMv(index / sampleRateHz, lead)),
      derived: false,
    })),
    sampleRateHz,
    sampleCount,
    startTime: null,
    patient: unknownPatient,
    device: null,
    appliedFilters: [],
    notes: [],
  };
};

/** 1 mV for 100 ms at each half second after a full one: rises lie exactly 1 s apart. */
export const oneHertzPulses = (timeS: number): number => {
  const phaseS = timeS - Math.floor(timeS);
  return phaseS >= 0.5 && phaseS < 0.6 ? 1 : 0;
};

export const twelveLeads = (seconds = 10): Recording => recordingOf(standardLeads, seconds, oneHertzPulses);
