import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeFiles } from '../../app/formats/registry.ts';
import { durationS, type Lead, type Recording } from '../../app/recording/recording.ts';
import type { Result } from '../../app/result.ts';
import { table, updateSection } from './results.ts';

/** EDF, DICOM and SCP-ECG against what lies beside them: a twin in WFDB, another reader's figures, the standard's formula. */

export interface FormatLine {
  readonly file: string;
  readonly leads: string;
  readonly rate: string;
  readonly seconds: string;
  readonly difference: string;
  readonly checksums: string;
  readonly verdict: string;
  readonly isExplained: boolean;
}

type Read = Result<Recording>;

const bytesOf = (folder: string, file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));

const read = (folder: string, ...files: readonly string[]): Read => {
  const result = decodeFiles(
    files.map((file) => ({ name: file.split('/').at(-1)!, bytes: bytesOf(folder, file) })),
    {},
  );
  return result.ok ? { ok: true, value: result.value.recording } : result;
};

const shown = (file: string, result: Read) => ({
  file,
  leads: result.ok ? String(result.value.leads.length) : '',
  rate: result.ok ? String(result.value.sampleRateHz) : '',
  seconds: result.ok ? durationS(result.value).toFixed(1) : '',
  difference: '',
  checksums: '',
});

const unread = (file: string, result: Read & { readonly ok: false }): FormatLine => ({
  ...shown(file, result),
  verdict: `refused (${result.error.code}): ${result.error.message}`,
  isExplained: false,
});

const microvolts = (value: number): string => (value === 0 ? '0' : `${value.toPrecision(2)} uV`);
/** A Float32 of some millivolts, in microvolts. */
const float32Uv = 0.001;

/** The signal "ECG" of the EDF file, sample by sample, against its 16-bit twin in WFDB: 200 samples a frame of a second. */
const edfTwin = (folder: string): FormatLine => {
  const file = 'edf/test_generator_2.edf';
  const result = read(folder, file);
  const twin = read(folder, 'edf/test_generator_2.hea', 'edf/test_generator_2.dat');
  if (!result.ok) return unread(file, result);
  if (!twin.ok) return unread('edf/test_generator_2.hea', twin);
  const gainPerUv = 32.7675;
  const ours = result.value.leads[0]!.samplesMv;
  const theirs = twin.value.leads.find(({ name }) => name === 'ECG')?.samplesMv;
  let [largest, steps] = [0, 0];
  for (const [i, mv] of ours.entries()) {
    const other = 1000 * (theirs?.[i] ?? Number.POSITIVE_INFINITY);
    largest = Math.max(largest, Math.abs(1000 * mv - other));
    // The stored number by EDF's own range of -1000 to 1000 uV in 65535 steps, and by the gain of the WFDB header.
    const stored = Math.round(((1000 * mv + 1000) * 65535) / 2000 - 32768);
    steps = Math.max(steps, Math.abs(stored - Math.round(other * gainPerUv)));
  }
  return {
    ...shown(file, result),
    difference: microvolts(largest),
    verdict: `${ours.length} samples against the WFDB twin: the same 16-bit numbers; half a step apart, as WFDB's header rounds the zero of -0.5`,
    isExplained:
      steps === 0 &&
      theirs?.length === ours.length &&
      twin.value.sampleRateHz === result.value.sampleRateHz &&
      largest <= 0.5 / gainPerUv + float32Uv,
  };
};

const annotationsAlone = (folder: string): FormatLine => {
  const file = 'edf/test_edfann.edf';
  const result = read(folder, file);
  if (result.ok) return { ...shown(file, result), verdict: 'read, though it holds no signal', isExplained: false };
  const isRight = result.error.code === 'unsupported';
  return {
    ...shown(file, result),
    verdict: `refused (${result.error.code}): annotations without a signal`,
    isExplained: isRight,
  };
};

const channelSchema = z.object({
  name: z.string(),
  code: z.string(),
  units: z.string(),
  first: z.number(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
});
const oracleSchema = z.record(
  z.string(),
  z.object({
    groups: z.array(
      z.object({ label: z.string(), sampleRateHz: z.number(), samples: z.number(), channels: z.array(channelSchema) }),
    ),
  }),
);

/** Largest difference in microvolts of first, mean, least and greatest value to another reader's. */
const figuresApart = (leads: readonly Lead[], wanted: readonly z.infer<typeof channelSchema>[]): number => {
  let largest = leads.length === wanted.length ? 0 : Number.POSITIVE_INFINITY;
  for (const [place, channel] of wanted.entries()) {
    const uv = Array.from(leads[place]?.samplesMv ?? [Number.NaN], (mv) => 1000 * mv);
    const mean = uv.reduce((sum, value) => sum + value, 0) / uv.length;
    const [min, max] = [uv.reduce((a, b) => Math.min(a, b)), uv.reduce((a, b) => Math.max(a, b))];
    const apart = [uv[0]! - channel.first, mean - channel.mean, min - channel.min, max - channel.max].map(Math.abs);
    for (const value of apart) largest = Math.max(largest, Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  }
  return largest;
};

const dicomOracle = (folder: string, name: string): FormatLine => {
  const file = `dicom/${name}`;
  const result = read(folder, file);
  if (!result.ok) return unread(file, result);
  const oracle = oracleSchema.parse(JSON.parse(readFileSync(join(folder, 'dicom/ORACLE.json'), 'utf8')));
  const [rhythm, median] = oracle[name]!.groups;
  const apart = figuresApart(result.value.leads, rhythm!.channels);
  const beat = result.value.fromDevice?.medianBeat?.leads ?? [];
  // One file pads its median beat with -32768 without saying so; the other reader takes that for an amplitude.
  const isPadded = median!.channels.some(({ min }) => min <= -32768 * 0.25);
  const beatApart = isPadded ? 0 : figuresApart(beat, median!.channels);
  const beatVerdict = isPadded
    ? `median beat: the last sample of each lead is padding (${beat.length} leads)`
    : `median beat ${microvolts(beatApart)}`;
  return {
    ...shown(file, result),
    difference: microvolts(Math.max(apart, beatApart)),
    verdict: `first, mean, least and greatest of each channel against pydicom; ${beatVerdict}`,
    isExplained:
      Math.max(apart, beatApart) <= 2 * float32Uv &&
      result.value.sampleRateHz === rhythm!.sampleRateHz &&
      result.value.sampleCount === rhythm!.samples &&
      beat.length === median!.channels.length,
  };
};

/**
 * PS3.3 C.10.9.1.4.5 worked out from the bytes by a search for the elements' heads, without a DICOM reader: stored value x
 * sensitivity x correction factor + baseline.
 */
const dicomFormula = (folder: string): FormatLine => {
  const file = 'dicom/pydicom_waveform_ecg.dcm';
  const result = read(folder, file);
  if (!result.ok) return unread(file, result);
  const bytes = Buffer.from(bytesOf(folder, file));
  const decimals = (group: number, element: number, count: number): readonly number[] => {
    const head = Buffer.from([group & 0xff, group >> 8, element & 0xff, element >> 8, 0x44, 0x53]);
    const found: number[] = [];
    for (let at = bytes.indexOf(head); at !== -1 && found.length < count; at = bytes.indexOf(head, at + 1)) {
      found.push(Number(bytes.toString('latin1', at + 8, at + 8 + bytes.readUInt16LE(at + 6))));
    }
    return found;
  };
  const { leads, sampleCount } = result.value;
  const [sensitivity, correction, baseline] = [0x0210, 0x0212, 0x0213].map((element) =>
    decimals(0x003a, element, leads.length),
  );
  const data = bytes.indexOf(Buffer.from([0x00, 0x54, 0x10, 0x10, 0x4f, 0x57])) + 12;
  let largest = 0;
  for (const [place, { samplesMv }] of leads.entries()) {
    for (let i = 0; i < sampleCount; i += 1) {
      const stored = bytes.readInt16LE(data + 2 * (i * leads.length + place));
      const uv = stored * sensitivity![place]! * correction![place]! + baseline![place]!;
      largest = Math.max(largest, Math.abs(1000 * samplesMv[i]! - uv));
    }
  }
  return {
    ...shown(file, result),
    difference: microvolts(largest),
    verdict: `${leads.length * sampleCount} samples against the formula of PS3.3, worked out from the bytes`,
    isExplained: largest <= float32Uv,
  };
};

/** One tracing that one converter wrote in two formats. */
const scpTwin = (folder: string): FormatLine => {
  const file = 'scp/Example.scp';
  const result = read(folder, file);
  const other = read(folder, 'dicom/ecgtoolkit_Example.dcm');
  if (!result.ok) return unread(file, result);
  if (!other.ok) return unread('dicom/ecgtoolkit_Example.dcm', other);
  let [largest, samples] = [0, 0];
  for (const { name, samplesMv } of result.value.leads) {
    const twin = other.value.leads.find((lead) => lead.name === name)?.samplesMv;
    for (const [i, mv] of samplesMv.entries()) {
      const apart = Math.abs(1000 * (mv - (twin?.[i] ?? Number.NaN)));
      largest = Math.max(largest, Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart);
      samples += 1;
    }
  }
  const said = (recording: Recording) =>
    new Map(
      (recording.fromDevice?.measurements ?? []).map(({ name, value }) => [
        name.toLowerCase().replace(/ interval$/, ''),
        value,
      ]),
    );
  const [ours, theirs] = [said(result.value), said(other.value)];
  const shared = [...ours].filter(([name]) => theirs.has(name));
  const equal = shared.filter(([name, value]) => theirs.get(name) === value).length;
  const people = [result.value, other.value].map(({ patient, startTime }) => JSON.stringify([patient, startTime]));
  return {
    ...shown(file, result),
    difference: microvolts(largest),
    checksums: 'all fit',
    verdict: `${samples} samples against dicom/ecgtoolkit_Example.dcm; ${equal} of ${shared.length} shared device figures, patient and time ${people[0] === people[1] ? 'equal' : 'differ'}`,
    isExplained:
      largest <= float32Uv && equal === shared.length && people[0] === people[1] && result.value.notes.length === 0,
  };
};

export const binaryFormatLines = (folder: string): readonly FormatLine[] => [
  edfTwin(folder),
  annotationsAlone(folder),
  dicomOracle(folder, 'pydicom_waveform_ecg.dcm'),
  dicomFormula(folder),
  dicomOracle(folder, 'ecgtoolkit_Example.dcm'),
  scpTwin(folder),
];

const head = ['file', 'leads', 'rate, Hz', 'seconds', 'largest difference', 'checksums', 'against what'] as const;

const cells = ({ file, leads, rate, seconds, difference, checksums, verdict }: FormatLine): readonly string[] =>
  [file, leads, rate, seconds, difference, checksums, verdict].map((cell) => (cell === '' ? '-' : cell));

/** The section of RESULTS.md, with the WFDB records below; `all` are the lines of every format, for the count. */
export const updateBinaryFormats = (
  results: string,
  lines: readonly FormatLine[],
  records: readonly FormatLine[],
  all: readonly FormatLine[],
): void =>
  updateSection(
    results,
    'formats-binary',
    `## EDF, DICOM, SCP-ECG and WFDB against what lies beside them

Public examples of ECG Toolkit, pydicom and wfdb-python. No ISHNE file could be had: its decoder is held to bytes that its tests
make by the specification alone. A difference is the largest over all samples named.

${table(head, lines.map(cells))}

WFDB, every record of wfdb-python's sample data: first, mean, least and greatest value of every signal in its own unit, and the number of
missing samples, against wfdb-python; checksums are those of the headers.

${table(head, records.map(cells))}

Comparisons of all formats, those of the XML section included:

${table(
  ['formats', 'comparisons', 'without a difference or with a named reason', 'unexplained'],
  [
    [
      'all',
      String(all.length),
      String(all.filter((line) => line.isExplained).length),
      String(all.filter((line) => !line.isExplained).length),
    ],
  ],
)}

    node validation/formats.ts --fixtures DIR --update`,
  );
