import { accept, type Result, refuse } from '../../result.ts';
import { looseText, tidy } from '../text.ts';

export interface EdfSignal {
  readonly label: string;
  readonly transducer: string;
  readonly unit: string;
  readonly physicalMin: number;
  readonly physicalMax: number;
  readonly digitalMin: number;
  readonly digitalMax: number;
  readonly filtering: string;
  readonly samplesPerRecord: number;
  /** First byte of the signal's samples in a data record. */
  readonly offsetInRecord: number;
  readonly isAnnotations: boolean;
}

export interface EdfHeader {
  readonly patientField: string;
  readonly recordingField: string;
  readonly startDate: string;
  readonly startTime: string;
  readonly headerBytes: number;
  /** `EDF+D` has records with gaps between them. */
  readonly kind: 'EDF' | 'EDF+C' | 'EDF+D';
  /** Null where the writer did not know (-1). */
  readonly recordCount: number | null;
  readonly recordS: number;
  readonly recordBytes: number;
  readonly signals: readonly EdfSignal[];
}

/** The fixed part, and as much again for each signal. */
export const headerBlock = 256;
const mostSignals = 4096;
const mostSamplesPerRecord = 10_000_000;

/** Widths of a signal's fields; each field is stored for all signals before the next one begins. */
const signalWidths = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32] as const;

const number = (text: string): number | null =>
  /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?$/.test(text) ? Number(text) : null;
const whole = (text: string): number | null => (/^[-+]?\d{1,9}$/.test(text) ? Number(text) : null);

/** True when the bytes begin as EDF does: version 0 in eight characters and a length of the header in its place. */
export const looksLikeEdf = (head: Uint8Array): boolean =>
  head.length >= headerBlock &&
  looseText(head.subarray(0, 8)) === '0       ' &&
  /^\d+ *$/.test(looseText(head.subarray(184, 192)));

/** Parses the header of EDF or EDF+ (edfplus.info). Errors: `truncated`, `header-invalid`; nothing is allocated from its counts. */
export const parseEdfHeader = (bytes: Uint8Array, file: string): Result<EdfHeader> => {
  if (bytes.length < headerBlock) {
    return refuse('truncated', `${file} should hold a header of 256 bytes and holds ${bytes.length} in all.`, file);
  }
  const field = (from: number, length: number): string => tidy(looseText(bytes.subarray(from, from + length)));
  const invalid = (problem: string) => refuse('header-invalid', `${file}: ${problem}.`, file);

  const signalCount = whole(field(252, 4));
  if (signalCount === null || signalCount < 1 || signalCount > mostSignals) {
    return invalid(`the header names "${field(252, 4)}" signals`);
  }
  const headerBytes = whole(field(184, 8));
  if (headerBytes !== headerBlock * (signalCount + 1)) {
    return invalid(
      `a header of ${signalCount} signals has ${headerBlock * (signalCount + 1)} bytes, not "${field(184, 8)}"`,
    );
  }
  if (bytes.length < headerBytes) {
    return refuse(
      'truncated',
      `${file} should hold a header of ${headerBytes} bytes and holds ${bytes.length} in all.`,
      file,
    );
  }
  const stated = whole(field(236, 8));
  if (stated === null || stated < -1 || stated === 0)
    return invalid(`the header names "${field(236, 8)}" data records`);
  const recordS = number(field(244, 8));
  if (recordS === null || recordS < 0) return invalid(`a data record lasts "${field(244, 8)}" seconds`);

  const starts: number[] = [];
  let start = headerBlock;
  for (const width of signalWidths) {
    starts.push(start);
    start += width * signalCount;
  }
  const signals: EdfSignal[] = [];
  let recordBytes = 0;
  for (let index = 0; index < signalCount; index += 1) {
    const text = (place: number): string => field(starts[place]! + signalWidths[place]! * index, signalWidths[place]!);
    const label = text(0);
    const samplesPerRecord = whole(text(8));
    if (samplesPerRecord === null || samplesPerRecord < 1 || samplesPerRecord > mostSamplesPerRecord) {
      return invalid(`signal ${index + 1} has "${text(8)}" samples in a data record`);
    }
    const limits = [3, 4, 5, 6].map((place) => number(text(place)));
    signals.push({
      label,
      transducer: text(1),
      unit: text(2),
      physicalMin: limits[0] ?? Number.NaN,
      physicalMax: limits[1] ?? Number.NaN,
      digitalMin: limits[2] ?? Number.NaN,
      digitalMax: limits[3] ?? Number.NaN,
      filtering: text(7),
      samplesPerRecord,
      offsetInRecord: recordBytes,
      isAnnotations: label === 'EDF Annotations',
    });
    recordBytes += 2 * samplesPerRecord;
  }
  const reserved = field(192, 44);
  return accept({
    patientField: field(8, 80),
    recordingField: field(88, 80),
    startDate: field(168, 8),
    startTime: field(176, 8),
    headerBytes,
    kind: reserved.startsWith('EDF+D') ? 'EDF+D' : reserved.startsWith('EDF+C') ? 'EDF+C' : 'EDF',
    recordCount: stated === -1 ? null : stated,
    recordS,
    recordBytes,
    signals,
  });
};
