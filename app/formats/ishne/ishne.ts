import type { Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { ageAt } from '../ageAt.ts';
import { type CalendarDate, isDate, isoDateTime, isoDay } from '../calendar.ts';
import { crcCcitt } from '../crcCcitt.ts';
import type { Format, NamedBytes } from '../format.ts';
import { distinctNames } from '../leadNames.ts';
import { isEcgRate } from '../plausibleRate.ts';
import { refuseSize } from '../recordingSize.ts';
import { latin1, terminated } from '../text.ts';

const magic = 'ISHNE1.0';
/** Magic, checksum and the fixed part of the header. */
const fixedBytes = 522;
const mostLeads = 12;

/** Lead codes of ISHNE 1.0, table 4. */
const leadOfCode: readonly (string | null)[] = [
  null,
  'bipolar',
  'X',
  'Y',
  'Z',
  'I',
  'II',
  'III',
  'aVR',
  'aVL',
  'aVF',
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
  'ES',
  'AS',
  'AI',
];

const pacemakers = [
  'none',
  'of unknown type',
  'single chamber, unipolar',
  'dual chamber, unipolar',
  'single chamber, bipolar',
  'dual chamber, bipolar',
];

interface Header {
  readonly statedSamples: number;
  readonly dataOffset: number;
  readonly sampleRateHz: number;
  readonly leads: readonly { readonly name: string; readonly nanovolts: number }[];
}

const parseHeader = (bytes: Uint8Array, file: string): Result<Header> => {
  if (bytes.length < fixedBytes) {
    return refuse(
      'truncated',
      `${file} should hold a header of ${fixedBytes} bytes and holds ${bytes.length} in all.`,
      file,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const invalid = (problem: string) => refuse('header-invalid', `${file}: ${problem}.`, file);
  const leadCount = view.getUint16(156, true);
  if (leadCount < 1 || leadCount > mostLeads)
    return invalid(`the header names ${leadCount} leads, not 1 to ${mostLeads}`);
  const sampleRateHz = view.getUint16(272, true);
  if (!isEcgRate(sampleRateHz)) return invalid(`${sampleRateHz} Hz is no sampling rate of an ECG`);
  const dataOffset = view.getInt32(22, true);
  if (dataOffset < fixedBytes || dataOffset > bytes.length) return invalid(`the samples begin at byte ${dataOffset}`);
  const names: string[] = [];
  const resolutions: number[] = [];
  for (let lead = 0; lead < leadCount; lead += 1) {
    names.push(leadOfCode[view.getInt16(158 + 2 * lead, true)] ?? `signal ${lead + 1}`);
    resolutions.push(view.getInt16(206 + 2 * lead, true));
  }
  const bad = resolutions.findIndex((nanovolts) => nanovolts <= 0);
  if (bad !== -1) {
    return refuse(
      'unit-missing',
      `${file} gives lead ${bad + 1} a resolution of ${resolutions[bad]} nV; above 0 was expected.`,
      file,
    );
  }
  const leads = distinctNames(names).map((name, lead) => ({ name, nanovolts: resolutions[lead]! }));
  return accept({ statedSamples: view.getInt32(14, true), dataOffset, sampleRateHz, leads });
};

/**
 * Samples of each lead. The specification's "size in samples" is a lead's with some writers and that of all leads together
 * with others; the bytes tell which, where they fit the one or the other exactly.
 */
const countSamples = (
  header: Header,
  bytes: Uint8Array,
  file: string,
): Result<{ count: number; notes: readonly RecordingNote[] }> => {
  const leadCount = header.leads.length;
  const held = Math.floor((bytes.length - header.dataOffset) / (2 * leadCount));
  const stated = header.statedSamples;
  const isOfAllLeads = stated > held && Math.floor(stated / leadCount) === held;
  const count = isOfAllLeads ? Math.floor(stated / leadCount) : stated;
  if (count > held || count < 1) {
    const expected = header.dataOffset + 2 * leadCount * Math.max(1, count);
    return refuse(
      'truncated',
      `${file} should hold at least ${expected} bytes by its header and holds ${bytes.length}.`,
      file,
    );
  }
  const notes =
    held === count
      ? []
      : [
          {
            code: 'trailing-samples',
            text: `${file} holds ${held - count} samples a lead more than its header says; they were not read.`,
          },
        ];
  return accept({ count, notes });
};

const dateAt = (view: DataView, at: number): CalendarDate | null => {
  const date = { day: view.getInt16(at, true), month: view.getInt16(at + 2, true), year: view.getInt16(at + 4, true) };
  return isDate(date) ? date : null;
};

const decode = (files: readonly NamedBytes[]): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const { bytes, name: file } = opened;
  const parsed = parseHeader(bytes, file);
  if (!parsed.ok) return parsed;
  const header = parsed.value;
  const counted = countSamples(header, bytes, file);
  if (!counted.ok) return counted;
  const { count } = counted.value;
  const tooLarge = refuseSize(file, header.leads.length, count, header.sampleRateHz);
  if (tooLarge !== null) return tooLarge;

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stride = 2 * header.leads.length;
  const leads = header.leads.map(({ name, nanovolts }, lead): Lead => {
    const samplesMv = new Float32Array(count);
    for (let i = 0, at = header.dataOffset + 2 * lead; i < count; i += 1, at += stride) {
      samplesMv[i] = (view.getInt16(at, true) * nanovolts) / 1e6;
    }
    return { name, samplesMv, derived: false };
  });

  const notes: RecordingNote[] = [...counted.value.notes];
  // The checksum covers the header alone; many writers leave it 0. A wrong one says that names and scales are to be looked at.
  if (crcCcitt(bytes, 10, header.dataOffset) !== view.getUint16(8, true)) {
    notes.push({ code: 'checksum-mismatch', text: `The checksum of the header of ${file} does not fit it.` });
  }
  const pacemaker = view.getUint16(230, true);
  if (pacemaker > 0 && pacemaker < pacemakers.length) {
    notes.push({ code: 'pacemaker', text: `The header names a pacemaker: ${pacemakers[pacemaker]}.` });
  }
  const recorded = dateAt(view, 138);
  const birth = dateAt(view, 132);
  const startTime =
    recorded === null
      ? null
      : isoDateTime(recorded, view.getInt16(150, true), view.getInt16(152, true), view.getInt16(154, true));
  if (startTime === null) {
    notes.push({ code: 'start-time-unknown', text: 'The header gives no date and time of recording that exist.' });
  }
  const text = (from: number, length: number) => terminated(bytes.subarray(from, from + length));
  const sex = view.getUint16(128, true);
  const name = [text(28, 40), text(68, 40)].filter((part) => part !== null).join(' ');
  return accept({
    leads,
    sampleRateHz: header.sampleRateHz,
    sampleCount: count,
    startTime,
    patient: {
      id: text(108, 20),
      name: name === '' ? null : name,
      ageYears: birth === null || recorded === null ? null : ageAt(isoDay(birth), isoDay(recorded)),
      sex: sex === 1 ? 'M' : sex === 2 ? 'F' : null,
    },
    device: text(232, 40),
    appliedFilters: [],
    notes,
  });
};

/** ISHNE standard output format for digital Holter data, version 1.0 (Badilini, Ann Noninvasive Electrocardiol 1998). */
export const ishne: Format = {
  id: 'ishne',
  title: 'ISHNE Holter',
  recognises: (head) => latin1(head, 0, 8) === magic,
  companions: () => [],
  decode,
};
