import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { type SynthSpec, synthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';

export interface SerialRecording {
  readonly record: string;
  /** null: the header names no patient. */
  readonly patientId: string | null;
  readonly startTime: string | null;
  readonly heart: Partial<SynthSpec>;
}

/** Recordings of synthetic hearts as WFDB files in a folder, each with a time and a patient in its header. */
export const writeSerialRecordings = (folder: string, recordings: readonly SerialRecording[]): void => {
  for (const [i, { record, patientId, startTime, heart }] of recordings.entries()) {
    const patient = { id: patientId, ageYears: 58, sex: 'F' as const };
    const { recording } = synthesise(synthSpec({ seed: 9100 + i, heartRateBpm: 68, patient, ...heart }));
    const comments = patientId === null ? [] : [`Patient ID: ${patientId}`];
    for (const { name, bytes } of encodeWfdb({ ...recording, startTime }, record, 1000, comments))
      writeFileSync(join(folder, name), bytes);
  }
};
