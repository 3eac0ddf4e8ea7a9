import type { RecordingNote } from '../../recording/recording.ts';
import { isDate } from '../calendar.ts';

export interface StartTime {
  /** ISO 8601 without zone, or null when the header gives no whole date and time. */
  readonly startTime: string | null;
  readonly note: RecordingNote | null;
}

const absent = (text: string): StartTime => ({ startTime: null, note: { code: 'start-time-unknown', text } });

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Base time (`HH:MM:SS[.fff]`) and base date (`DD/MM/YYYY`) of a record line, see header(5). A malformed one costs the
 * start time, never the record.
 */
export const parseStartTime = (time: string | undefined, date: string | undefined): StartTime => {
  if (time === undefined) return { startTime: null, note: null };
  const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?$/.exec(time);
  if (clock === null) return absent('The header gives a base time that cannot be read as HH:MM:SS.');
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3])];
  if (hour > 23 || minute > 59 || second > 59) return absent('The header gives a base time that does not exist.');
  if (date === undefined) return absent('The header gives a time of day without a date.');
  const calendar = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(date);
  if (calendar === null) return absent('The header gives a base date that cannot be read as DD/MM/YYYY.');
  const [day, month, year] = [Number(calendar[1]), Number(calendar[2]), Number(calendar[3])];
  if (!isDate({ year, month, day })) {
    return absent('The header gives a base date that does not exist.');
  }
  const fraction = clock[4] ?? '';
  return {
    startTime: `${calendar[3]}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`,
    note: null,
  };
};
