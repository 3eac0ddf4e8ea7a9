import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

test('median beats: ST round the heart with its limits, axes as arrows, the lead table on the clipboard', async ({
  workstation,
}) => {
  const { page, app } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-06-inferior-st-elevation');
  await page.keyboard.press('v');
  const median = page.getByRole('region', { name: 'Median beats' });
  const map = median.getByRole('region', { name: 'ST over the leads' });
  const drawn = map.getByRole('img');
  await expect(drawn).toHaveAttribute(
    'aria-label',
    /^ST at J by lead: aVL −?\d.*aVF [\d.]+ mm raised, III [\d.]+ mm raised, V1/,
  );
  await map.getByRole('combobox', { name: 'Instant of ST' }).selectOption('J + 80 ms');
  await expect(drawn).toHaveAttribute('aria-label', /^ST J \+ 80 ms by lead/);
  await expect(
    median.getByRole('img', { name: /^Axes: P -?\d+ degrees, QRS -?\d+ degrees, T -?\d+ degrees/ }),
  ).toBeVisible();
  await median.getByRole('button', { name: 'Copy amplitudes and durations as CSV' }).click();
  await expect(median.getByText('Copied.')).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.split('\r\n')).toHaveLength(14);
  expect(copied).toMatch(/^lead,pMv,/);
  expect(copied).toMatch(/\r\nIII,/);
});
