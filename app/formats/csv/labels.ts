import { millivoltsIn } from '../units.ts';

export type TimeUnit = 's' | 'ms' | 'us' | 'clock';

/** What the name of a column (or row) says about it. */
export type Label =
  | { readonly kind: 'index' }
  /** No name at all: a row number, the trace of a trailing delimiter, or a signal that nobody named. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'time'; readonly unit: TimeUnit | null }
  | { readonly kind: 'signal'; readonly name: string; readonly unit: string | null };

const timeUnits: ReadonlyMap<string, TimeUnit> = new Map([
  ['s', 's'],
  ['sec', 's'],
  ['secs', 's'],
  ['second', 's'],
  ['seconds', 's'],
  ['ms', 'ms'],
  ['msec', 'ms'],
  ['millisecond', 'ms'],
  ['milliseconds', 'ms'],
  ['us', 'us'],
  ['\u00b5s', 'us'],
  ['\u03bcs', 'us'],
  ['hh:mm:ss.mmm', 'clock'],
  ['hh:mm:ss', 'clock'],
  ['mm:ss.mmm', 'clock'],
]);

export const timeUnit = (text: string): TimeUnit | null => timeUnits.get(text.trim().toLowerCase()) ?? null;

const otherUnit = /^(?:mmhg|nu|ohm|bpm|%|pm|l\/min|deg ?c|\u00b0c|g|counts?|adu|lsb)$/i;

/** True for a word that is a unit of anything that stands in ECG files. */
export const isUnit = (text: string): boolean =>
  millivoltsIn(text) !== null || timeUnit(text) !== null || otherUnit.test(text.trim());

const isTimeName = (name: string): boolean => /^(?:time|t|elapsed time|elapsed|timestamp|zeit)$/i.test(name);
const isIndexName = (name: string): boolean =>
  /^(?:sample|samples|index|n|#|sample ?(?:#|no\.?|number|index))$/i.test(name);

/** `I (mV)`, `II [uV]`, `V1/mV`, `V1_mV`, `time (s)`: the name and, where the tail is a unit, the unit. */
const splitUnit = (text: string): { readonly name: string; readonly unit: string | null } => {
  const bracketed = /^(.*?)\s*(?:\(([^()]*)\)|\[([^[\]]*)\])$/.exec(text);
  const inside = bracketed?.[2] ?? bracketed?.[3];
  if (bracketed !== null && inside !== undefined && isUnit(inside)) return { name: bracketed[1]!, unit: inside.trim() };
  const joined = /^(.+?)\s*[/_ ]\s*([^/_ ]+)$/.exec(text);
  // A single letter after a blank or an underscore is no unit: `lead V` is a lead.
  if (joined !== null && joined[2]!.length > 1 && isUnit(joined[2]!)) return { name: joined[1]!, unit: joined[2]! };
  if (joined !== null && /^(?:time|t)$/i.test(joined[1]!) && timeUnit(joined[2]!) !== null) {
    return { name: joined[1]!, unit: joined[2]! };
  }
  return { name: text, unit: null };
};

/** Reads a label. `unitBelow` is what a second header row says below it, or null. */
export const parseLabel = (raw: string, unitBelow: string | null): Label => {
  const text = raw.trim().replace(/\s+/g, ' ');
  if (text === '') return { kind: 'blank' };
  const { name, unit: ownUnit } = splitUnit(text);
  const unit = ownUnit ?? (unitBelow === null || unitBelow.trim() === '' ? null : unitBelow.trim());
  if (isTimeName(name)) return { kind: 'time', unit: unit === null ? null : timeUnit(unit) };
  if (timeUnit(name) !== null && name.length > 1) return { kind: 'time', unit: timeUnit(name) };
  if (isIndexName(name)) return { kind: 'index' };
  return { kind: 'signal', name, unit };
};
