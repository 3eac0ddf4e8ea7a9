import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { encodeCsv } from '../../../app/formats/csv/write.ts';
import type { NamedBytes } from '../../../app/formats/format.ts';
import {
  isAnalytic,
  type Morphology,
  morphologies,
  morphologyCatalogue,
  type Rhythm,
  rateLimits,
  rhythmCatalogue,
  rhythms,
} from '../../../app/synth/catalogue.ts';
import { choiceProblems, pacedRateLimits } from '../../../app/synth/choice.ts';
import { encodeSynthetic, recordNameOf } from '../../../app/synth/files.ts';
import { type Electrode, electrodes } from '../../../app/synth/leadField.ts';
import { drawSpec } from '../../../app/synth/population.ts';
import {
  type ElectrodeOff,
  type NoiseKind,
  noiseKinds,
  noNoise,
  type PacingSpec,
  restingNoise,
  type SynthSpec,
  synthSpec,
} from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';
import { encodeTruth } from '../../../app/synth/truth.ts';
import { alignTable } from '../alignTable.ts';
import type { Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import type { Interruption } from '../interruption.ts';
import { numberBetween } from '../numberBetween.ts';
import { printLine, say } from '../output.ts';
import { openResultFiles } from '../resultFiles.ts';

const pacings = {
  aai: { mode: 'AAI', fault: 'none' },
  vvi: { mode: 'VVI', fault: 'none' },
  vdd: { mode: 'VDD', fault: 'none' },
  ddd: { mode: 'DDD', fault: 'none' },
  biv: { mode: 'BiV', fault: 'none' },
  'failure-to-capture': { mode: 'VVI', fault: 'capture' },
  'failure-to-sense': { mode: 'VVI', fault: 'sense' },
} as const satisfies Record<string, Omit<PacingSpec, 'pulseMs'>>;
type Pacing = keyof typeof pacings;

const pacingTitles: Readonly<Record<Pacing, string>> = {
  aai: 'atrial pacing, own conduction',
  vvi: 'ventricular pacing under AV block (or atrial fibrillation)',
  vdd: 'ventricular pacing that follows the P wave',
  ddd: 'atrial and ventricular pacing',
  biv: 'biventricular pacing that follows the P wave',
  'failure-to-capture': 'VVI, some pulses without answer',
  'failure-to-sense': 'VVI, pulses beside conducted beats',
};

/** A choice that is left to the seed. */
const any = 'any';

interface Flags {
  readonly list: boolean;
  readonly out?: string;
  readonly rhythm?: Rhythm | typeof any;
  readonly morphology?: Morphology | typeof any;
  readonly seed: number;
  readonly count: number;
  readonly rateBpm?: number;
  readonly seconds: number;
  readonly sampleRate: number;
  readonly resolutionUv: number;
  readonly noise?: readonly (SynthSpec['snr'][number] | 'none')[];
  readonly mains: '50' | '60';
  readonly pacing?: Pacing;
  readonly pulseMs?: number;
  readonly fault?: PacingSpec['fault'];
  readonly age?: number;
  readonly sex?: 'F' | 'M';
  readonly uWave?: 'on' | 'off';
  readonly respiratory?: number;
  readonly lowFrequency?: number;
  readonly jitter?: number;
  readonly swap?: readonly (readonly [Electrode, Electrode])[];
  readonly off?: readonly ElectrodeOff[];
  readonly clipMv: number;
  readonly textbook: boolean;
  readonly format: 'wfdb' | 'csv';
  readonly force: boolean;
}

export function addSynth({ program, interruption, finish }: Shell): void {
  program
    .command('synth')
    .description('make synthetic recordings, each with its truth')
    .option('--list', 'print the rhythms, shapes, pacing modes and kinds of noise', false)
    .option('--out <dir>', 'folder for recordings and truth')
    .addOption(
      new Option('--rhythm <rhythm>', 'see --list; "any": by the seed (default: sinus)').choices([...rhythms, any]),
    )
    .addOption(
      new Option('--morphology <shape>', 'see --list; "any": by the seed (default: normal)').choices([
        ...morphologies,
        any,
      ]),
    )
    .option('--seed <n>', 'the same seed gives the same bytes', whole(-1e9, 1e9), 1)
    .option('--count <n>', 'recordings, with the seeds that follow', whole(1, 100_000), 1)
    .option('--rate-bpm <n>', "heart rate (default: by the seed within the rhythm's range)", numberBetween(20, 300))
    .option('--seconds <n>', 'duration', numberBetween(0.1, 3600), 10)
    .option('--sample-rate <hz>', 'sampling rate', numberBetween(100, 1000), 500)
    .option('--resolution-uv <n>', 'size of one step', numberBetween(0.01, 100), 1)
    .option(
      '--noise <kind:db>',
      'noise of one kind at this ratio; may be repeated; "none": none at all (default: a little of each, as at rest)',
      noiseOf,
    )
    .addOption(new Option('--mains <hz>', 'of the mains noise').choices(['50', '60']).default('50'))
    .addOption(new Option('--pacing <mode>', 'a pacemaker; see --list').choices(Object.keys(pacings)))
    .option('--pulse-ms <n>', "duration of the pacemaker's pulses (default: 0.5)", numberBetween(0.1, 2))
    .addOption(new Option('--fault <fault>', 'of the pacemaker, in any mode').choices(['none', 'capture', 'sense']))
    .option('--age <years>', 'of the person (default: by the seed)', numberBetween(0, 120))
    .addOption(new Option('--sex <sex>', 'of the person (default: by the seed)').choices(['F', 'M']))
    .addOption(new Option('--u-wave <on|off>', 'default: by the seed').choices(['on', 'off']))
    .option(
      '--respiratory <percent>',
      'of RR: variability with breathing (default: as the age makes it)',
      numberBetween(0, 40),
    )
    .option('--low-frequency <percent>', 'of RR: variability of the 0.1 Hz wave', numberBetween(0, 20))
    .option('--jitter <percent>', 'of RR: variability from beat to beat', numberBetween(0, 10))
    .option('--swap <pair>', 'two cables on each other, such as LA/RA; may be repeated', swapOf)
    .option(
      '--off <electrode[:rail][@from[-to]]>',
      'an electrode without contact, such as V4 or LA:rail@3-6 (seconds); may be repeated',
      offOf,
    )
    .option('--clip-mv <n>', 'the amplifier clips beyond this', numberBetween(0.1, 100), 5)
    .option('--textbook', 'usual shapes and rate, nothing individual but size and position', false)
    .addOption(new Option('--format <format>', 'of the recordings').choices(['wfdb', 'csv']).default('wfdb'))
    .option('--force', 'replace files of the same name', false)
    .addHelpText('after', ratesHelp)
    .action(async (flags: Flags, command) => {
      if (flags.list) return finish(await list());
      if (flags.out === undefined) command.error("error: option '--out <dir>' is missing (or '--list')");
      else finish(await make(flags, flags.out, interruption));
    });
}

const limitsOf = (rhythm: Rhythm): string => rateLimits(rhythm).join('-');

/** Below the options of `--help`. */
const ratesHelp = `
Beats a minute that --rate-bpm takes: ${rhythms.map((rhythm) => `${rhythm} ${limitsOf(rhythm)}`).join(', ')}; with --pacing ${pacedRateLimits.join('-')}.`.replace(
  /(.{60,95}), /g,
  '$1,\n',
);

async function list(): Promise<ExitCode> {
  const section = async (title: string, note: string, rows: readonly (readonly string[])[]): Promise<void> => {
    const columns = [title, ...(rows[0]!.length > 2 ? ['bpm'] : []), note];
    const table = alignTable(
      columns.map((each) => ({ title: each, align: each === 'bpm' ? 'right' : 'left' })),
      rows,
    );
    for (const line of [...table, '']) await printLine(line);
  };
  await section(
    'rhythm',
    'what it is',
    rhythms.map((id) => [id, limitsOf(id), rhythmCatalogue[id].title]),
  );
  await section(
    'morphology',
    'what it is',
    morphologies.map((id) => [id, morphologyCatalogue[id]]),
  );
  await section('pacing', 'what it is', Object.entries(pacingTitles));
  await section('noise', 'what it is', [
    ['baseline', 'drift of the skin potential and breathing'],
    ['muscle', 'broad band around 45 Hz'],
    ['mains', '50 or 60 Hz with the third and fifth harmonic'],
    ['motion', 'electrodes pulled at'],
  ]);
  await printLine('Ratio in dB: power of the QRS (mean peak to peak squared, over 8) to the mean square of the noise,');
  await printLine('each averaged over the twelve leads.');
  return exitCodes.done;
}

function specOf(flags: Flags, seed: number): SynthSpec {
  const noise = flags.noise ?? null;
  const { respiratory, lowFrequency, jitter } = flags;
  const varied = [respiratory, lowFrequency, jitter].some((each) => each !== undefined);
  const part = (percent: number | undefined): number => (percent ?? 0) / 100;
  const analytic = flags.morphology !== undefined && flags.morphology !== any && isAnalytic(flags.morphology);
  const open = {
    ...(flags.rhythm === any ? {} : { rhythm: flags.rhythm ?? (analytic ? 'regular' : 'sinus') }),
    ...(flags.morphology === any ? {} : { morphology: flags.morphology ?? 'normal' }),
  };
  const drawn = drawSpec({
    seed,
    ...open,
    durationS: flags.seconds,
    sampleRateHz: flags.sampleRate,
    resolutionUv: flags.resolutionUv,
    noise: { ...(noise === null ? restingNoise : noNoise), mainsHz: flags.mains === '50' ? 50 : 60 },
    snr: (noise ?? []).filter((each) => each !== 'none'),
    pacing: pacingOf(flags),
    swapped: (flags.swap ?? []).map(([one, other]): [Electrode, Electrode] => [one, other]),
    electrodesOff: [...(flags.off ?? [])],
    railMv: flags.clipMv,
    ...(flags.rateBpm === undefined ? {} : { heartRateBpm: flags.rateBpm }),
    ...(varied
      ? {
          variability: {
            respiratory: part(respiratory),
            lowFrequency: part(lowFrequency),
            random: part(jitter),
          },
        }
      : {}),
  });
  return withPerson(flags.textbook ? textbook(drawn, flags) : drawn, flags);
}

function textbook(drawn: SynthSpec, { rateBpm }: Flags): SynthSpec {
  const { heartRateBpm } = synthSpec({ seed: drawn.seed, rhythm: drawn.rhythm });
  return { ...drawn, variety: false, uWave: false, heartRateBpm: rateBpm ?? heartRateBpm };
}

/** What is said of the person goes before what the seed draws. */
function withPerson(spec: SynthSpec, { age, sex, uWave }: Flags): SynthSpec {
  const { patient } = spec;
  return {
    ...spec,
    uWave: uWave === undefined ? spec.uWave : uWave === 'on',
    patient: { ...patient, ageYears: age ?? patient.ageYears, sex: sex ?? patient.sex },
  };
}

function pacingOf({ pacing, pulseMs, fault }: Flags): PacingSpec | null {
  if (pacing === undefined) return null;
  const mode = pacings[pacing];
  return { ...mode, pulseMs: pulseMs ?? 0.5, ...(fault === undefined ? {} : { fault }) };
}

/** Why nothing can be made of the flags, for the first seed that it is true of. */
function problemsOf(flags: Flags): readonly string[] {
  if (flags.pacing === undefined && (flags.pulseMs !== undefined || flags.fault !== undefined))
    return ['--pulse-ms and --fault belong to a pacemaker: name one with --pacing.'];
  for (let i = 0; i < flags.count; i++) {
    const seed = flags.seed + i;
    const problems = choiceProblems(specOf(flags, seed), flags.format);
    if (problems.length > 0)
      return flags.count === 1 ? problems : problems.map((problem) => `Seed ${seed}: ${problem}`);
  }
  return [];
}

async function make(flags: Flags, out: string, interruption: Interruption): Promise<ExitCode> {
  const problems = problemsOf(flags);
  if (problems.length > 0) {
    for (const problem of problems) say(`error: ${problem}`);
    return exitCodes.usage;
  }
  const there = flags.force ? [] : await alreadyThere(flags, out);
  if (there.length > 0) {
    say(
      `error: ${there[0]} ${there.length > 1 ? `and ${there.length - 1} more are` : 'is'} there already: take another folder or seed, or --force`,
    );
    return exitCodes.usage;
  }
  const files = await openResultFiles(out);
  let made = 0;
  for (; made < flags.count && !interruption.signal.aborted; made++) {
    const spec = specOf(flags, flags.seed + made);
    const name = files.nameFor(recordNameOf(spec));
    const { recording, truth } = synthesise(spec);
    const encoded: NamedBytes[] =
      flags.format === 'csv' ? [encodeCsv(recording, name)] : encodeSynthetic(recording, spec, name);
    for (const file of encoded) await files.write(file.name, file.bytes);
    await files.write(`${name}.truth.json`, encodeTruth(truth));
    await printLine(join(out, encoded[0]!.name));
  }
  say(`${made} synthetic ${made === 1 ? 'recording' : 'recordings'} in ${resolve(out)}, none from a person`);
  return exitCodes.done;
}

/** Names in the folder, without extension, that these recordings would take. */
async function alreadyThere(flags: Flags, out: string): Promise<readonly string[]> {
  const files = await readdir(out).catch((): string[] => []);
  const taken = new Set(files.map((file) => file.replace(/(\.truth\.json|\.[^.]*)$/, '').toLowerCase()));
  return Array.from({ length: flags.count }, (_, i) => recordNameOf(specOf(flags, flags.seed + i))).filter((name) =>
    taken.has(name.toLowerCase()),
  );
}

function noiseOf(text: string, before: Flags['noise'] = []): NonNullable<Flags['noise']> {
  if (text === 'none') return [...before, 'none'];
  const [kind, db] = text.split(':');
  const known = noiseKinds.find((each): each is NoiseKind => each === kind);
  if (known === undefined || db === undefined) {
    throw new InvalidArgumentError(`KIND:DB with one of ${noiseKinds.join(', ')}, or "none".`);
  }
  return [...before, { kind: known, db: numberBetween(-30, 60)(db) }];
}

const electrodeOf = (text: string | undefined): Electrode => {
  const known = electrodes.find((each) => each === text?.toUpperCase());
  if (known === undefined) throw new InvalidArgumentError(`Electrodes are ${electrodes.join(', ')}.`);
  return known;
};

function swapOf(text: string, before: Flags['swap'] = []): NonNullable<Flags['swap']> {
  const [one, other, ...more] = text.split('/');
  if (more.length > 0) throw new InvalidArgumentError('Two electrodes, such as LA/RA.');
  return [...before, [electrodeOf(one), electrodeOf(other)]];
}

const offForm = /^([^:@]+)(:rail|:flat)?(?:@([\d.]+)(?:-([\d.]+))?)?$/;

function offOf(text: string, before: Flags['off'] = []): NonNullable<Flags['off']> {
  const [, electrode, shows, from, to] = offForm.exec(text) ?? [];
  if (electrode === undefined) throw new InvalidArgumentError('ELECTRODE[:rail][@FROM[-TO]], such as LA:rail@3-6.');
  const second = numberBetween(0, 3600);
  return [
    ...before,
    {
      electrode: electrodeOf(electrode),
      shows: shows === ':rail' ? 'rail' : 'flat',
      fromS: from === undefined ? 0 : second(from),
      toS: to === undefined ? null : second(to),
    },
  ];
}

function whole(least: number, most: number) {
  return (text: string): number => {
    const value = numberBetween(least, most)(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError('A whole number.');
    return value;
  };
}
