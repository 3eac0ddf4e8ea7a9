import type { Lead, Recording } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { headerBlock } from './header.ts';

/** Steps in microvolts that write the ends of a 16-bit range exactly in EDF's eight characters, the finest first. */
const stepsUv = [0.1, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 50, 100] as const;
const least = -32768;
const greatest = 32767;
/** EDF's recommended limit of a data record. */
const usualRecordBytes = 61_440;
const mostRecords = 99_999_999;
/** `+99999999.999999`, two separators, the end. */
const annotationBytes = 32;

const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
const fitted = (text: string, width: number): string => ascii(text).slice(0, width).padEnd(width);
/** A subfield of EDF+: blanks become underscores, nothing an X. */
const subfield = (text: string | null): string =>
  text === null || text.trim() === '' ? 'X' : ascii(text.trim()).replace(/\s+/g, '_');

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

interface Start {
  readonly dateField: string;
  readonly timeField: string;
  readonly named: string;
  readonly fractionS: number;
}

const startOf = (startTime: string | null): Start => {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?/.exec(startTime ?? '');
  if (match === null) return { dateField: '01.01.85', timeField: '00.00.00', named: 'X', fractionS: 0 };
  const [, year, month, day, hour, minute, second, fraction] = match;
  const isShort = Number(year) >= 1985 && Number(year) <= 2084;
  return {
    // The two digits of another century's year would say something else; EDF+ writes "yy" and the named date counts.
    dateField: `${day}.${month}.${isShort ? year!.slice(2) : 'yy'}`,
    timeField: `${hour}.${minute}.${second}`,
    named: `${day}-${monthNames[Number(month) - 1] ?? 'JAN'}-${year}`,
    fractionS: Number(fraction ?? 0),
  };
};

/** Samples of a data record and its length as written, such that whole records hold the recording and state its rate exactly. */
const chooseRecord = (recording: Recording): { readonly samples: number; readonly seconds: string } | null => {
  const { sampleCount, sampleRateHz, leads } = recording;
  const bytesOf = (samples: number): number => 2 * samples * leads.length + annotationBytes;
  const fitting: { samples: number; seconds: string }[] = [];
  const consider = (samples: number): void => {
    const seconds = String(samples / sampleRateHz);
    if (seconds.length > 8 || samples / Number(seconds) !== sampleRateHz || sampleCount / samples > mostRecords) return;
    fitting.push({ samples, seconds });
  };
  for (let divisor = 1; divisor * divisor <= sampleCount; divisor += 1) {
    if (sampleCount % divisor !== 0) continue;
    consider(divisor);
    if (divisor * divisor !== sampleCount) consider(sampleCount / divisor);
  }
  const distance = ({ samples }: { samples: number }): number => Math.abs(Math.log(samples / sampleRateHz));
  const small = fitting.filter(({ samples }) => bytesOf(samples) <= usualRecordBytes && samples / sampleRateHz >= 0.1);
  const choice = small.length > 0 ? small : fitting;
  return choice.sort((a, b) => distance(a) - distance(b))[0] ?? null;
};

const chooseStep = (samplesMv: Float32Array): number | null => {
  let largestUv = 0;
  for (const mv of samplesMv) largestUv = Math.max(largestUv, Math.abs(mv) * 1000);
  return stepsUv.find((step) => largestUv <= greatest * step) ?? null;
};

/** Filters in EDF's own words (`HP:0.05Hz`) where they are those of this program, in the file's otherwise. */
const filterWords = (filters: readonly string[]): string =>
  filters
    .map((filter) => {
      const match = /^(high-pass|low-pass|notch) ([\d.]+) Hz$/.exec(filter);
      if (match === null) return filter;
      return `${match[1] === 'high-pass' ? 'HP' : match[1] === 'low-pass' ? 'LP' : 'N'}:${match[2]}Hz`;
    })
    .join(' ');

const labelOf = ({ name }: Lead): string => (/^(?:ecg|ekg)(?![a-z])/i.test(name) ? name : `ECG ${name}`);

/**
 * A recording as EDF+C: 16 bits a sample, steps of 0.1 uV or as fine as the tallest sample of a lead allows, the patient in EDF+'s
 * subfields. Errors (`unsupported`): a missing sample, for which EDF has no mark; a rate or length that whole records of a duration
 * in eight characters cannot state; a label of more than 16 characters; more than 3.2 V.
 */
export const encodeEdf = (recording: Recording, name: string): Result<NamedBytes> => {
  const { leads, sampleCount, patient, appliedFilters } = recording;
  const refused = (problem: string) => refuse('unsupported', `EDF+ cannot hold this recording: ${problem}.`);
  if (leads.length === 0 || sampleCount === 0) return refused('it has no samples');
  for (const lead of leads) {
    const missing = lead.samplesMv.reduce((count, mv) => count + (Number.isFinite(mv) ? 0 : 1), 0);
    if (missing > 0) return refused(`${lead.name} lacks ${missing} samples, and EDF+ has no mark for a missing one`);
    if (labelOf(lead).length > 16) return refused(`the name ${lead.name} is too long for a label of 16 characters`);
  }
  const record = chooseRecord(recording);
  if (record === null) {
    return refused(
      `no data record of a whole number of samples states ${recording.sampleRateHz} Hz and ${sampleCount} samples exactly`,
    );
  }
  const steps = leads.map(({ samplesMv }) => chooseStep(samplesMv));
  const tooTall = steps.indexOf(null);
  if (tooTall !== -1)
    return refused(`${leads[tooTall]!.name} has amplitudes above ${(greatest * stepsUv.at(-1)!) / 1e6} V`);

  const start = startOf(recording.startTime);
  const signalCount = leads.length + 1;
  const recordCount = sampleCount / record.samples;
  const headerBytes = headerBlock * (signalCount + 1);
  const each = (width: number, ofLead: (index: number) => string, ofAnnotations: string): string =>
    leads.map((_, index) => fitted(ofLead(index), width)).join('') + fitted(ofAnnotations, width);
  const stepOf = (index: number): number => steps[index]!;
  const physical = (digital: number, step: number): string => String(Number((digital * step).toFixed(2)));
  const header = [
    fitted('0', 8),
    // Age has no subfield, only the date of birth, which a recording does not hold.
    fitted(`${subfield(patient.id)} ${patient.sex ?? 'X'} X ${subfield(patient.name)}`, 80),
    fitted(`Startdate ${start.named} X X ${subfield(recording.device)}`, 80),
    start.dateField,
    start.timeField,
    fitted(String(headerBytes), 8),
    fitted('EDF+C', 44),
    fitted(String(recordCount), 8),
    fitted(record.seconds, 8),
    fitted(String(signalCount), 4),
    each(16, (index) => labelOf(leads[index]!), 'EDF Annotations'),
    each(80, () => '', ''),
    each(8, () => 'uV', ''),
    each(8, (index) => physical(least, stepOf(index)), '-1'),
    each(8, (index) => physical(greatest, stepOf(index)), '1'),
    each(8, () => String(least), String(least)),
    each(8, () => String(greatest), String(greatest)),
    each(80, () => filterWords(appliedFilters), ''),
    each(8, () => String(record.samples), String(annotationBytes / 2)),
    each(32, () => '', ''),
  ].join('');

  const recordBytes = 2 * record.samples * leads.length + annotationBytes;
  const bytes = new Uint8Array(headerBytes + recordCount * recordBytes);
  const text = new TextEncoder();
  bytes.set(text.encode(header));
  const view = new DataView(bytes.buffer);
  for (let at = headerBytes, index = 0; index < recordCount; index += 1, at += recordBytes) {
    for (const [place, { samplesMv }] of leads.entries()) {
      const from = at + 2 * record.samples * place;
      const perStep = 1000 / stepOf(place);
      for (let i = 0; i < record.samples; i += 1) {
        view.setInt16(from + 2 * i, Math.round(samplesMv[index * record.samples + i]! * perStep), true);
      }
    }
    const onset = start.fractionS + (index * record.samples) / recording.sampleRateHz;
    bytes.set(text.encode(`+${Number(onset.toFixed(6))}\x14\x14\0`), at + recordBytes - annotationBytes);
  }
  return accept({ name: `${name}.edf`, bytes });
};
