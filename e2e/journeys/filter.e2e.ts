import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syntheticBundle } from '../../app/synth/files.ts';
import { synthSpec } from '../../app/synth/spec.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

const narrow = 'Shown up to 40 Hz: ST, notches and pacing spikes are not to be judged here.';

test('the screen is filtered when asked, says so, measures nothing on it, and shows the recording again', async ({
  workstation,
}) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  const folder = join(home, 'hum');
  mkdirSync(folder);
  const { files } = syntheticBundle(
    synthSpec({ seed: 5, noise: { baselineMv: 0, muscleMv: 0.01, mainsMv: 0.08, mainsHz: 50, motionMv: 0 } }),
  );
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await desk.open(files[0]!.name.replace(/\.hea$/, ''));
  const recorded = await desk.settledPixels();
  const measured = await desk.measurements.innerText();

  const filter = page.getByRole('combobox', { name: 'Filter of the screen' });
  await filter.selectOption('No mains');
  await expect.poll(async () => (await desk.pixels()).base64 === recorded).toBe(false);
  const humless = await desk.settledPixels();
  await expect(page.getByText(narrow)).toBeHidden();

  // By key, as the next one.
  await page.keyboard.press('q');
  await expect(page.getByText(narrow)).toBeVisible();
  expect(await desk.settledPixels()).not.toBe(humless);
  expect(await desk.measurements.innerText()).toBe(measured);
  await page.screenshot({ path: test.info().outputPath('narrow.png') });

  await page.getByRole('button', { name: 'Show as recorded' }).click();
  await expect(filter.locator(':checked')).toHaveText('As recorded');
  await expect(page.getByText(narrow)).toBeHidden();
  await expect.poll(async () => (await desk.pixels()).base64 === recorded).toBe(true);
});
