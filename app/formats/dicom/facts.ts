import type { DeviceMeasurement, Patient } from '../../recording/recording.ts';
import { ageAt, ageInYears } from '../ageAt.ts';
import { type CalendarDate, isDate, isoDateTime, isoDay } from '../calendar.ts';
import { parseSex } from '../patientFields.ts';
import { codeOf, decimalOf, type Elements, itemsOf, textOf } from './elements.ts';

const dateOf = (text: string | null): CalendarDate | null => {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(text ?? '');
  if (match === null) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isDate(date) ? date : null;
};

/** A DA with a TM, or a DT, as ISO 8601; the zone is kept where the DT names one. */
const isoOf = (date: string | null, time: string | null): string | null => {
  const day = dateOf(date);
  const clock = /^(\d{2}):?(\d{2}):?(\d{2})(\.\d{1,6})?([-+]\d{4})?$/.exec(time ?? '');
  if (day === null || clock === null) return null;
  const iso = isoDateTime(day, Number(clock[1]), Number(clock[2]), Number(clock[3]) + Number(clock[4] ?? 0));
  const zone = clock[5];
  return iso === null || zone === undefined ? iso : `${iso}${zone.slice(0, 3)}:${zone.slice(3)}`;
};

/** When the waveform was recorded: the acquisition's own time, else the content's, else the study's. */
export const startTimeOf = (root: Elements): string | null => {
  const acquired = textOf(root, 'x0008002a');
  return (
    (acquired === null ? null : isoOf(acquired.slice(0, 8), acquired.slice(8))) ??
    isoOf(textOf(root, 'x00080022'), textOf(root, 'x00080032')) ??
    isoOf(textOf(root, 'x00080023'), textOf(root, 'x00080033')) ??
    isoOf(textOf(root, 'x00080020'), textOf(root, 'x00080030'))
  );
};

const ageUnits: ReadonlyMap<string, string> = new Map([
  ['Y', 'years'],
  ['M', 'months'],
  ['W', 'weeks'],
  ['D', 'days'],
]);

/** `042Y`, `018M`, `003W`, `005D`. */
const ageOf = (text: string | null): number | null => {
  const match = /^(\d{1,3})([YMWD])$/.exec(text ?? '');
  return match === null ? null : ageInYears(Number(match[1]), ageUnits.get(match[2]!) ?? null);
};

export const patientOf = (root: Elements): Patient => {
  const birth = dateOf(textOf(root, 'x00100030'));
  const name = textOf(root, 'x00100010');
  return {
    id: textOf(root, 'x00100020'),
    // Family, given, middle, prefix, suffix, of the first of up to three spellings.
    name:
      name === null
        ? null
        : name
            .split('=')[0]!
            .split('^')
            .filter((part) => part !== '')
            .join(' ') || null,
    ageYears: ageOf(textOf(root, 'x00101010')) ?? (birth === null ? null : ageAt(isoDay(birth), startTimeOf(root))),
    sex: parseSex(textOf(root, 'x00100040') ?? ''),
  };
};

export const deviceOf = (root: Elements): string | null => {
  const parts = ['x00080070', 'x00081090', 'x00181020'].map((tag) => textOf(root, tag)).filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
};

const mostMeasurements = 500;
const mostStatements = 200;

/** Figures and words of the Waveform Annotation module (PS3.3 C.10.10), each in the device's own words. */
export const annotationsOf = (
  root: Elements,
): { measurements: readonly DeviceMeasurement[]; statements: readonly string[] } => {
  const measurements: DeviceMeasurement[] = [];
  const statements: string[] = [];
  for (const item of itemsOf(root, 'x0040b020')) {
    const words = textOf(item, 'x00700006');
    const concept = codeOf(item, 'x0040a043');
    const value = decimalOf(item, 'x0040a30a');
    const coded = codeOf(item, 'x0040a168');
    if (words !== null && statements.length < mostStatements) statements.push(words);
    if (coded !== null && statements.length < mostStatements) {
      const said = coded.meaning === '' ? coded.value : coded.meaning;
      statements.push(concept === null || concept.meaning === '' ? said : `${concept.meaning}: ${said}`);
    }
    if (concept === null || value === null || !Number.isFinite(value) || measurements.length >= mostMeasurements)
      continue;
    const unit = codeOf(item, 'x004008ea');
    measurements.push({
      name: concept.meaning === '' ? concept.value : concept.meaning,
      value,
      unit: unit === null || unit.value === '1' ? '' : unit.value,
    });
  }
  return { measurements, statements };
};
