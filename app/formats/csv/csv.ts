import type { Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { DecodeHints, Format, NamedBytes } from '../format.ts';
import { distinctNames, isOtherSignal, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { millivoltsIn } from '../units.ts';
import { type CsvFacts, commentPair, factsFrom, mergeFacts } from './facts.ts';
import { isUnit } from './labels.ts';
import { type CsvLayout, labelsOf, shapeOfLayout, signatureOf } from './layout.ts';
import { recognisesCsv } from './recognise.ts';
import { readSideFile, sideFileNames } from './sideFile.ts';
import { readTable, type Series, splitBody, type Table } from './table.ts';
import { readText } from './text.ts';
import { timingOf } from './timing.ts';

/** Two statements of the rate may differ by rounding, not by more. */
const rateAgreement = 0.01;

const companions: Format['companions'] = (files) => {
  const opened = files[0];
  if (opened === undefined) return [];
  return sideFileNames(opened.name)
    .filter((name) => !files.some((file) => file.name === name))
    .map((name) => ({ name, required: false }));
};

const statedFacts = (table: Table, files: readonly NamedBytes[], file: string): Result<CsvFacts> => {
  const pairs = table.comments.flatMap((comment) => {
    const pair = commentPair(comment);
    return pair === null ? [] : [pair];
  });
  const own = factsFrom(pairs, file);
  if (!own.ok) return own;
  const names = sideFileNames(file);
  const side = readSideFile(files.slice(1).find((other) => names.includes(other.name)));
  return side.ok ? accept(mergeFacts(own.value, side.value)) : side;
};

interface Rate {
  readonly sampleRateHz: number;
  readonly notes: readonly RecordingNote[];
}

const isEven = (values: Float64Array): number | null => {
  const step = values.length < 2 ? 1 : values[1]! - values[0]!;
  for (let i = 1; i < values.length; i += 1) {
    if (!(Math.abs(values[i]! - values[i - 1]! - step) <= 1e-6 * Math.abs(step))) return i;
  }
  return null;
};

const rateOf = (table: Table, facts: CsvFacts, hints: DecodeHints, file: string): Result<Rate> => {
  const time = table.series.find(({ label }) => label.kind === 'time');
  let timed: number | null = null;
  const notes: RecordingNote[] = [];
  if (time !== undefined && time.label.kind === 'time') {
    const unit = time.isClock ? 'clock' : time.label.unit;
    const timing = timingOf(time.values, unit, time.decimals, file, table.placeOfValue);
    if (!timing.ok) return timing;
    timed = timing.value.sampleRateHz;
    if (timing.value.note !== null && facts.sampleRateHz === null) notes.push(timing.value.note);
  }
  const stated = facts.sampleRateHz;
  if (stated !== null && timed !== null && Math.abs(stated - timed) > rateAgreement * stated) {
    return refuse(
      'header-invalid',
      `${file} states ${stated} Hz, but its time column runs at ${Number(timed.toPrecision(6))} Hz.`,
      file,
    );
  }
  const sampleRateHz = stated ?? timed ?? hints.sampleRateHz ?? null;
  if (sampleRateHz === null) {
    return refuse(
      'rate-missing',
      `${file} states no sampling rate (a time column with a unit, a line "# sampleRateHz: 500", a side file); give one.`,
      file,
    );
  }
  if (!isEcgRate(sampleRateHz)) {
    return refuse(
      'header-invalid',
      `${file}: ${sampleRateHz} Hz is no sampling rate of an ECG (${slowestHz} to ${fastestHz} Hz).`,
      file,
    );
  }
  return accept({ sampleRateHz, notes });
};

const isCounts = (unit: string): boolean => /^(?:counts?|adu|lsb)$/i.test(unit);

/** Millivolts in one of the column's unit; null for a unit of something other than voltage. */
const scaleOf = (
  name: string,
  own: string | null,
  facts: CsvFacts,
  hints: DecodeHints,
  file: string,
): Result<number | null> => {
  const unit = own ?? facts.unit ?? hints.unit ?? null;
  if (unit === null) {
    return refuse(
      'unit-missing',
      `${file} states no unit for column ${name} (a heading such as "I (mV)", a line "# unit: mV", a side file); give one.`,
      file,
    );
  }
  if (isCounts(unit)) {
    if (facts.countsPerMv !== null) return accept(1 / facts.countsPerMv);
    return refuse('unit-missing', `${file} gives column ${name} in counts, without counts per mV (gain).`, file);
  }
  const scale = millivoltsIn(unit);
  if (scale === null && !isUnit(unit)) {
    return refuse(
      'header-invalid',
      `${file} gives column ${name} in a unit that is not known; expected mV or uV.`,
      file,
    );
  }
  return accept(scale);
};

interface Named {
  readonly series: Series;
  readonly name: string;
  readonly unit: string | null;
}

/** The series that hold signals, with their names from the table or, where it has none, from comments or the side file. */
const signalsOf = (table: Table, facts: CsvFacts, file: string): Result<readonly Named[]> => {
  const signals: Named[] = [];
  for (const series of table.series) {
    const { label, place } = series;
    const isEmpty = label.kind === 'blank' && !series.values.some((value) => Number.isFinite(value));
    if (isEmpty) continue;
    if (label.kind === 'signal') signals.push({ series, name: label.name, unit: label.unit });
    else if (label.kind === 'blank' && place > 1) signals.push({ series, name: `column ${place}`, unit: null });
    else if (label.kind !== 'time') {
      const uneven = isEven(series.values);
      if (uneven !== null) {
        const where = `${file}, ${table.placeOfValue(uneven)}`;
        return refuse('values-invalid', `${where}: the numbers in column ${place} skip or repeat samples.`, file);
      }
    }
  }
  if (table.hasNames || facts.leads === null) return accept(signals);
  const names = facts.leads;
  if (names.length !== signals.length) {
    return refuse(
      'header-invalid',
      `${file} names ${names.length} leads for ${signals.length} columns of values.`,
      file,
    );
  }
  return accept(signals.map((signal, index) => ({ ...signal, name: names[index]! })));
};

const toMillivolts = (values: Float64Array, scale: number): Float32Array => {
  const samplesMv = new Float32Array(values.length);
  for (let i = 0; i < samplesMv.length; i += 1) samplesMv[i] = values[i]! * scale;
  return samplesMv;
};

const leadsOf = (
  signals: readonly Named[],
  facts: CsvFacts,
  hints: DecodeHints,
  table: Table,
  file: string,
): Result<{ readonly leads: readonly Lead[]; readonly notes: readonly RecordingNote[] }> => {
  const kept: { name: string; samplesMv: Float32Array }[] = [];
  const leftOut: string[] = [];
  for (const { series, name, unit } of signals) {
    if (isOtherSignal(name)) {
      leftOut.push(name);
      continue;
    }
    const scale = scaleOf(name, unit, facts, hints, file);
    if (!scale.ok) return scale;
    if (scale.value === null) {
      leftOut.push(name);
      continue;
    }
    const samplesMv = toMillivolts(series.values, scale.value);
    const infinite = samplesMv.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (infinite !== -1) {
      const where = `${file}, ${table.placeOfValue(infinite)}, column ${name}`;
      return refuse('values-invalid', `${where}: the value is out of range.`, file);
    }
    kept.push({ name: leadName(name), samplesMv });
  }
  if (kept.length === 0) return refuse('unsupported', `${file} holds no ECG lead in a unit of voltage.`, file);
  const names = distinctNames(kept.map(({ name }) => name));
  const notes: RecordingNote[] = [];
  if (leftOut.length > 0) {
    notes.push({ code: 'signals-left-out', text: `Not ECG leads, left out: ${leftOut.join(', ')}.` });
  }
  if (!table.hasNames && facts.leads === null) {
    notes.push({ code: 'lead-names-missing', text: `${file} does not name its leads; they are numbered.` });
  }
  return accept({ leads: kept.map(({ samplesMv }, i) => ({ name: names[i]!, samplesMv, derived: false })), notes });
};

/** The layout that a person gave for tables of this writer, or null. */
const layoutFor = (text: string, hints: DecodeHints): CsvLayout | null => {
  if (hints.csvLayouts === undefined || hints.csvLayouts.length === 0) return null;
  const body = splitBody(text);
  return hints.csvLayouts.find((layout) => signatureOf(body, shapeOfLayout(layout)) === layout.signature) ?? null;
};

/** A person's word goes before the file's, and the recording says so. */
const withLayout = (facts: CsvFacts, { sampleRateHz, countsPerMv }: CsvLayout): CsvFacts => ({
  ...facts,
  sampleRateHz: sampleRateHz ?? facts.sampleRateHz,
  countsPerMv: countsPerMv ?? facts.countsPerMv,
  notes: [...facts.notes, { code: 'layout-from-user', text: 'A person said how this table is laid out.' }],
});

/** The table as a person laid it out. A column (or row) that the layout names and the file lacks is refused. */
const readLaidOut = (text: string, layout: CsvLayout, file: string): Result<Table> => {
  const table = readTable(text, file, { shape: shapeOfLayout(layout), labels: labelsOf(layout) });
  if (!table.ok) return table;
  const absent = layout.series.find(({ place }) => !table.value.series.some((one) => one.place === place));
  if (absent === undefined) return table;
  const what = layout.leadsInRows ? 'row' : 'column';
  return refuse('header-invalid', `${file} has no ${what} ${absent.place}, which the given layout names.`, file);
};

const decode = (files: readonly NamedBytes[], hints: DecodeHints): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const file = opened.name;
  if (opened.bytes.length === 0) return refuse('empty-file', `${file} is empty.`, file);
  const text = readText(opened.bytes, file);
  if (!text.ok) return text;
  const layout = layoutFor(text.value, hints);
  const table = layout === null ? readTable(text.value, file) : readLaidOut(text.value, layout, file);
  if (!table.ok) return table;
  const stated = statedFacts(table.value, files, file);
  if (!stated.ok) return stated;
  const facts = layout === null ? stated.value : withLayout(stated.value, layout);
  const signals = signalsOf(table.value, facts, file);
  if (!signals.ok) return signals;
  const rate = rateOf(table.value, facts, hints, file);
  if (!rate.ok) return rate;
  const chosen = leadsOf(signals.value, facts, hints, table.value, file);
  if (!chosen.ok) return chosen;
  return accept({
    leads: chosen.value.leads,
    sampleRateHz: rate.value.sampleRateHz,
    sampleCount: chosen.value.leads[0]!.samplesMv.length,
    startTime: facts.startTime,
    patient: facts.patient,
    device: facts.device,
    appliedFilters: facts.appliedFilters,
    notes: [...facts.notes, ...rate.value.notes, ...chosen.value.notes],
  });
};

/** Tables of numbers as text: one lead per column or row, with rate and unit from headings, comments, a side file or the user. */
export const csv: Format = { id: 'csv', title: 'CSV table', recognises: recognisesCsv, companions, decode };
