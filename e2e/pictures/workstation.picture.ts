import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { workstationPage } from '../pages/workstationPage.ts';
import { importSerial } from '../runtime/serialRecordings.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const toDemo = ['--open', join(rootDir, 'resources', 'demo')];

/** The window as it stands once everything has settled, for docs/. */
const picture = async (page: Page, name: string): Promise<void> => {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(rootDir, 'docs', 'pictures', `${name}.png`) });
};

test.describe('the demo recordings', () => {
  test.use({ launchArguments: toDemo });

  test('ten pictures but one', async ({ workstation }) => {
    test.setTimeout(300_000);
    const { page } = workstation;
    const desk = workstationPage(page);
    const { keyboard } = page;
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
    await page.getByRole('button', { name: 'No tour, thanks' }).click();

    await desk.open('synthetic-06-inferior-st-elevation');
    await desk.statements.getByText(/^■ Critical: ST elevation/).click();
    await picture(page, 'workstation');
    await keyboard.press('b');
    await picture(page, 'where-the-model-looked');
    await keyboard.press('Escape');
    await keyboard.press('y');
    await picture(page, 'charts');
    await keyboard.press('y');

    await desk.open('synthetic-03-ventricular-bigeminy');
    await keyboard.press('v');
    await expect(page.getByRole('img', { name: /^Median beat of 12 leads/ })).toHaveAttribute('data-zoom', '1');
    await picture(page, 'median-beats');
    await keyboard.press('v');
    await keyboard.press('w');
    const live = page.getByRole('region', { name: 'Live strip' });
    await expect(live.getByRole('list', { name: 'Alarms' })).toContainText('Ventricular bigeminy', { timeout: 60_000 });
    await picture(page, 'live-strip');
    await keyboard.press('w');

    await desk.open('synthetic-04-rbbb');
    await keyboard.press('l');
    await keyboard.press('l');
    await keyboard.press('l');
    await keyboard.press('c');
    await keyboard.press('u');
    await picture(page, 'calipers');
    await keyboard.press('Escape');
    await keyboard.press('l');
    await keyboard.press('l');

    await keyboard.press('F');
    await keyboard.press('o');
    await picture(page, 'worklist');
    await keyboard.press('o');
    await keyboard.press('F');

    await desk.open('synthetic-02-atrial-fibrillation');
    await keyboard.press('Control+k');
    await keyboard.type('sign');
    await picture(page, 'palette');
    await keyboard.press('Escape');

    await page.emulateMedia({ colorScheme: 'dark' });
    await desk.open('synthetic-05-lbbb');
    await picture(page, 'dark');
  });
});

test('two recordings of a patient', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await importSerial(workstation);
  await desk.open('serial-2024');
  await page.keyboard.press('p');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('Earlier serial-2023');
  await picture(page, 'comparison');
});
