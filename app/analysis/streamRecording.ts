import { durationS, type Recording, spellingOfLead } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';
import { type StreamAlarm, watchAlarms } from './streamAlarms.ts';
import { createStreamingDetector, type Detection } from './streamingDetector.ts';

/** A beat as a live monitor would have shown it. Seconds from the start of the recording. */
export interface StreamedBeat {
  readonly timeS: number;
  /** End of the sample with which the beat became certain. */
  readonly reportedAtS: number;
  /** `reportedAtS` - `timeS`; at most `streamingDelayS` and one sample, less at the end of the recording. */
  readonly delayS: number;
}

export interface RecordingStream {
  readonly durationS: number;
  /** Names of the leads that the beats are found in. */
  readonly leads: readonly string[];
  /** Plays on up to this time and returns the beats that became certain meanwhile, ascending. Time never runs back. */
  readonly playTo: (timeS: number) => readonly StreamedBeat[];
  /** Plays the rest and ends: beats that were still waiting are judged by what there is. */
  readonly finish: () => readonly StreamedBeat[];
  /** Alarms raised since the last call, ascending. While fibrillation is suspected, no beats are reported. */
  readonly alarms: () => readonly StreamAlarm[];
}

/** The detector's band needs this rate. */
const leastRateHz = 30;

/**
 * A stored recording played sample by sample through the strictly causal detector, as if it came from an amplifier. `lead`:
 * the only lead to listen to, in any case; null: all recorded leads. A recording has one rate from beginning to end; a source whose
 * rate changes needs a new stream.
 */
export const streamRecording = (recording: Recording, lead: string | null): Result<RecordingStream> => {
  const { sampleRateHz } = recording;
  if (!(sampleRateHz >= leastRateHz && Number.isFinite(sampleRateHz)))
    return refuse(
      'unsupported',
      `Beats cannot be found at ${sampleRateHz} samples per second: at least ${leastRateHz}.`,
    );
  const wanted = lead === null ? null : spellingOfLead(recording, lead);
  if (wanted === undefined) return refuse('not-found', `The recording has no lead ${lead}.`);
  const recorded = recording.leads.filter(({ derived }) => !derived);
  const leads =
    wanted === null
      ? recorded.length > 0
        ? recorded
        : recording.leads
      : recording.leads.filter(({ name }) => name === wanted);
  if (leads.length === 0) return refuse('values-invalid', 'The recording has no leads.');

  const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
  const sampleCount = leads[0]!.samplesMv.length;
  const incoming = leads.map(() => new Float32Array(1));
  const watch = watchAlarms(sampleRateHz, leads.length);
  let raised: StreamAlarm[] = [];
  let played = 0;
  const report = ({ timeS }: Detection): StreamedBeat => {
    const reportedAtS = played / sampleRateHz;
    return { timeS, reportedAtS, delayS: reportedAtS - timeS };
  };
  const beatsAmong = (detections: readonly Detection[]): StreamedBeat[] =>
    detections.flatMap((detection) => {
      if (watch.fibrillating()) return [];
      watch.beat(detection.timeS);
      return [report(detection)];
    });
  const playTo = (timeS: number): StreamedBeat[] => {
    const end = Math.min(sampleCount, Math.floor(timeS * sampleRateHz + 1e-6));
    const found: StreamedBeat[] = [];
    while (played < end) {
      for (let l = 0; l < leads.length; l++) incoming[l]![0] = leads[l]!.samplesMv[played]!;
      played += 1;
      raised.push(...watch.push(incoming.map((block) => block[0]!)));
      found.push(...beatsAmong(detector.push(incoming)));
    }
    return found;
  };
  return accept({
    durationS: durationS(recording),
    leads: leads.map(({ name }) => name),
    playTo,
    finish: () => [...playTo(Number.POSITIVE_INFINITY), ...beatsAmong(detector.flush())],
    alarms: () => {
      const since = raised;
      raised = [];
      return since;
    },
  });
};
