import type { Opened } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

/** Name or id, age and sex, as far as the file tells them. */
export const patientText = (opened: Opened): string => {
  const patient = opened.recording?.patient;
  const parts = [
    patient?.name ?? patient?.id ?? null,
    patient?.ageYears == null ? null : texts.measurements.years(patient.ageYears),
    patient?.sex == null ? null : texts.measurements.sex[patient.sex],
  ].filter((part) => part !== null);
  return parts.length === 0 ? texts.measurements.unknownPatient : parts.join(' · ');
};
