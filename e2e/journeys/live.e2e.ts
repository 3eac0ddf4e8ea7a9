import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
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
