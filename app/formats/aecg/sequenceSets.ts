import type { Lead } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { distinctNames, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { millivoltsIn } from '../units.ts';
import { numbersIn } from '../xml/numberList.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find, numberIn } from '../xml/query.ts';
import { isoTime, secondsOf } from './hl7Time.ts';

/** All leads of a series on one time axis. */
export interface SeriesSignals {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  readonly startTime: string | null;
  /** Codes of sequences that are no leads in a unit of voltage. */
  readonly leftOut: readonly string[];
  /** Samples that no sequence holds, where sequence sets follow each other. */
  readonly hasGaps: boolean;
}

interface Timing {
  readonly sampleRateHz: number;
  /** On the file's own clock; null for times relative to nothing named. */
  readonly startS: number | null;
  readonly startTime: string | null;
}

interface Piece {
  readonly name: string;
  readonly samplesMv: Float32Array;
}

interface SetSignals extends Timing {
  readonly pieces: readonly Piece[];
  readonly leftOut: readonly string[];
}

const secondsPer: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['ms', 1e-3],
  ['us', 1e-6],
]);

const leadCode = /^MDC_ECG_LEAD_/i;
/** Sets far apart in time would need an axis that is nearly all gap. */
const mostSpread = 20;
/** Of the time axis and the values: what a rate may differ by before it is another one. */
const rateTolerance = 1e-6;

const codeOf = (element: XmlElement): string => attributeOf(find(element, 'code'), 'code') ?? '';

const where = (file: string, element: XmlElement): string => `${file}, line ${element.line}`;

const timingOf = (sequence: XmlElement | undefined, set: XmlElement, file: string): Result<Timing> => {
  const value = find(sequence, 'value');
  const increment = find(value, 'increment');
  const step = numberIn(attributeOf(increment, 'value'));
  const unit = attributeOf(increment, 'unit');
  if (step === null || unit === null) {
    return refuse('rate-missing', `${where(file, set)}: the sequence set names no time increment with its unit.`, file);
  }
  const seconds = secondsPer.get(unit.toLowerCase());
  if (seconds === undefined) {
    return refuse('header-invalid', `${where(file, set)}: the time increment is in no unit known (s, ms, us).`, file);
  }
  const exact = 1 / (step * seconds);
  const whole = Math.round(exact);
  const sampleRateHz = Math.abs(exact - whole) <= rateTolerance * exact ? whole : exact;
  if (!isEcgRate(sampleRateHz)) {
    const range = `${slowestHz} to ${fastestHz} Hz`;
    return refuse('header-invalid', `${where(file, set)}: the time increment is no ECG's (${range}).`, file);
  }
  const head = attributeOf(find(value, 'head'), 'value');
  return accept({ sampleRateHz, startS: secondsOf(head), startTime: isoTime(head) });
};

const valueWithUnit = (
  element: XmlElement | undefined,
): { readonly value: number | null; readonly mv: number | null } => {
  const unit = attributeOf(element, 'unit');
  return { value: numberIn(attributeOf(element, 'value')), mv: unit === null ? null : millivoltsIn(unit) };
};

/** Millivolts of one sequence: origin + digit x scale, each in its own unit. Null for a unit of something else. */
const samplesOf = (sequence: XmlElement, file: string): Result<Float32Array | null> => {
  const value = find(sequence, 'value');
  const digits = find(value, 'digits');
  if (digits === undefined) return accept(null);
  const scaleUnit = attributeOf(find(value, 'scale'), 'unit');
  const scale = valueWithUnit(find(value, 'scale'));
  if (scale.value === null || scaleUnit === null) {
    const place = where(file, sequence);
    return refuse('unit-missing', `${place}: ${codeOf(sequence)} names no scale with its unit.`, file);
  }
  if (scale.mv === null) return accept(null);
  const originElement = find(value, 'origin');
  const origin = valueWithUnit(originElement);
  const originMv =
    originElement === undefined
      ? 0
      : (origin.value ?? Number.NaN) * (origin.value === 0 ? 1 : (origin.mv ?? Number.NaN));
  if (!Number.isFinite(originMv)) {
    const place = where(file, sequence);
    return refuse('unit-missing', `${place}: the origin of ${codeOf(sequence)} is no voltage.`, file);
  }
  const numbers = numbersIn(digits.text);
  if ('notANumberAt' in numbers) {
    const place = `${where(file, digits)}, value ${numbers.notANumberAt}`;
    return refuse('values-invalid', `${place}: expected a number in ${codeOf(sequence)}, found text.`, file);
  }
  const samplesMv = new Float32Array(numbers.length);
  const factor = scale.value * scale.mv;
  for (let i = 0; i < samplesMv.length; i += 1) samplesMv[i] = originMv + numbers[i]! * factor;
  if (samplesMv.some((mv) => !Number.isFinite(mv))) {
    return refuse('values-invalid', `${where(file, digits)}: a value of ${codeOf(sequence)} is out of range.`, file);
  }
  return accept(samplesMv);
};

const readSet = (set: XmlElement, file: string): Result<SetSignals> => {
  const sequences = childrenOf(set, 'component').flatMap((component) => childrenOf(component, 'sequence'));
  const timing = timingOf(
    sequences.find((sequence) => /^TIME_/i.test(codeOf(sequence))),
    set,
    file,
  );
  if (!timing.ok) return timing;
  const pieces: Piece[] = [];
  const leftOut: string[] = [];
  for (const sequence of sequences) {
    const code = codeOf(sequence);
    if (/^TIME_/i.test(code)) continue;
    const samples = leadCode.test(code) ? samplesOf(sequence, file) : accept(null);
    if (!samples.ok) return samples;
    if (samples.value === null) leftOut.push(code === '' ? 'unnamed' : code);
    else pieces.push({ name: leadName(code.replace(leadCode, '')), samplesMv: samples.value });
  }
  return accept({ ...timing.value, pieces, leftOut });
};

const unequal = (file: string, set: XmlElement, name: string, found: number, wanted: number) =>
  refuse('header-invalid', `${where(file, set)}: lead ${name} has ${found} samples, the first has ${wanted}.`, file);

/**
 * The leads of a series. Sequence sets that begin at different times (leads recorded one after the other) share one axis,
 * with missing samples where a lead was not recorded. Errors: `rate-missing`, `unit-missing`, `header-invalid` for rates and
 * lengths that contradict each other, `values-invalid`, `unsupported` for a series without a lead, `too-large` for sets
 * so far apart that hardly anything but gaps would be held.
 */
export const readSeriesSignals = (series: XmlElement, file: string): Result<SeriesSignals> => {
  const elements = childrenOf(series, 'component').flatMap((component) => childrenOf(component, 'sequenceSet'));
  const sets: SetSignals[] = [];
  for (const element of elements) {
    const set = readSet(element, file);
    if (!set.ok) return set;
    const wanted = set.value.pieces[0]?.samplesMv.length ?? 0;
    for (const { name, samplesMv } of set.value.pieces) {
      if (samplesMv.length !== wanted) return unequal(file, element, name, samplesMv.length, wanted);
    }
    if (wanted > 0) sets.push(set.value);
  }
  const first = sets[0];
  if (first === undefined) {
    return refuse('unsupported', `${where(file, series)}: the series holds no ECG lead in a unit of voltage.`, file);
  }
  const leftOut = [...new Set(sets.flatMap((set) => set.leftOut))];
  if (sets.length === 1) {
    const names = distinctNames(first.pieces.map(({ name }) => name));
    const leads = first.pieces.map(({ samplesMv }, i) => ({ name: names[i]!, samplesMv, derived: false }));
    const { sampleRateHz, startTime } = first;
    const sampleCount = leads[0]!.samplesMv.length;
    return accept({ leads, sampleRateHz, sampleCount, startTime, leftOut, hasGaps: false });
  }
  return joined(sets, leftOut, series, file);
};

/** Several sets on one axis. A lead that stands in two sets is continued; where both hold it, the later one counts. */
const joined = (
  sets: readonly SetSignals[],
  leftOut: readonly string[],
  series: XmlElement,
  file: string,
): Result<SeriesSignals> => {
  const { sampleRateHz } = sets[0]!;
  if (sets.some((set) => Math.abs(set.sampleRateHz - sampleRateHz) > rateTolerance * sampleRateHz)) {
    return refuse('unsupported', `${where(file, series)}: its sequence sets have different sampling rates.`, file);
  }
  if (sets.some(({ startS }) => startS === null)) {
    return refuse('unsupported', `${where(file, series)}: several sequence sets, not all with an absolute time.`, file);
  }
  const ordered = [...sets].sort((a, b) => a.startS! - b.startS!);
  const startS = ordered[0]!.startS!;
  const placed = ordered.map((set) => ({
    set,
    from: Math.round((set.startS! - startS) * sampleRateHz),
    length: set.pieces[0]!.samplesMv.length,
  }));
  const sampleCount = Math.max(...placed.map(({ from, length }) => from + length));
  if (sampleCount > mostSpread * placed.reduce((sum, { length }) => sum + length, 0)) {
    return refuse('too-large', `${where(file, series)}: its sequence sets are too far apart for one tracing.`, file);
  }
  const byName = new Map<string, Float32Array>();
  for (const { set, from } of placed) {
    for (const { name, samplesMv } of set.pieces) {
      const whole = byName.get(name) ?? new Float32Array(sampleCount).fill(Number.NaN);
      byName.set(name, whole);
      whole.set(samplesMv, from);
    }
  }
  const leads = [...byName].map(([name, samplesMv]) => ({ name, samplesMv, derived: false }));
  const hasGaps = leads.some(({ samplesMv }) => samplesMv.some((mv) => Number.isNaN(mv)));
  return accept({ leads, sampleRateHz, sampleCount, startTime: ordered[0]!.startTime, leftOut, hasGaps });
};
