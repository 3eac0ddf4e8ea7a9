import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

/** Microvolts of two leads, as a spreadsheet exports them: no word of rate or unit. */
const spreadsheet = (scale: number): string => {
  const { leads } = twelveLeads();
  const [one, two] = [leads[0]!.samplesMv, leads[1]!.samplesMv];
  const rows = Array.from(one, (mv, i) => `${Math.round(mv * 1000 * scale)};${Math.round(two[i]! * 1000 * scale)}`);
  return `kanal a;kanal b\n${rows.join('\n')}\n`;
};

test('a table that does not say its rate is asked about once, and then known', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  writeFileSync(join(folder, 'first.csv'), spreadsheet(1));
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('1 refused');
  await desk.row('first').click();

  const offer = page.getByRole('button', { name: 'How is this file laid out?' });
  await expect(offer).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('refused.png') });
  await offer.click();
  const dialog = page.getByRole('dialog', { name: 'How is first laid out?' });
  await expect(dialog.getByRole('region', { name: 'The first rows of the file' })).toContainText('kanal a');
  const read = dialog.getByRole('button', { name: 'Read this file' });
  await expect(read).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Samples a second').fill('500');
  await dialog.getByLabel('Values are in').selectOption('mV');
  await dialog.getByLabel('Name of the lead in Column 1').fill('I');
  await dialog.getByLabel('Name of the lead in Column 2').fill('II');
  await expect(dialog).toContainText('The lead leaves the paper');
  await expect(dialog).toContainText('too large for a heart');
  await dialog.getByLabel('Values are in').selectOption('uV');
  await expect(dialog.getByRole('img')).toBeVisible();
  await expect(dialog).not.toContainText('too large for a heart');
  await page.screenshot({ path: test.info().outputPath('dialog.png') });
  await read.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('img', { name: /first/ })).toBeVisible();

  writeFileSync(join(folder, 'second.csv'), spreadsheet(0.9));
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('1 recording taken in');
  await expect(desk.notice).not.toContainText('refused');
});
