import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

test('the synthetic heart: choose, be told what does not go, generate, compare with the truth, export', async ({
  workstation,
}) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  await expect(desk.worklist).toContainText('No recordings yet.');
  await page.keyboard.press('h');
  const heart = page.getByRole('complementary', { name: 'Synthetic heart' });
  const generate = heart.getByRole('button', { name: 'Generate and open' });

  await heart.getByLabel('Rhythm').selectOption('atrial-fibrillation');
  await expect(heart.getByLabel('Rate', { exact: true })).toHaveValue('92');
  await heart.getByLabel('Rate', { exact: true }).fill('12');
  await expect(heart.getByRole('status')).toContainText('Rate: 20 to 300 beats a minute.');
  await heart.getByLabel('Rate', { exact: true }).fill('240');
  await expect(heart.getByRole('status')).toContainText('atrial fibrillation: 50 to 150');
  await generate.press('Enter');
  await expect(desk.worklist).toContainText('No recordings yet.');
  await heart.getByLabel('Rate', { exact: true }).fill('84');
  await heart.getByLabel('Pacemaker').selectOption({ label: 'DDD: atrium and ventricle' });
  await expect(heart.getByRole('status')).toContainText('A pacemaker goes with sinus rhythm');
  await heart.getByLabel('Pacemaker').selectOption({ label: 'none' });
  await expect(heart.getByRole('status')).toBeEmpty();
  const seed = heart.getByLabel('Seed', { exact: true });
  await heart.getByRole('button', { name: 'New seed' }).click();
  await expect(seed).not.toHaveValue('1');
  await seed.fill('7');
  await seed.press('Enter');

  await expect(desk.notice).toContainText('Synthetic recording made and opened', { timeout: 30_000 });
  const record = 'synthetic-atrial-fibrillation-normal-7';
  await expect(desk.row(record)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('img', { name: new RegExp(`^Electrocardiogram ${record},`) }).waitFor();
  await expect(page.getByRole('banner')).toContainText('Synthetic heart');

  const truth = page.getByRole('complementary', { name: 'Truth' });
  await expect(truth).toContainText('atrial fibrillation; normal; seed 7');
  const rate = truth.getByRole('row', { name: /^Rate/ }).getByRole('cell');
  const [measured, known] = (await rate.allTextContents()).map(Number);
  expect(Math.abs(measured! - known!)).toBeLessThanOrEqual(1);
  await expect(truth.getByRole('row', { name: /^PR/ }).getByRole('cell').nth(1)).toHaveText('–');

  const pdf = join(home, 'report.pdf');
  await saveInDialog(app, pdf);
  await page.getByRole('button', { name: 'Export PDF…' }).click();
  await expect(desk.notice).toContainText('Report saved as report.pdf');
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  expect(text).toContain('Synthetic heart');
  expect(text).toContain('SYNTHETIC-7');

  await page.keyboard.press('a');
  const audit = page.getByRole('complementary', { name: 'Audit trail' });
  await expect(audit.getByRole('list')).toContainText('recording imported');
  await expect(audit.getByRole('status')).toContainText('Intact');
});
