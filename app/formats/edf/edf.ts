import type { Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { Format, NamedBytes } from '../format.ts';
import { distinctNames, isOtherSignal, isStandardLead, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { refuseSize } from '../recordingSize.ts';
import { millivoltsIn } from '../units.ts';
import { parseTimedTexts, type TimedTexts } from './annotations.ts';
import { readFacts } from './facts.ts';
import { type EdfHeader, type EdfSignal, looksLikeEdf, parseEdfHeader } from './header.ts';

const mostAnnotations = 50;

/** Labels of the standard kind (`ECG II`), of many recorders (`EKG1`, `ECG LA-RA`) and bare lead names. */
const isEcgLabel = (label: string): boolean =>
  /^(?:ecg|ekg)(?![a-z])/i.test(label) ||
  isStandardLead(leadName(label)) ||
  /^(?:lead[ _-])?(?:ml?(?:i|ii|iii|v\d)|mcl\d|cm5|cc5|v\d{1,2}r?|-avr)$/i.test(label);

/** `ECG II` is II, `ECG MLII` is MLII; `ECG`, `ECG 1` and `EKG2` stay as they are. */
const leadOfLabel = (label: string): string => {
  const sensor = /^(?:ecg|ekg)[ _-]+(\D.*)$/i.exec(label)?.[1];
  return leadName(sensor ?? label);
};

interface Layout {
  readonly header: EdfHeader;
  readonly recordCount: number;
  /** First sample of each record in the whole, and the length of the whole. */
  readonly starts: readonly number[];
  readonly sampleCount: number;
}

const recordBytesAt = (bytes: Uint8Array, header: EdfHeader, record: number, signal: EdfSignal): Uint8Array => {
  const from = header.headerBytes + record * header.recordBytes + signal.offsetInRecord;
  return bytes.subarray(from, from + 2 * signal.samplesPerRecord);
};

const readLead = (bytes: Uint8Array, layout: Layout, signal: EdfSignal, name: string): Lead => {
  const samplesMv = new Float32Array(layout.sampleCount).fill(Number.NaN);
  const unitMv = millivoltsIn(signal.unit)!;
  const step = (signal.physicalMax - signal.physicalMin) / (signal.digitalMax - signal.digitalMin);
  for (const [record, start] of layout.starts.entries()) {
    const part = recordBytesAt(bytes, layout.header, record, signal);
    for (let i = 0; i < signal.samplesPerRecord; i += 1) {
      const digital = ((part[2 * i + 1]! << 24) >> 16) | part[2 * i]!;
      samplesMv[start + i] = ((digital - signal.digitalMin) * step + signal.physicalMin) * unitMv;
    }
  }
  return { name, samplesMv, derived: false };
};

const isScaled = ({ physicalMin, physicalMax, digitalMin, digitalMax }: EdfSignal): boolean => {
  const step = (physicalMax - physicalMin) / (digitalMax - digitalMin);
  return Number.isFinite(step) && step !== 0 && Math.abs(step) < 1e9 && Math.abs(physicalMin) < 1e12;
};

interface Chosen {
  readonly signals: readonly EdfSignal[];
  readonly notes: readonly RecordingNote[];
}

/** The ECG signals in a unit of voltage, all of one rate: the rate that most of them have, the faster one in a tie. */
const chooseSignals = (header: EdfHeader): Chosen => {
  const ecg = header.signals.filter(
    ({ label, unit, isAnnotations }) =>
      !isAnnotations && isEcgLabel(label) && !isOtherSignal(label) && millivoltsIn(unit) !== null,
  );
  const counts = new Map<number, number>();
  for (const { samplesPerRecord } of ecg) counts.set(samplesPerRecord, (counts.get(samplesPerRecord) ?? 0) + 1);
  const chosen = [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0];
  const signals = ecg.filter(({ samplesPerRecord }) => samplesPerRecord === chosen);
  const notes: RecordingNote[] = [];
  const otherRate = ecg.filter((signal) => !signals.includes(signal));
  if (otherRate.length > 0) {
    const list = otherRate.map(
      (s) => `${s.label} (${Number((s.samplesPerRecord / header.recordS).toPrecision(6))} Hz)`,
    );
    notes.push({ code: 'other-rate-left-out', text: `ECG signals of another rate, left out: ${list.join(', ')}.` });
  }
  const others = header.signals.filter((signal) => !signal.isAnnotations && !ecg.includes(signal));
  if (others.length > 0) {
    const list = others.map(({ label, unit }) => `${label}${unit === '' ? '' : ` (${unit})`}`).join(', ');
    notes.push({ code: 'signals-left-out', text: `Not ECG leads, left out: ${list}.` });
  }
  return { signals, notes };
};

/** What the annotation signals of each record say; the first list of the first such signal is the record's own time. */
const readTimedTexts = (bytes: Uint8Array, header: EdfHeader, recordCount: number) => {
  const channels = header.signals.filter(({ isAnnotations }) => isAnnotations);
  const onsets: (number | null)[] = [];
  const remarks: TimedTexts[] = [];
  for (let record = 0; record < recordCount; record += 1) {
    let onset: number | null = null;
    for (const [place, channel] of channels.entries()) {
      const lists = parseTimedTexts(recordBytesAt(bytes, header, record, channel));
      if (place === 0) onset = lists[0]?.onsetS ?? null;
      for (const list of lists) if (list.texts.length > 0) remarks.push(list);
    }
    onsets.push(onset);
  }
  return { onsets, remarks };
};

const annotationNotes = (remarks: readonly TimedTexts[], firstOnsetS: number): readonly RecordingNote[] => {
  const all = remarks.flatMap(({ onsetS, durationS, texts }) =>
    texts.map((text) => {
      const lasting = durationS === null ? '' : `, lasting ${durationS} s`;
      return `At ${Number((onsetS - firstOnsetS).toFixed(3))} s${lasting}: ${text}`;
    }),
  );
  const notes = all.slice(0, mostAnnotations).map((text) => ({ code: 'annotation', text }));
  if (all.length <= mostAnnotations) return notes;
  return [
    ...notes,
    { code: 'annotations-left-out', text: `${all.length - mostAnnotations} further annotations are not shown.` },
  ];
};

/** Places the records of EDF+D by their onsets; those of the other kinds follow each other. */
const placeRecords = (
  file: string,
  header: EdfHeader,
  samplesPerRecord: number,
  onsets: readonly (number | null)[],
): Result<Pick<Layout, 'starts' | 'sampleCount'>> => {
  const starts: number[] = [];
  let next = 0;
  for (const [record, onset] of onsets.entries()) {
    let start = next;
    if (header.kind === 'EDF+D') {
      if (onset === null) {
        return refuse('header-invalid', `${file}: data record ${record + 1} of an EDF+D file says no time.`, file);
      }
      start = Math.round(((onset - onsets[0]!) * samplesPerRecord) / header.recordS);
      if (start < next) {
        return refuse(
          'values-invalid',
          `${file}: data record ${record + 1} begins before the one before it ends.`,
          file,
        );
      }
    }
    starts.push(start);
    next = start + samplesPerRecord;
  }
  return accept({ starts, sampleCount: next });
};

const countRecords = (bytes: Uint8Array, header: EdfHeader, file: string): Result<number> => {
  const held = Math.floor((bytes.length - header.headerBytes) / header.recordBytes);
  const count = header.recordCount ?? held;
  if (count > held || count < 1) {
    const expected = header.headerBytes + Math.max(1, count) * header.recordBytes;
    return refuse(
      'truncated',
      `${file} should hold at least ${expected} bytes by its header and holds ${bytes.length}.`,
      file,
    );
  }
  return accept(count);
};

const filters = (signals: readonly EdfSignal[]): readonly string[] => {
  const said = [...new Set(signals.map(({ filtering }) => filtering))];
  if (said.length === 1) return said[0] === '' ? [] : [said[0]!];
  return signals.filter(({ filtering }) => filtering !== '').map((s) => `${leadOfLabel(s.label)}: ${s.filtering}`);
};

const decode = (files: readonly NamedBytes[]): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const { bytes, name: file } = opened;
  const parsed = parseEdfHeader(bytes, file);
  if (!parsed.ok) return parsed;
  const header = parsed.value;
  const { signals, notes } = chooseSignals(header);
  const first = signals[0];
  if (first === undefined) {
    const labels = header.signals.map(({ label }) => label).join(', ');
    return refuse('unsupported', `${file} holds no ECG signal in a unit of voltage, only: ${labels}.`, file);
  }
  const unscaled = signals.find((signal) => !isScaled(signal));
  if (unscaled !== undefined) {
    return refuse(
      'header-invalid',
      `${file}: the physical and digital range of ${unscaled.label} give no scale.`,
      file,
    );
  }
  const sampleRateHz = first.samplesPerRecord / header.recordS;
  if (!isEcgRate(sampleRateHz)) {
    const stated = `${first.samplesPerRecord} samples in ${header.recordS} s`;
    return refuse(
      'header-invalid',
      `${file}: ${stated} are no sampling rate of an ECG (${slowestHz} to ${fastestHz} Hz).`,
      file,
    );
  }
  const counted = countRecords(bytes, header, file);
  if (!counted.ok) return counted;
  const recordCount = counted.value;
  const { onsets, remarks } = readTimedTexts(bytes, header, recordCount);
  const placed = placeRecords(file, header, first.samplesPerRecord, onsets);
  if (!placed.ok) return placed;
  const tooLarge = refuseSize(file, signals.length, placed.value.sampleCount, sampleRateHz);
  if (tooLarge !== null) return tooLarge;

  const layout: Layout = { header, recordCount, ...placed.value };
  const names = distinctNames(signals.map(({ label }) => leadOfLabel(label)));
  const firstOnsetS = header.kind === 'EDF' ? 0 : (onsets[0] ?? 0);
  const facts = readFacts(header, firstOnsetS);
  const missing = layout.sampleCount - recordCount * first.samplesPerRecord;
  const surplus = bytes.length - header.headerBytes - recordCount * header.recordBytes;
  return accept({
    leads: signals.map((signal, index) => readLead(bytes, layout, signal, names[index]!)),
    sampleRateHz,
    sampleCount: layout.sampleCount,
    startTime: facts.startTime,
    patient: facts.patient,
    device: facts.device,
    appliedFilters: filters(signals),
    notes: [
      ...notes,
      ...(missing > 0
        ? [{ code: 'gaps', text: `${Number((missing / sampleRateHz).toFixed(3))} s were not recorded (EDF+D).` }]
        : []),
      ...(surplus > 0
        ? [
            {
              code: 'trailing-samples',
              text: `${file} holds ${surplus} bytes more than its header says; they were not read.`,
            },
          ]
        : []),
      ...facts.notes,
      ...annotationNotes(remarks, firstOnsetS),
    ],
  });
};

/** European Data Format, EDF and EDF+ (continuous and with gaps), as described on edfplus.info. */
export const edf: Format = {
  id: 'edf',
  title: 'EDF and EDF+',
  recognises: looksLikeEdf,
  companions: () => [],
  decode,
};
