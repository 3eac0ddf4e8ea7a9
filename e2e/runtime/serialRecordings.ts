import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { type SynthSpec, synthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from './dialogs.ts';
import { expect, type Workstation } from './workstation.ts';

interface SerialRecording {
  readonly record: string;
  /** null: the header names no patient. */
  readonly patientId: string | null;
  readonly startTime: string | null;
  readonly heart: Partial<SynthSpec>;
}

/** Recordings of synthetic hearts as WFDB files in a folder, each with a time and a patient in its header, as if of a person: no device marks them. */
const writeSerialRecordings = (folder: string, recordings: readonly SerialRecording[]): void => {
  for (const [i, { record, patientId, startTime, heart }] of recordings.entries()) {
    const patient = { id: patientId, ageYears: 58, sex: 'F' as const };
    const { recording } = synthesise(synthSpec({ seed: 9100 + i, heartRateBpm: 68, patient, ...heart }));
    const comments = patientId === null ? [] : [`Patient ID: ${patientId}`];
    for (const { name, bytes } of encodeWfdb({ ...recording, startTime, device: null }, record, 1000, comments))
      writeFileSync(join(folder, name), bytes);
  }
};

const recordings: readonly SerialRecording[] = [
  { record: 'serial-2021', patientId: 'SERIAL-1', startTime: '2021-03-04T09:00:00', heart: { heartRateBpm: 66 } },
  { record: 'serial-2023', patientId: 'SERIAL-1', startTime: '2023-03-04T09:00:00', heart: { heartRateBpm: 71 } },
  {
    record: 'serial-2024',
    patientId: 'SERIAL-1',
    startTime: '2024-05-06T10:30:00',
    heart: { morphology: 'inferior-st-elevation', heartRateBpm: 92 },
  },
  { record: 'nobody', patientId: null, startTime: null, heart: { morphology: 'lbbb' } },
];

/** Takes in three recordings of one patient and one of nobody. */
export const importSerial = async ({ app, page, bring }: Workstation): Promise<void> => {
  const made = mkdtempSync(join(tmpdir(), 'einthoven-serial-'));
  const folder = join(made, 'serial');
  mkdirSync(folder);
  writeSerialRecordings(folder, recordings);
  await chooseInDialog(app, [bring(folder)]);
  rmSync(made, { recursive: true });
  await page.getByRole('button', { name: 'Open folder…' }).click();
  await expect(workstationPage(page).notice).toContainText('4 recordings taken in', { timeout: 30_000 });
};
