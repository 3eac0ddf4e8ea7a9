const timestamp =
  /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(?:\.(\d{1,9}))?)?)?(?:([-+])(\d{2})(\d{2}))?$/;

/** `20021122091000.000-0500` as ISO 8601, with a zone only where the file names one; null for anything else. */
export const isoTime = (text: string | null): string | null => {
  const match = timestamp.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHours, zoneMinutes] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return date;
  const parts = fraction === undefined || /^0+$/.test(fraction) ? '' : `.${fraction}`;
  const zone = sign === undefined ? '' : `${sign}${zoneHours}:${zoneMinutes}`;
  return `${date}T${hour}:${minute}:${second ?? '00'}${parts}${zone}`;
};

/** Seconds from an arbitrary fixed day, for differences between times of one file; null for anything that is no time. */
export const secondsOf = (text: string | null): number | null => {
  const match = timestamp.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction] = match;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  return (
    days + Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0) + Number(`0.${fraction ?? 0}`)
  );
};
