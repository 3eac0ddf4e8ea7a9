import type { Patient, RecordingNote } from '../recording/recording.ts';

const oldest = 130;

const date = /^(\d{4})-(\d{2})-(\d{2})/;

/** Full years between two ISO 8601 dates (times after them are passed over); null where either is none or the age is none. */
export const ageAt = (birth: string | null, at: string | null): number | null => {
  const born = date.exec(birth ?? '');
  const then = date.exec(at ?? '');
  if (born === null || then === null) return null;
  const years = Number(then[1]) - Number(born[1]);
  const hadBirthday = `${then[2]}${then[3]}` >= `${born[2]}${born[3]}`;
  const age = hadBirthday ? years : years - 1;
  return age >= 0 && age <= oldest ? age : null;
};

const yearsPer: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['a', 1],
  ['y', 1],
  ['year', 1],
  ['years', 1],
  ['mo', 1 / 12],
  ['month', 1 / 12],
  ['months', 1 / 12],
  ['wk', 7 / 365.25],
  ['week', 7 / 365.25],
  ['weeks', 7 / 365.25],
  ['d', 1 / 365.25],
  ['day', 1 / 365.25],
  ['days', 1 / 365.25],
  ['h', 1 / 8766],
  ['hours', 1 / 8766],
]);

/** Full years of an age in years, months, weeks, days or hours; null for another unit and for what is no age. */
export const ageInYears = (value: number | null, unit: string | null): number | null => {
  const years = yearsPer.get((unit ?? '').trim().toLowerCase());
  if (value === null || years === undefined || !(value >= 0)) return null;
  const age = years === 1 ? value : Math.floor(value * years);
  return age <= oldest ? age : null;
};

/** A patient, and what is to be said of how the file describes them. */
export interface StatedPatient {
  readonly patient: Patient;
  readonly notes: readonly RecordingNote[];
}

/** A reported age counts before the date of birth; where both are there and differ by more than a year, that is said. */
export const statedAge = (
  reported: number | null,
  born: number | null,
): { readonly ageYears: number | null; readonly notes: readonly RecordingNote[] } => ({
  ageYears: reported ?? born,
  notes:
    reported === null || born === null || Math.abs(reported - born) <= 1
      ? []
      : [
          {
            code: 'age-disputed',
            text: 'The reported age and the date of birth contradict each other; the reported age is used.',
          },
        ],
});
