import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

test('the workstation on the demo recordings', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-06-inferior-st-elevation');
  await desk.findings.getByText(/^■ Critical: ST elevation/).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(rootDir, 'docs', 'pictures', 'workstation.png') });
});

test('the median beats of a demo recording', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-03-ventricular-bigeminy');
  await page.keyboard.press('v');
  await expect(page.getByRole('img', { name: /^Median beat of 12 leads/ })).toHaveAttribute('data-zoom', '1');
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(rootDir, 'docs', 'pictures', 'median-beats.png') });
});

test('the live strip on a demo recording', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-03-ventricular-bigeminy');
  await page.keyboard.press('w');
  const live = page.getByRole('region', { name: 'Live strip' });
  await expect(live.getByRole('list', { name: 'Alarms' })).toContainText('Ventricular bigeminy', { timeout: 30_000 });
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(rootDir, 'docs', 'pictures', 'live-strip.png') });
});
