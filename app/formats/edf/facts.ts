import { type Patient, type RecordingNote, unknownPatient } from '../../recording/recording.ts';
import { ageAt } from '../ageAt.ts';
import { type CalendarDate, isDate, isoDateTime, isoDay } from '../calendar.ts';
import { parseSex } from '../patientFields.ts';
import type { EdfHeader } from './header.ts';

export interface EdfFacts {
  readonly patient: Patient;
  readonly device: string | null;
  readonly startTime: string | null;
  readonly notes: readonly RecordingNote[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** `02-AUG-1951`, the only form of a date that EDF+ allows in its subfields. */
const namedDate = (text: string | undefined): CalendarDate | null => {
  const match = /^(\d{1,2})-([A-Z]{3})-(\d{4})$/.exec((text ?? '').toUpperCase());
  if (match === null) return null;
  const date = { year: Number(match[3]), month: months.indexOf(match[2]!) + 1, day: Number(match[1]) };
  return isDate(date) ? date : null;
};

/** Two digits of a year: 85 to 99 are of the last century (EDF's clipping date). */
const shortDate = (text: string): CalendarDate | null => {
  const match = /^(\d{2})[.:/-](\d{2})[.:/-](\d{2})$/.exec(text);
  if (match === null) return null;
  const year = Number(match[3]);
  const date = { year: year >= 85 ? 1900 + year : 2000 + year, month: Number(match[2]), day: Number(match[1]) };
  return isDate(date) ? date : null;
};

/** A subfield of EDF+: blanks are underscores, an X stands for nothing. */
const known = (text: string | undefined): string | null => {
  const plain = (text ?? '').replaceAll('_', ' ').trim();
  return plain === '' || plain === 'X' ? null : plain;
};

/** Patient, device and start from the header's text fields; `firstOnsetS` is where EDF+ says the first record begins. */
export const readFacts = (header: EdfHeader, firstOnsetS: number): EdfFacts => {
  const notes: RecordingNote[] = [];
  const [startWord, dateText, , , ...equipment] = header.recordingField.split(' ');
  const isPlus = header.kind !== 'EDF' && startWord === 'Startdate';
  const named = isPlus ? namedDate(dateText) : null;
  const short = shortDate(header.startDate);
  // 01.01.85 beside "Startdate X" is how EDF+ writes a date that was taken out.
  const isTakenOut = isPlus && dateText === 'X' && header.startDate === '01.01.85';
  const date = named ?? (isTakenOut ? null : short);
  const clock = /^(\d{2})[.:](\d{2})[.:](\d{2})$/.exec(header.startTime);
  let startTime: string | null = null;
  if (date !== null && clock !== null) {
    const fraction = firstOnsetS > 0 && firstOnsetS < 1 ? firstOnsetS : 0;
    startTime = isoDateTime(date, Number(clock[1]), Number(clock[2]), Number(clock[3]) + fraction);
  }
  if (startTime === null) {
    notes.push({ code: 'start-time-unknown', text: 'The header gives no date and time of recording that exist.' });
  }

  if (header.kind === 'EDF') {
    const name = header.patientField === '' ? null : header.patientField;
    const device = header.recordingField === '' ? null : header.recordingField;
    return { patient: { ...unknownPatient, name }, device, startTime, notes };
  }
  const [id, sex, birthdate, name] = header.patientField.split(' ');
  const birth = namedDate(birthdate);
  return {
    patient: {
      id: known(id),
      name: known(name),
      sex: sex === undefined ? null : parseSex(sex),
      ageYears: birth === null || date === null ? null : ageAt(isoDay(birth), isoDay(date)),
    },
    device: known(equipment[0]),
    startTime,
    notes,
  };
};
