import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog, saveInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

test('from start to findings, activation band, evidence, suggestions, PDF and audit', async ({ workstation }) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await expect(desk.worklist.getByText('18 recordings')).toBeVisible();

  await desk.open('synthetic-06-inferior-st-elevation');
  await expect(desk.measurements).toContainText(/HR\s*74\s*bpm/);
  await expect(desk.findings).toContainText('Unconfirmed computer interpretation');
  const infarction = desk.findings.getByRole('img', {
    name: /^Myocardial infarction: \d+ %, threshold \d+ %, stated$/,
  });
  await expect(infarction).toBeVisible();

  const without = (await desk.pixels()).base64;
  await desk.findings.getByRole('button', { name: 'Show where the model looked for Myocardial infarction' }).click();
  await expect.poll(async () => (await desk.pixels()).base64 === without).toBe(false);
  await desk.findings.getByRole('button', { name: 'Show where the model looked for Myocardial infarction' }).click();
  await expect.poll(async () => (await desk.pixels()).base64 === without).toBe(true);

  const critical = desk.statements.getByText(/Critical: ST elevation that meets the criterion/);
  await critical.click();
  await expect(desk.findings.getByText(/^ST elevation in II\b.* 0\.\d+ mV, at least 0\.1 mV/).first()).toBeVisible();
  await expect.poll(async () => (await desk.pixels()).base64 === without).toBe(false);
  await critical.click();
  await expect.poll(async () => (await desk.pixels()).base64 === without).toBe(true);
  const advice = desk.findings.getByRole('region', { name: 'Suggestions' });
  await expect(advice.getByRole('listitem').first()).toContainText('Immediate');
  await advice
    .getByRole('button', { name: /^ST elevation/ })
    .first()
    .click();
  await expect.poll(async () => (await desk.pixels()).base64 === without).toBe(false);

  const pdf = join(home, 'report.pdf');
  await saveInDialog(app, pdf);
  await page.getByRole('button', { name: 'Export PDF…' }).click();
  await expect(desk.notice).toContainText('Report saved as report.pdf');
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  expect(text).toContain('Unconfirmed computer interpretation');
  expect(text).toContain('For research use');
  expect(text).toContain('synthetic-06-inferior-st-elevation');
  expect(text).toContain('CRITICAL: ST elevation');

  await workstationPage(page).showPanel('Audit');
  const audit = page.getByRole('complementary', { name: 'Audit trail' });
  await expect(audit.getByRole('status')).toContainText('Intact');
  await expect(audit).toContainText('report exported');
  await expect(audit).toContainText('recording viewed');
});

test('a recording whose signal cannot be trusted gets no probability and says why', async ({ workstation }) => {
  const desk = workstationPage(workstation.page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-09-lead-off');
  await expect(desk.findings).toContainText('Held back');
  await expect(desk.findings).toContainText('signal quality is unacceptable');
  await expect(desk.findings.getByRole('img', { name: /threshold/ })).toHaveCount(0);
});

test('by keyboard alone: next, layout, gain, band, paper only, back', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('rbbb');
  await expect(desk.worklist.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(desk.worklist.getByRole('option', { selected: true })).toHaveCount(1);
  await desk.canvas.waitFor();
  const before = (await desk.pixels()).base64;
  await page.keyboard.press('g');
  await expect.poll(async () => (await desk.pixels()).base64 === before).toBe(false);
  await page.keyboard.press('F11');
  await expect(desk.worklist).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(desk.worklist).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('complementary', { name: 'Keys' })).toContainText('Next recording');
});

test('another recording brings its findings back, and what they are worth is always in sight', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-01-sinus');
  for (const [key, panel] of [
    ['a', 'Audit trail'],
    ['r', 'Last import'],
    ['?', 'Keys'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('complementary', { name: panel })).toBeVisible();
    await page.keyboard.press('j');
    await expect(desk.findings).toBeVisible();
  }
  const line = page.getByRole('contentinfo');
  await expect(line).toContainText('Unconfirmed computer interpretation');
  await desk.open('synthetic-01-sinus');
  await page.keyboard.press('F11');
  for (const words of ['synthetic-01-sinus', 'Unconfirmed computer interpretation', 'For research use'])
    await expect(line).toContainText(words);
});

test('a long recording is walked through by keys as fast as they come, by pages, to its ends and by the wheel', async ({
  workstation,
}) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  const folder = workstation.bring();
  for (const { name, bytes } of encodeWfdb(twelveLeads(300), 'long')) writeFileSync(join(folder, name), bytes);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await desk.open('long');
  const begins = async (atS: number) =>
    expect(page.locator('.time-shown')).toContainText(new RegExp(`^‹?${atS.toFixed(1)}–`));
  await begins(0);
  await desk.canvas.evaluate(() => {
    for (let press = 0; press < 7; press++)
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  });
  await begins(7);
  await desk.canvas.hover();
  await page.mouse.wheel(0, 100);
  await begins(8);
  await page.keyboard.press('Control+Home');
  await begins(0);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await begins(0);
  await page.keyboard.press('Control+End');
  await expect(page.getByRole('button', { name: 'Later' })).toBeDisabled();
  await expect(desk.row('long')).toHaveAttribute('aria-selected', 'true');
});
