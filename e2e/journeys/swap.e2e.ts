import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syntheticBundle } from '../../app/synth/files.ts';
import { synthSpec } from '../../app/synth/spec.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

test('a suspected swap of electrodes is named, shown put back when asked, and never by itself', async ({
  workstation,
}) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  const folder = join(home, 'swapped');
  mkdirSync(folder);
  const spec = synthSpec({ seed: 31, swapped: [['RA', 'LA']] });
  const { files } = syntheticBundle(spec);
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await desk.open(files[0]!.name.replace(/\.hea$/, ''));
  await expect(desk.findings).toContainText('The electrodes RA/LA may be swapped');
  const recorded = await desk.settledPixels();
  await desk.findings.getByRole('button', { name: 'Show it put back' }).click();
  await expect(page.getByText('What if: RA/LA put back. This is not the recording as it was made.')).toBeVisible();
  await expect.poll(async () => (await desk.pixels()).base64 === recorded).toBe(false);
  // What is measured here is not of the recording: it ends with the what-if.
  await page.keyboard.press('c');
  const inReport = page.getByRole('checkbox', { name: 'In the report' });
  await expect(inReport).toBeVisible();
  await page.getByRole('button', { name: 'Show as recorded' }).click();
  await expect(inReport).toBeHidden();
  await expect.poll(async () => (await desk.pixels()).base64 === recorded).toBe(true);
});
