import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { synthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

test('a recording is replayed live by keyboard: beats, rate and an alarm as they come, paused and gone on', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-03-ventricular-bigeminy');
  await page.keyboard.press('w');
  const live = page.getByRole('region', { name: 'Live strip' });
  const canvas = live.getByRole('img', { name: 'Live strip of synthetic-03-ventricular-bigeminy' });
  await expect(canvas).toHaveAttribute('data-zoom', '1', { timeout: 20_000 });
  await expect(live).toContainText('No alarm');
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await expect(live).toContainText('10×');
  await expect(live.getByRole('status', { name: 'Rate' })).toHaveText(/^\d{2,3}\/min$/, { timeout: 15_000 });
  await expect(live.getByRole('list', { name: 'Alarms' })).toContainText('Ventricular bigeminy');
  await expect(live.getByRole('list', { name: 'Alarms' })).toContainText('low priority');
  await expect(live).toContainText('by beats-causal in II');

  // The recording ends; from the beginning on at once it can be stopped.
  await expect(live.getByRole('button', { name: 'From the beginning' })).toBeVisible({ timeout: 15_000 });
  for (let i = 0; i < 3; i++) await page.keyboard.press('-');
  await page.keyboard.press('p');
  await expect(live.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(async () => (await live.locator('.live-clock').textContent()) !== '0 of 10 s').toBe(true);
  await page.keyboard.press('p');
  await expect(live.getByRole('button', { name: 'Go on' })).toBeVisible();
  const pixels = () => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  const paused = await pixels();
  await page.waitForTimeout(300);
  expect(await pixels()).toBe(paused);
  await page.keyboard.press('p');
  await expect.poll(async () => (await pixels()) === paused).toBe(false);

  await page.keyboard.press('l');
  await expect(live.getByRole('button', { name: '3 leads' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('img', { name: /^Electrocardiogram synthetic-03/ })).toBeVisible();
});

test('deflections that are no heart beats have no rate, and the reader sees why; a noisy ECG keeps its own', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  const folder = workstation.bring();
  const noisy = synthesise(
    synthSpec({ seed: 8, durationS: 30, sampleRateHz: 250, snr: [{ kind: 'muscle', db: 12 }] }),
  ).recording;
  const impulses = {
    ...noisy,
    leads: noisy.leads.map((lead) => ({
      ...lead,
      samplesMv: lead.samplesMv.map((_, i) => (i % 200 === 0 ? 1 : 0)),
    })),
  };
  for (const [name, recording] of [
    ['impulses', impulses],
    ['muscle', noisy],
  ] as const)
    for (const file of encodeWfdb(recording, name)) writeFileSync(join(folder, file.name), file.bytes);
  await chooseInDialog(workstation.app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  for (const [name, rate] of [
    ['impulses', /No rate: signal not readable$/],
    ['muscle', /^\d{2,3}\/min$/],
  ] as const) {
    await desk.open(name);
    await page.keyboard.press('w');
    const live = page.getByRole('region', { name: 'Live strip' });
    await expect(live.getByRole('img', { name: `Live strip of ${name}` })).toHaveAttribute('data-zoom', '1', {
      timeout: 20_000,
    });
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await expect(live.getByRole('status', { name: 'Rate' })).toHaveText(rate, { timeout: 15_000 });
    if (name === 'impulses')
      await expect(live.getByRole('list', { name: 'Alarms' })).toContainText('too narrow for QRS complexes');
    await page.keyboard.press('w');
  }
});
