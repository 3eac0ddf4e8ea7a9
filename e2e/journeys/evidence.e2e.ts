import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

test('a map has its scale, the leads it rests on, and on demand what spoke against; a flagged lead has its sign', async ({
  workstation,
}) => {
  test.setTimeout(120_000);
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 40_000 });
  await desk.open('synthetic-04-rbbb');
  const plain = (await desk.pixels()).base64;
  const signed = desk.findings.getByRole('checkbox', { name: 'Also what spoke against it' }).first();
  // The maps come a moment after the recording.
  await expect(async () => {
    await page.keyboard.press('b');
    await expect(signed).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 40_000 });
  await expect(desk.findings.getByRole('img', { name: 'Scale of the shading' }).first()).toBeVisible();
  await expect(desk.findings.getByRole('meter').first()).toHaveAttribute('aria-label', /^[A-Za-z0-9]+: .*%$/);
  await expect.poll(async () => (await desk.pixels()).base64 === plain).toBe(false);
  const shaded = (await desk.pixels()).base64;
  await page.keyboard.press('Shift+B');
  await expect(signed).toBeChecked();
  await expect.poll(async () => (await desk.pixels()).base64 === shaded).toBe(false);
  await page.keyboard.press('Shift+B');
  await expect(signed).not.toBeChecked();
  // The map of the next recording is drawn when it comes, without another key.
  await desk.open('synthetic-01-sinus');
  await desk.open('synthetic-04-rbbb');
  await expect.poll(async () => (await desk.pixels()).base64 === shaded, { timeout: 30_000 }).toBe(true);
});
