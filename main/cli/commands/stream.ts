import { Option } from 'commander';
import {
  asystoleAfterS,
  asystoleLatencyS,
  fibrillationLatencyS,
  type StreamAlarm,
} from '../../../app/analysis/streamAlarms.ts';
import { streamingDelayS, streamingLearningS } from '../../../app/analysis/streamingDetector.ts';
import { type StreamedBeat, streamRecording } from '../../../app/analysis/streamRecording.ts';
import type { DecodeHints } from '../../../app/formats/format.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import type { Interruption } from '../interruption.ts';
import { numberBetween } from '../numberBetween.ts';
import { openHouse } from '../openHouse.ts';
import { printLine, say } from '../output.ts';

interface Flags {
  readonly lead?: string;
  readonly speed?: number;
  readonly rate?: number;
  readonly unit?: 'mV' | 'uV';
}

/** How often the clock is looked at. */
const tickMs = 20;
/** Played at a time where nobody waits for the clock. */
const strideS = 10;

export function addStream({ program, interruption, finish }: Shell): void {
  program
    .command('stream')
    .description('play a recording through the live beat detector; one JSON object a beat or alarm, as it is found')
    .argument('<file>', 'recording')
    .option('--lead <name>', 'listen to this lead alone (default: all recorded leads)')
    .option('--speed <factor>', '1 for real time (default: as fast as it goes)', numberBetween(0.01, 1000))
    .option('--rate <hz>', 'sampling rate for a file that names none', numberBetween(1, 1e6))
    .addOption(new Option('--unit <unit>', 'amplitude unit for a file that names none').choices(['mV', 'uV']))
    .action(async (path: string, flags: Flags) => finish(await stream(path, flags, interruption)));
}

async function stream(path: string, flags: Flags, interruption: Interruption): Promise<ExitCode> {
  const house = await openHouse(null);
  if (!house.ok) return failWith(house.error);
  const { fileSource, analysis, close } = house.value;
  try {
    const bundle = await fileSource.read(path);
    if (!bundle.ok) return failWith(bundle.error, exitCodes.someRefused);
    const opened = await analysis.open(bundle.value.files, hintsOf(flags), interruption.signal);
    if (!opened.ok) return interruption.exitCode() ?? failWith(opened.error, exitCodes.someRefused);
    const started = streamRecording(opened.value, flags.lead ?? null);
    if (!started.ok) return failWith({ ...started.error, file: path }, exitCodes.someRefused);
    const playing = started.value;
    say(
      `${playing.leads.join(' ')}: reported at most ${1000 * streamingDelayS} ms after the beat, none in the first ${streamingLearningS} s; alarms: asystole ${asystoleAfterS + asystoleLatencyS} s after the last beat, fibrillation at most ${fibrillationLatencyS} s after it began`,
    );
    const { signal } = interruption;
    const startMs = performance.now();
    let longestS = 0;
    const print = async (beats: readonly StreamedBeat[]): Promise<void> => {
      const events = [...beats, ...playing.alarms()].sort((a, b) => a.reportedAtS - b.reportedAtS);
      for (const event of events) {
        if (!('alarm' in event)) longestS = Math.max(longestS, event.delayS);
        await printLine(JSON.stringify('alarm' in event ? alarmLine(event) : toLine(event)));
      }
    };
    for (let atS = 0; atS < playing.durationS && !signal.aborted; ) {
      if (flags.speed === undefined) atS += strideS;
      else {
        await new Promise((resolve) => setTimeout(resolve, tickMs));
        atS = (flags.speed * (performance.now() - startMs)) / 1000;
      }
      await print(playing.playTo(atS));
    }
    if (!signal.aborted) await print(playing.finish());
    say(`longest delay ${Math.round(1000 * longestS)} ms`);
    return exitCodes.done;
  } finally {
    await close();
  }
}

const hintsOf = ({ rate, unit }: Flags): DecodeHints => ({
  ...(rate === undefined ? {} : { sampleRateHz: rate }),
  ...(unit === undefined ? {} : { unit }),
});

const toLine = ({ timeS, reportedAtS, delayS }: StreamedBeat) => ({
  timeS: rounded(timeS),
  reportedAtS: rounded(reportedAtS),
  delayMs: Math.round(1000 * delayS),
});

const alarmLine = ({ alarm, fromS, reportedAtS }: StreamAlarm) => ({
  alarm,
  fromS: rounded(fromS),
  reportedAtS: rounded(reportedAtS),
});

/** To a tenth of a millisecond. */
const rounded = (seconds: number): number => Math.round(1e4 * seconds) / 1e4;
