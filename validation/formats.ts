/**
 * Decoders against reference readers: `node validation/formats.ts --fixtures DIR [--data DIR] [--update]`.
 * DIR/wfdb/ORACLE.json says what wfdb-python reads from the files beside it; every checksum in a header is verified too.
 * `--data DIR` decodes every header below a folder and counts what came of it. Exit code 1 when a difference has no reason.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { NamedBytes } from '../app/formats/format.ts';
import { decodeFiles, recogniseFormat } from '../app/formats/registry.ts';
import { parseHeader } from '../app/formats/wfdb/header.ts';
import { type RecordSignals, readRecord } from '../app/formats/wfdb/segments.ts';
import { type FilesByName, readSegment } from '../app/formats/wfdb/signals.ts';
import { accept, type Result } from '../app/result.ts';
import { binaryFormatLines, updateBinaryFormats } from './lib/binaryFormats.ts';
import { updateXmlFormats, xmlFormatLines } from './lib/xmlFormats.ts';

const channelSchema = z.object({
  name: z.string(),
  units: z.string(),
  missing: z.number(),
  first: z.number().nullable(),
  mean: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
const oracleSchema = z.record(
  z.string(),
  z.union([
    z.object({ sampleRateHz: z.number(), samples: z.number(), channels: z.array(channelSchema) }),
    z.object({ readerSays: z.string() }),
  ]),
);
type OracleChannel = z.infer<typeof channelSchema>;

const readFrom = (folder: string, name: string): NamedBytes => ({
  name,
  bytes: new Uint8Array(readFileSync(join(folder, name))),
});

/** The header with everything beside it that its format asks for. */
const readBundle = (path: string): readonly NamedBytes[] => {
  const folder = dirname(path);
  const files = [readFrom(folder, basename(path))];
  const format = recogniseFormat(files[0]!.bytes, files[0]!.name);
  if (format === null) return files;
  for (;;) {
    const wanted = format.companions(files).filter(({ name }) => existsSync(join(folder, name)));
    if (wanted.length === 0) return files;
    for (const { name } of wanted) files.push(readFrom(folder, name));
  }
};

const byName = (files: readonly NamedBytes[]): FilesByName => new Map(files.map((file) => [file.name, file]));

interface Read {
  readonly sampleRateHz: number;
  readonly record: RecordSignals;
}

const readAll = (files: readonly NamedBytes[]): Result<Read> => {
  const header = parseHeader(files[0]!.bytes, files[0]!.name);
  if (!header.ok) return header;
  const record = readRecord(header.value, byName(files));
  return record.ok ? accept({ sampleRateHz: header.value.frameRateHz ?? Number.NaN, record: record.value }) : record;
};

interface ChecksumCount {
  readonly fits: number;
  readonly fails: number;
}

/** Verifies the checksum of every signal of every header of the bundle that has signal files. */
const countChecksums = (files: readonly NamedBytes[]): ChecksumCount => {
  let fits = 0;
  let fails = 0;
  for (const file of files.filter(({ name }) => name.endsWith('.hea'))) {
    const header = parseHeader(file.bytes, file.name);
    if (!header.ok || header.value.segments !== null) continue;
    const segment = readSegment(header.value, byName(files));
    if (!segment.ok) continue;
    for (const signal of segment.value.signals) {
      if (signal.checksumFits === true) fits += 1;
      if (signal.checksumFits === false) fails += 1;
    }
  }
  return { fits, fails };
};

/** Largest difference of a channel to the oracle, in the channel's unit, or a sentence when it cannot be compared. */
const compareChannel = (samples: Float32Array, name: string, unit: string, wanted: OracleChannel): number | string => {
  if (name !== wanted.name || unit !== wanted.units)
    return `${name} (${unit}) is called ${wanted.name} (${wanted.units})`;
  let missing = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of samples) {
    if (Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (missing !== wanted.missing) return `${name}: ${missing} samples missing, expected ${wanted.missing}`;
  const first = samples[0]!;
  if (Number.isNaN(first) !== (wanted.first === null)) return `${name}: first sample is missing in one of both`;
  const count = samples.length - missing;
  const pairs: readonly (readonly [number, number | null])[] = [
    [first, wanted.first],
    [sum / count, wanted.mean],
    [min, wanted.min],
    [max, wanted.max],
  ];
  let largest = 0;
  for (const [ours, theirs] of pairs) if (theirs !== null) largest = Math.max(largest, Math.abs(ours - theirs));
  return largest;
};

/** What a difference may be: the oracle's rounding to six digits, and a Float32's 24 bits of the largest value. */
const tolerance = (wanted: OracleChannel): number => {
  const largest = Math.max(Math.abs(wanted.min ?? 0), Math.abs(wanted.max ?? 0));
  return 1e-6 + largest * 2 ** -23;
};

interface Line {
  readonly file: string;
  readonly leads: string;
  readonly rate: string;
  readonly seconds: string;
  readonly difference: string;
  readonly checksums: string;
  readonly verdict: string;
  readonly isExplained: boolean;
}

const compareRecord = (folder: string, record: string, wanted: z.infer<typeof oracleSchema>[string]): Line => {
  const files = readBundle(join(folder, `${record}.hea`));
  const { fits, fails } = countChecksums(files);
  const checksums = `${fits}/${fits + fails}`;
  const blank = { file: record, leads: '', rate: '', seconds: '', difference: '', checksums };
  const read = readAll(files);
  if (!read.ok) {
    const isFlac = read.error.code === 'unsupported' && read.error.message.includes('FLAC');
    const isRefusedByBoth = 'readerSays' in wanted;
    const reason = isFlac ? 'FLAC is not read' : isRefusedByBoth ? 'the reference refuses it too' : read.error.message;
    return { ...blank, verdict: `refused (${read.error.code}): ${reason}`, isExplained: isFlac || isRefusedByBoth };
  }
  if ('readerSays' in wanted) {
    return { ...blank, verdict: `read, but the reference says: ${wanted.readerSays}`, isExplained: false };
  }
  const { sampleRateHz, record: signals } = read.value;
  const shown = {
    ...blank,
    leads: String(signals.channels.length),
    rate: String(Number(sampleRateHz.toPrecision(6))),
    seconds: (signals.frameCount / sampleRateHz).toFixed(1),
  };
  if (
    Math.abs(sampleRateHz - wanted.sampleRateHz) > 1e-9 ||
    signals.frameCount !== wanted.samples ||
    signals.channels.length !== wanted.channels.length
  ) {
    const expected = `${wanted.channels.length} x ${wanted.samples} at ${wanted.sampleRateHz} Hz`;
    return { ...shown, verdict: `shape differs, expected ${expected}`, isExplained: false };
  }
  let worst = 0;
  const problems: string[] = [];
  const reasons: string[] = [];
  for (const [index, channel] of signals.channels.entries()) {
    const expected = wanted.channels[index]!;
    const difference = compareChannel(channel.samples, channel.name ?? '', channel.unit, expected);
    if (typeof difference === 'string') {
      problems.push(difference);
      continue;
    }
    worst = Math.max(worst, difference);
    if (difference <= tolerance(expected)) continue;
    // wfdb-python rounds the mean of a frame to a whole ADC unit; we keep the fraction.
    const oneAdcUnit = Math.abs(1 / channel.gain) + tolerance(expected);
    // ... and takes the mark of a missing sample in a frame for a value, which weighs at most a 12-bit range.
    const oneMark = Math.abs(4096 / channel.gain) / channel.samplesPerFrame;
    if (channel.samplesPerFrame > 1 && difference <= oneAdcUnit) {
      reasons.push(`${expected.name}: the reference rounds frame means to whole ADC units`);
    } else if (channel.partialFrames > 0 && difference <= oneMark) {
      const frames = `${channel.partialFrames} partly missing frame(s)`;
      reasons.push(`${expected.name}: the reference averages the missing-sample mark in ${frames}`);
    } else problems.push(`${expected.name} differs by ${difference}`);
  }
  if (fails > 0) problems.push(`${fails} checksums do not fit`);
  const verdict = problems.length > 0 ? problems.join('; ') : reasons.length > 0 ? reasons.join('; ') : 'equal';
  return { ...shown, difference: worst.toExponential(1), verdict, isExplained: problems.length === 0 };
};

const printTable = (lines: readonly Line[]): void => {
  const columns = ['file', 'leads', 'rate', 'seconds', 'difference', 'checksums', 'verdict'] as const;
  const widths = columns.map((column) => Math.max(column.length, ...lines.map((line) => line[column].length)));
  const show = (cells: readonly string[]) =>
    console.log(
      cells
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  show(columns);
  for (const line of lines) show(columns.map((column) => line[column]));
};

const checkFixtures = (folder: string, update: boolean): boolean => {
  const root = join(folder, 'wfdb');
  const oracle = oracleSchema.parse(JSON.parse(readFileSync(join(root, 'ORACLE.json'), 'utf8')));
  const records = Object.entries(oracle).map(([record, wanted]) =>
    compareRecord(join(root, dirname(record)), basename(record), wanted),
  );
  const binary = binaryFormatLines(folder);
  const xml = xmlFormatLines(folder);
  const lines: readonly Line[] = [...records, ...binary, ...xml];
  printTable(lines);
  const unexplained = lines.filter((line) => !line.isExplained).length;
  if (update) {
    const results = join(import.meta.dirname, 'RESULTS.md');
    updateBinaryFormats(results, binary, records, lines);
    updateXmlFormats(results, xml);
  }
  console.log(`${lines.length} records compared, ${unexplained} with an unexplained difference`);
  return unexplained === 0;
};

const headersBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hea'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const tally = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const checkData = (folder: string): boolean => {
  const headers = headersBelow(folder);
  const counts = new Map<string, number>();
  let decoded = 0;
  let decodeMs = 0;
  for (const path of headers) {
    const bundle = readBundle(path);
    const started = performance.now();
    const result = decodeFiles(bundle, {});
    decodeMs += performance.now() - started;
    const group = relative(folder, path).split(/[\\/]/)[0]!;
    if (!result.ok) {
      tally(counts, `${group}: refused ${result.error.code}`);
      console.log(`${relative(folder, path)}: ${result.error.code}: ${result.error.message}`);
      continue;
    }
    decoded += 1;
    tally(counts, `${group}: decoded`);
    for (const { code } of result.value.recording.notes) tally(counts, `${group}: note ${code}`);
  }
  for (const [key, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) console.log(`${key}: ${count}`);
  console.log(`${decoded} of ${headers.length} headers decoded, ${(decodeMs / 1000).toFixed(1)} s of decoding`);
  return decoded === headers.length;
};

const { values } = parseArgs({
  options: { fixtures: { type: 'string' }, data: { type: 'string' }, update: { type: 'boolean', default: false } },
});
if (values.fixtures === undefined && values.data === undefined) {
  console.error('usage: node validation/formats.ts --fixtures DIR [--data DIR]');
  process.exit(2);
}
const fixturesFit = values.fixtures === undefined || checkFixtures(values.fixtures, values.update);
const dataDecodes = values.data === undefined || checkData(values.data);
process.exit(fixturesFit && dataDecodes ? 0 : 1);
