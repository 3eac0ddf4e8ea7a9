import type { LiveClasses } from '../../../app/ports.ts';
import type { Alarm } from '../../../app/realtime/alarm.ts';
import { liveLeads } from '../../../app/realtime/liveLeads.ts';
import { createMonitor, type MonitorEvent } from '../../../app/realtime/monitor.ts';
import type { Recording } from '../../../app/recording/recording.ts';
import { accept, type Result } from '../../../app/result.ts';
import type { LiveBeat, LiveScene } from '../../../app/tracing/layoutLive.ts';

type Played = Pick<Recording, 'leads' | 'sampleRateHz' | 'sampleCount'>;

export interface LivePlayer {
  readonly durationS: number;
  /** Plays on to this time, at most to the end; time never runs back. */
  readonly playTo: (timeS: number) => void;
  readonly nowS: () => number;
  readonly bpm: () => number | null;
  readonly alarms: () => readonly Alarm[];
  /** What is known now, of this many leads, the judged one first. */
  readonly scene: (leadCount: number) => Pick<LiveScene, 'leads' | 'sampleRateHz' | 'nowS' | 'beats'>;
}

/** The sweep and the tachogram show no more. */
const keptS = 120;
/** What tells most beside the judged lead. */
const besides = ['V1', 'V5', 'II', 'I'];

/**
 * An open recording played into the monitor, as if it came from an amplifier. Classes come from main, which gave each from what was
 * known 600 ms behind its beat; they are told at that time and not before. Errors: those of `liveLeads`.
 */
export const createLivePlayer = (recording: Played, classes: LiveClasses | null): Result<LivePlayer> => {
  const leads = liveLeads(recording, null);
  if (!leads.ok) return leads;
  const { names, indices, judged } = leads.value;
  const { sampleRateHz, sampleCount } = recording;
  const monitor = createMonitor({ sampleRateHz, leadNames: names, classes: classes !== null });
  const sources = indices.map((index) => recording.leads[index]!.samplesMv);
  const values = new Float32Array(sources.length);
  const beats: (LiveBeat & { readonly number: number })[] = [];
  let played = 0;
  let bpm: number | null = null;

  const hear = (event: MonitorEvent): void => {
    if (event.type === 'rate') bpm = event.bpm;
    if (event.type === 'beat') beats.push({ ...event, aami: null });
    if (event.type === 'class') {
      const at = beats.findLastIndex(({ number }) => number === event.number);
      const beat = beats[at];
      if (beat !== undefined) beats[at] = { ...beat, aami: event.aami };
    }
  };

  const order = [judged, ...besides.map((name) => names.indexOf(name)), ...names.keys()];
  const shownLeads = [...new Set(order.filter((lead) => lead >= 0))].map((lead) => ({
    name: names[lead]!,
    samplesMv: sources[lead]!,
  }));

  return accept({
    durationS: sampleCount / sampleRateHz,
    playTo: (timeS) => {
      const end = Math.min(sampleCount, Math.floor(timeS * sampleRateHz + 1e-6));
      for (; played < end; played++) {
        for (let l = 0; l < sources.length; l++) values[l] = sources[l]![played]!;
        monitor.push(values).forEach(hear);
        for (const { number } of monitor.due()) monitor.classify(classes?.classes[number] ?? null).forEach(hear);
      }
      const forgotten = beats.findIndex(({ timeS: beatS }) => beatS >= played / sampleRateHz - keptS);
      if (forgotten > 0) beats.splice(0, forgotten);
    },
    nowS: () => played / sampleRateHz,
    bpm: () => bpm,
    alarms: monitor.alarms,
    scene: (leadCount) => ({
      leads: shownLeads.slice(0, leadCount),
      sampleRateHz,
      nowS: played / sampleRateHz,
      beats,
    }),
  });
};
