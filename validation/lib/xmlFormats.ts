import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { decodeFiles } from '../../app/formats/registry.ts';
import { durationS, type Lead, type Recording } from '../../app/recording/recording.ts';
import type { Result } from '../../app/result.ts';
import { table, updateSection } from './results.ts';

/** The XML formats against what lies beside them: a file converted by its maker, checksums, exports of the same tracing. */

export interface XmlLine {
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

const read = (folder: string, file: string): Read => {
  const result = decodeFiles([{ name: file, bytes: new Uint8Array(readFileSync(join(folder, file))) }], {});
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

interface Difference {
  readonly largestMv: number;
  readonly rmsMv: number;
  readonly samples: number;
}

/** Over the leads that both have, as far as both last; null where they share none. */
const differenceOf = (leads: readonly Lead[], others: readonly Lead[]): Difference | null => {
  let [largestMv, squares, samples] = [0, 0, 0];
  for (const { name, samplesMv } of leads) {
    const other = others.find((lead) => lead.name === name)?.samplesMv;
    for (let i = 0; other !== undefined && i < Math.min(samplesMv.length, other.length); i += 1) {
      const difference = Math.abs(samplesMv[i]! - other[i]!);
      largestMv = Math.max(largestMv, difference);
      squares += difference ** 2;
      samples += 1;
    }
  }
  return samples === 0 ? null : { largestMv, rmsMv: Math.sqrt(squares / samples), samples };
};

const millivolts = (value: number): string => (value === 0 ? '0' : `${value.toFixed(4)} mV`);

const unread = (file: string, result: Read & { readonly ok: false }): XmlLine => ({
  ...shown(file, result),
  verdict: `refused (${result.error.code}): ${result.error.message}`,
  isExplained: false,
});

/** The maker's converter put the samples through a mains filter that the original does not name: this much it may move them. */
const filteredAtMostMv = 0.025;
const filteredRmsMv = 0.005;

const sierraPair = (folder: string): XmlLine => {
  const [file, other] = ['sierra/ad4d3d80-d165_1-04_orig.xml', 'sierra/ad4d3d80-d165_1-04_converted.xml'];
  const [original, converted] = [read(folder, file), read(folder, other)];
  if (!original.ok) return unread(file, original);
  if (!converted.ok) return unread(other, converted);
  const rhythm = differenceOf(original.value.leads, converted.value.leads);
  const [beat, otherBeat] = [original.value, converted.value].map(
    ({ fromDevice }) => fromDevice?.medianBeat?.leads ?? [],
  );
  const median = differenceOf(beat!, otherBeat!);
  if (rhythm === null || median === null) {
    return { ...shown(file, original), verdict: 'no lead in common with its converted twin', isExplained: false };
  }
  const isNotched = (recording: Recording): boolean => recording.appliedFilters.some((one) => one.startsWith('notch'));
  const isFilter =
    isNotched(converted.value) &&
    !isNotched(original.value) &&
    rhythm.largestMv <= filteredAtMostMv &&
    rhythm.rmsMv <= filteredRmsMv;
  const verdict = `median beats differ by ${millivolts(median.largestMv)} in ${median.samples} samples; the rhythm by ${millivolts(rhythm.rmsMv)} RMS, as the converted file states a mains filter that the original does not`;
  return {
    ...shown(file, original),
    difference: millivolts(rhythm.largestMv),
    verdict,
    isExplained: median.largestMv === 0 && (rhythm.largestMv === 0 || isFilter),
  };
};

/** Without an oracle: what the stored residuals of the derived limb leads must give back is Einthoven's law. */
const sierraAlone = (folder: string): XmlLine => {
  const file = 'sierra/129DYPRG.XML';
  const result = read(folder, file);
  if (!result.ok) return unread(file, result);
  const lead = (name: string): Float32Array => result.value.leads.find((one) => one.name === name)!.samplesMv;
  const [one, two, three] = [lead('I'), lead('II'), lead('III')];
  const largest = three.reduce((most, mv, i) => Math.max(most, Math.abs(mv - two[i]! + one[i]!)), 0);
  return {
    ...shown(file, result),
    difference: millivolts(largest),
    verdict: 'no oracle; III against II - I, each rounded by the device to 0.005 mV',
    isExplained: largest <= 3 * 0.005 + 1e-6,
  };
};

const refusedOnPurpose = (folder: string, file: string): XmlLine => {
  const result = read(folder, file);
  if (result.ok) return { ...shown(file, result), verdict: 'read, though it must be refused', isExplained: false };
  const isRight = result.error.code === 'unsupported';
  return { ...shown(file, result), verdict: `refused (${result.error.code}), as it must be`, isExplained: isRight };
};

/** Samples and checksums by Node's own base64 and zlib, from a search through the text, not through our reader. */
const museFile = (folder: string, file: string): XmlLine => {
  const result = read(folder, file);
  if (!result.ok) return unread(file, result);
  const text = readFileSync(join(folder, file), 'latin1');
  const rhythm = text.slice(text.indexOf('<WaveformType>Rhythm'));
  const field = (block: string, name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(block)?.[1] ?? '';
  let [fits, all, largest, compared] = [0, 0, 0, 0];
  for (const [block] of text.matchAll(/<LeadData>[\s\S]*?<\/LeadData>/g)) {
    const bytes = Buffer.from(field(block, 'WaveFormData'), 'base64');
    all += 1;
    if (crc32(bytes) === Number(field(block, 'LeadDataCRC32'))) fits += 1;
    if (!rhythm.includes(block)) continue;
    const samplesMv = result.value.leads.find(({ name }) => name === field(block, 'LeadID'))?.samplesMv;
    const mvPerBit = Number(field(block, 'LeadAmplitudeUnitsPerBit')) / 1000;
    for (let i = 0; i < bytes.length / 2; i += 1) {
      largest = Math.max(largest, Math.abs((samplesMv?.[i] ?? Number.NaN) - bytes.readInt16LE(2 * i) * mvPerBit));
      compared += 1;
    }
  }
  const claimsMismatch = result.value.notes.some(({ code }) => code === 'checksum-mismatch');
  return {
    ...shown(file, result),
    difference: `${largest.toExponential(1)} mV`,
    checksums: `${fits}/${all}`,
    verdict: `${compared} samples against Node's base64`,
    // Half a step of a Float32 at these sizes.
    isExplained: fits === all && !claimsMismatch && largest < 1e-6 && compared > 0,
  };
};

/** Exports of one tracing in three formats by one converter. */
const toolkitExample = (folder: string): XmlLine => {
  const file = 'aecg/ecgtoolkit_Example.xml';
  const result = read(folder, file);
  if (!result.ok) return unread(file, result);
  const others = ['scp/Example.scp', 'dicom/ecgtoolkit_Example.dcm'].flatMap((other) => {
    const twin = existsSync(join(folder, other)) ? read(folder, other) : null;
    if (twin === null || !twin.ok) return [];
    const difference = differenceOf(result.value.leads, twin.value.leads);
    return difference === null ? [] : [{ other, ...difference }];
  });
  const largest = Math.max(0, ...others.map(({ largestMv }) => largestMv));
  return {
    ...shown(file, result),
    difference: others.length === 0 ? '' : millivolts(largest),
    verdict:
      others.length === 0
        ? 'the same tracing as SCP-ECG and DICOM is not read yet'
        : `against ${others.map(({ other, samples }) => `${other} (${samples} samples)`).join(', ')}`,
    isExplained: others.length === 0 || largest < 1e-6,
  };
};

export const xmlFormatLines = (folder: string): readonly XmlLine[] => [
  toolkitExample(folder),
  museFile(folder, 'muse/example1.xml'),
  museFile(folder, 'muse/example2.xml'),
  sierraPair(folder),
  sierraAlone(folder),
  refusedOnPurpose(folder, 'sierra/invalid-doc-type.xml'),
  refusedOnPurpose(folder, 'sierra/invalid-doc-version.xml'),
];

const head = ['file', 'leads', 'rate, Hz', 'seconds', 'largest difference', 'checksums', 'against what'] as const;

/** The section of RESULTS.md. */
export const updateXmlFormats = (results: string, lines: readonly XmlLine[]): void => {
  const rows = lines.map(({ file, leads, rate, seconds, difference, checksums, verdict }) =>
    [file, leads, rate, seconds, difference, checksums, verdict].map((cell) => (cell === '' ? '-' : cell)),
  );
  updateSection(
    results,
    'formats-xml',
    `## XML formats against what lies beside them

One file of each maker and version that could be had: public examples of ECG Toolkit, BRAVEHEART and sierra-ecg-tools. A
difference is that of the same sample of the same lead, over all leads and all samples that both have. The calibration pulse
at the end of a Philips recording is left out.

${table(head, rows)}

    node validation/formats.ts --fixtures DIR --update`,
  );
};
