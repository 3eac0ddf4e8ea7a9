export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** True for a day that exists, of the years 1800 to 2999. */
export const isDate = ({ year, month, day }: CalendarDate): boolean =>
  year >= 1800 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

const digits = (value: number, count = 2): string => String(value).padStart(count, '0');

/** A day as ISO 8601. */
export const isoDay = ({ year, month, day }: CalendarDate): string =>
  `${digits(year, 4)}-${digits(month)}-${digits(day)}`;

/** ISO 8601 without zone, or null for a day or time that does not exist. `second` may have a fraction. */
export const isoDateTime = (date: CalendarDate, hour: number, minute: number, second: number): string | null => {
  const fits = (value: number, limit: number): boolean => value >= 0 && value < limit;
  if (!isDate(date) || !fits(hour, 24) || !fits(minute, 60) || !fits(second, 60)) return null;
  const whole = Math.floor(second);
  const fraction = second === whole ? '' : (second - whole).toFixed(6).slice(1).replace(/0+$/, '');
  return `${isoDay(date)}T${digits(hour)}:${digits(minute)}:${digits(whole)}${fraction}`;
};
