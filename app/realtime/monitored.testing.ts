import type { BeatClass } from '../models/beats/beatClasses.ts';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { AlarmKind } from './alarm.ts';
import { createMonitor, type MonitorEvent } from './monitor.ts';

export const specOf = (change: Partial<SynthSpec>): SynthSpec =>
  synthSpec({ seed: 1, durationS: 20, sampleRateHz: 250, ...change });
export const heart = (change: Partial<SynthSpec>): Recording => synthesise(specOf(change)).recording;

/** I and II. */
export const twoLeads = (recording: Recording): Recording => ({ ...recording, leads: recording.leads.slice(0, 2) });
/** II, V1 and V5: beats of the ventricles stand out in one of them. */
export const chestLeads = (recording: Recording): Recording => ({
  ...recording,
  leads: recording.leads.filter(({ name }) => ['II', 'V1', 'V5'].includes(name)),
});

export const changed = (
  recording: Recording,
  change: (samplesMv: Float32Array, lead: number) => Float32Array,
): Recording => ({
  ...recording,
  leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: change(lead.samplesMv, l) })),
});

export interface Heard {
  readonly events: readonly MonitorEvent[];
  readonly alarms: readonly AlarmKind[];
}

/** Plays every lead up to `toS`, and to the end with what was still waiting without it; classes by `classOf` of the beat's number, none when null. */
export const played = (
  { leads, sampleRateHz }: Recording,
  classOf: ((number: number, timeS: number) => BeatClass | null) | null,
  toS = Number.POSITIVE_INFINITY,
): Heard => {
  const monitor = createMonitor({ sampleRateHz, leadNames: leads.map(({ name }) => name), classes: classOf !== null });
  const events: MonitorEvent[] = [];
  const end = Math.min(leads[0]?.samplesMv.length ?? 0, Math.floor(toS * sampleRateHz + 1e-6));
  const samples = new Float32Array(leads.length);
  for (let i = 0; i < end; i++) {
    leads.forEach(({ samplesMv }, l) => {
      samples[l] = samplesMv[i]!;
    });
    events.push(...monitor.push(samples));
    for (const { number, timeS } of monitor.due()) {
      const aami = classOf?.(number, timeS) ?? null;
      events.push(...monitor.classify(aami === null ? null : { aami, probability: 1 }));
    }
  }
  if (toS === Number.POSITIVE_INFINITY) events.push(...monitor.finish());
  return { events, alarms: events.flatMap((event) => (event.type === 'alarm' ? [event.kind] : [])) };
};
