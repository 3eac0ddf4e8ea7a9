import type { DeviceMeasurement } from '../../recording/recording.ts';
import { leadOfCode } from '../leadCodes.ts';
import { terminated } from '../text.ts';
import type { Section } from './sections.ts';

/** Values from here on say why there is none: 19999 not present, 29998 rejected, 29999 not computed. */
const firstMark = 19999;
/** Axes are of +-180 degrees; 999 and the marks above say that there is none. */
const isAxis = (degrees: number): boolean => Math.abs(degrees) <= 360;

/**
 * Section 7, global measurements (EN 1064, 5.10): intervals between beats, the first reference beat's bounds and axes, and the
 * rate and QTc behind the lists of spikes and beats.
 */
export const readGlobalMeasurements = (section: Section | undefined): readonly DeviceMeasurement[] => {
  if (section === undefined || section.bytes.length < 6) return [];
  const { bytes, view } = section;
  const found: DeviceMeasurement[] = [];
  const add = (name: string, value: number, unit: string): void => {
    if (value > 0 && value < firstMark) found.push({ name, value, unit });
  };
  add('RR interval', view.getUint16(2, true), 'ms');
  add('PP interval', view.getUint16(4, true), 'ms');
  const beats = bytes[0]!;
  const spikes = bytes[1]!;
  if (beats > 0 && bytes.length >= 6 + 16) {
    const [pOn, pOff, qrsOn, qrsOff, tOff] = [0, 2, 4, 6, 8].map((at) => view.getUint16(6 + at, true));
    const between = (name: string, from: number, to: number): void => {
      if (from < firstMark && to < firstMark) add(name, to - from, 'ms');
    };
    between('P duration', pOn!, pOff!);
    between('PR interval', pOn!, qrsOn!);
    between('QRS duration', qrsOn!, qrsOff!);
    between('QT interval', qrsOn!, tOff!);
    for (const [place, name] of ['P axis', 'QRS axis', 'T axis'].entries()) {
      const degrees = view.getInt16(16 + 2 * place, true);
      if (isAxis(degrees)) found.push({ name, value: degrees, unit: 'deg' });
    }
  }
  // Four bytes of place and height a spike, six of what it was; then a byte a beat.
  let at = 6 + 16 * beats + 10 * spikes;
  if (at + 2 > bytes.length) return found;
  at += 2 + view.getUint16(at, true);
  if (at + 7 > bytes.length) return found;
  add('Ventricular rate', view.getUint16(at, true), 'bpm');
  add('Atrial rate', view.getUint16(at + 2, true), 'bpm');
  add('QTc', view.getUint16(at + 4, true), 'ms');
  return found;
};

/** The first measurements of a lead in section 10 (EN 1064, 5.13.5), in the order of the table. */
const leadMeasurements: readonly (readonly [string, string])[] = [
  ['P duration', 'ms'],
  ['PR interval', 'ms'],
  ['QRS duration', 'ms'],
  ['QT interval', 'ms'],
  ['Q duration', 'ms'],
  ['R duration', 'ms'],
  ['S duration', 'ms'],
  ["R' duration", 'ms'],
  ["S' duration", 'ms'],
  ['Q amplitude', 'uV'],
  ['R amplitude', 'uV'],
  ['S amplitude', 'uV'],
  ["R' amplitude", 'uV'],
  ["S' amplitude", 'uV'],
  ['J amplitude', 'uV'],
  ['P+ amplitude', 'uV'],
  ['P- amplitude', 'uV'],
  ['T+ amplitude', 'uV'],
  ['T- amplitude', 'uV'],
];

/** Section 10, measurements by lead; named `V1 R amplitude`. */
export const readLeadMeasurements = (section: Section | undefined): readonly DeviceMeasurement[] => {
  if (section === undefined || section.bytes.length < 4) return [];
  const { bytes, view } = section;
  const found: DeviceMeasurement[] = [];
  const count = view.getUint16(0, true);
  for (let lead = 0, at = 4; lead < Math.min(count, 64) && at + 4 <= bytes.length; lead += 1) {
    const name = leadOfCode(view.getUint16(at, true));
    const length = view.getUint16(at + 2, true);
    at += 4;
    if (at + length > bytes.length) break;
    for (const [place, [what, unit]] of leadMeasurements.entries()) {
      if (2 * place + 2 > length) break;
      const value = view.getInt16(at + 2 * place, true);
      if (name !== null && value < firstMark && value > -firstMark)
        found.push({ name: `${name} ${what}`, value, unit });
    }
    at += length;
  }
  return found;
};

/** Status, date and time of an interpretation, before its statements. */
const statementsStart = 9;

const readTexts = (section: Section | undefined, typeBytes: 0 | 1): readonly string[] => {
  if (section === undefined || section.bytes.length < statementsStart) return [];
  const { bytes, view } = section;
  const count = bytes[statementsStart - 1]!;
  const statements: string[] = [];
  for (let place = 0, at = statementsStart; place < count && at + 3 <= bytes.length; place += 1) {
    const length = view.getUint16(at + 1, true);
    const text = bytes.subarray(at + 3, at + 3 + length);
    if (at + 3 + length > bytes.length) break;
    // In section 11 a byte says of which kind a statement is: 1 coded, 2 text, 3 logic between statements.
    const isLogic = typeBytes === 1 && text[0] === 3;
    const said = terminated(text.subarray(typeBytes));
    if (said !== null && !isLogic) statements.push(said);
    at += 3 + length;
  }
  return statements;
};

/** Statements in words (section 8); where there are none, those of the universal codes (section 11). */
export const readStatements = (words: Section | undefined, coded: Section | undefined): readonly string[] => {
  const spoken = readTexts(words, 0);
  return spoken.length > 0 ? spoken : readTexts(coded, 1);
};
