import { InvalidArgumentError, Option } from 'commander';
import { streamingDelayS, streamingLearningS } from '../../../app/analysis/streamingDetector.ts';
import type { DecodeHints } from '../../../app/formats/format.ts';
import { causalDelayS } from '../../../app/models/beats/beatInputs.ts';
import type { Manifest } from '../../../app/models/manifest.ts';
import type { ModelRunner } from '../../../app/models/runner.ts';
import {
  type ClassifyingMonitor,
  causalModel,
  createClassifyingMonitor,
  leastClassRateHz,
} from '../../../app/realtime/classifyingMonitor.ts';
import { eventJson, eventText } from '../../../app/realtime/eventLine.ts';
import { type LiveLeads, liveLeads } from '../../../app/realtime/liveLeads.ts';
import { lineSamples, rawSamples } from '../../../app/realtime/sampleStream.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { loadModels } from '../../node/models/loadModels.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import type { Interruption } from '../interruption.ts';
import { fromStdin, type LiveSource, playedFile } from '../liveSource.ts';
import { numberBetween } from '../numberBetween.ts';
import { openHouse } from '../openHouse.ts';
import { printLine, say } from '../output.ts';
import { findModelPlaces } from '../places.ts';

interface Flags {
  readonly lead?: string;
  readonly speed: number;
  readonly ndjson: boolean;
  readonly model?: string;
  /** False for --no-classes. */
  readonly classes: boolean;
  readonly rate?: number;
  readonly unit?: 'mV' | 'uV';
  readonly leads?: readonly string[];
  readonly raw: boolean;
}

export function addStream({ program, interruption, finish }: Shell): void {
  program
    .command('stream')
    .description(
      'play a recording, or what comes in on stdin, through the live monitor: beats, classes, rate and alarms as lines, strictly causal',
    )
    .argument('[file]', 'recording; - or nothing for stdin', '-')
    .option('--lead <name>', 'listen to this lead alone (default: all recorded leads)')
    .option(
      '--speed <factor>',
      'of a file: 1 for real time, max for as fast as it goes',
      speed,
      Number.POSITIVE_INFINITY,
    )
    .option('--ndjson', 'one JSON object a line instead of text', false)
    .option('--model <id>', 'the causal beat model that classes (default: the first that is installed)')
    .option('--no-classes', 'beats, rate and rhythm without a model')
    .option('--rate <hz>', 'sampling rate of stdin, or of a file that names none', numberBetween(1, 1e6))
    .addOption(new Option('--unit <unit>', 'unit of stdin, or of a file that names none').choices(['mV', 'uV']))
    .option('--leads <names>', 'of stdin: lead names in their order, with commas (default: II)', names)
    .option('--raw', 'of stdin: 16-bit little-endian integers in the unit, leads interleaved, -32768 missing', false)
    .action(async (path: string, flags: Flags) => finish(await stream(path, flags, interruption)));
}

interface Opened {
  readonly sampleRateHz: number;
  readonly leads: LiveLeads;
  readonly source: LiveSource;
  /** Frames of stdin that could not be read. */
  readonly unreadable: () => number;
}

async function stream(path: string, flags: Flags, interruption: Interruption): Promise<ExitCode> {
  const opened = path === '-' ? openStdin(flags, interruption) : await openFile(path, flags, interruption);
  if (!opened.ok)
    return interruption.exitCode() ?? failWith(opened.error, path === '-' ? exitCodes.usage : exitCodes.someRefused);
  const { sampleRateHz, leads, source, unreadable } = opened.value;

  const runner = flags.classes ? (await loadModels(findModelPlaces())).runner : noModels;
  const model = causalModel(runner, flags.model ?? null);
  if (flags.model !== undefined && model === null)
    return failWith({ code: 'not-found', message: `There is no causal beat model ${flags.model}.`, file: null });
  say(heading(sampleRateHz, leads, model));

  const before = process.cpuUsage();
  const monitor = createClassifyingMonitor(
    { sampleRateHz, leadNames: leads.names, judged: leads.judged, model },
    runner,
  );
  const played = await play(monitor, source, flags.ndjson ? eventJson : eventText);
  if (!played.ok) return failWith(played.error, exitCodes.someRefused);
  if (unreadable() > 0) say(`${unreadable()} lines of stdin could not be read and count as missing samples`);
  const { user, system } = process.cpuUsage(before);
  const seconds = played.value / sampleRateHz;
  say(
    `${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(2)} s of CPU time: ${Math.round((1e6 * seconds) / (user + system))} times faster than real time`,
  );
  return exitCodes.done;
}

/** Samples that were taken in. */
async function play(
  monitor: ClassifyingMonitor,
  source: LiveSource,
  lineOf: typeof eventText,
): Promise<Result<number>> {
  let samples = 0;
  for await (const block of source) {
    if (!block.ok) return block;
    samples += block.value[0]?.length ?? 0;
    const said = await monitor.push(block.value);
    if (!said.ok) return said;
    for (const event of said.value) await printLine(lineOf(event));
  }
  for (const event of monitor.finish()) await printLine(lineOf(event));
  return accept(samples);
}

async function openFile(path: string, flags: Flags, { signal }: Interruption): Promise<Result<Opened>> {
  const house = await openHouse(null);
  if (!house.ok) return house;
  const { fileSource, analysis, close } = house.value;
  try {
    const bundle = await fileSource.read(path);
    if (!bundle.ok) return bundle;
    const opened = await analysis.open(bundle.value.files, hintsOf(flags), signal);
    if (!opened.ok) return opened;
    const leads = liveLeads(opened.value, flags.lead ?? null);
    if (!leads.ok) return refuse(leads.error.code, leads.error.message, path);
    const source = playedFile(opened.value, leads.value, flags.speed, signal);
    return accept({ sampleRateHz: opened.value.sampleRateHz, leads: leads.value, source, unreadable: () => 0 });
  } finally {
    await close();
  }
}

function openStdin(flags: Flags, { signal }: Interruption): Result<Opened> {
  const { rate: sampleRateHz, unit, raw } = flags;
  if (sampleRateHz === undefined || unit === undefined)
    return refuse('values-invalid', 'What comes in on stdin says neither rate nor unit: --rate and --unit are needed.');
  const given = flags.leads ?? ['II'];
  const leads = liveLeads({ sampleRateHz, leads: given.map((name) => ({ name, derived: false })) }, flags.lead ?? null);
  if (!leads.ok) return leads;
  const samples = (raw ? rawSamples : lineSamples)({ leadCount: given.length, mvPerUnit: unit === 'mV' ? 1 : 0.001 });
  const { indices } = leads.value;
  return accept({
    sampleRateHz,
    leads: leads.value,
    source: chosen(fromStdin(samples, signal), indices),
    unreadable: samples.unreadable,
  });
}

async function* chosen(source: LiveSource, indices: readonly number[]): LiveSource {
  for await (const block of source)
    yield block.ok ? accept(indices.map((index) => block.value[index] ?? new Float32Array(0))) : block;
}

const noModels: ModelRunner = {
  models: () => [],
  refused: () => [],
  run: async (id) => refuse('model-refused', `Model ${id} is not installed.`),
};

const heading = (sampleRateHz: number, { names, judged }: LiveLeads, model: Manifest | null): string => {
  const beats = `${names.join(' ')}: a beat is reported at most ${1000 * streamingDelayS} ms after it, none in the first ${streamingLearningS} s`;
  if (model === null) return `${beats}; no classes and no alarms of ventricular beats`;
  if (sampleRateHz < leastClassRateHz)
    return `${beats}; no classes and no alarms of ventricular beats: they need ${leastClassRateHz} Hz`;
  return `${beats}; its class, by ${model.id} ${model.version} in ${names[judged]}, ${1000 * causalDelayS} ms after it`;
};

const hintsOf = ({ rate, unit }: Flags): DecodeHints => ({
  ...(rate === undefined ? {} : { sampleRateHz: rate }),
  ...(unit === undefined ? {} : { unit }),
});

function speed(text: string): number {
  return text === 'max' ? Number.POSITIVE_INFINITY : numberBetween(0.01, 1000)(text);
}

function names(text: string): string[] {
  const given = text.split(',').map((name) => name.trim());
  if (given.some((name) => name === '') || new Set(given).size !== given.length)
    throw new InvalidArgumentError('Names of leads, each once, with commas.');
  return given;
}
