import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { importSerial } from '../runtime/serialRecordings.ts';
import { expect, test } from '../runtime/workstation.ts';

/** What the window's console complains of. */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
};

test('the previous recording of the patient beside the open one, by keyboard: differences, statements, course', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  const complaints = complaintsOf(page);
  await importSerial(workstation);
  await desk.open('serial-2024');
  await page.keyboard.press('p');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('Earlier serial-2023');
  await expect(comparison).toContainText('Later serial-2024');
  await expect(comparison).toContainText('14 months apart');
  const overlay = comparison.getByRole('img', { name: 'Median beats of both recordings over each other, 12 leads' });
  await expect(overlay).toHaveAttribute('data-zoom', '1');
  await expect(
    comparison.getByRole('row', { name: /^Rate 71 → 92 \+21 bpm ± \d+ .*beyond measurement/ }),
  ).toBeVisible();
  await expect(comparison.getByRole('row', { name: /^QRS .* within measurement/ })).toBeVisible();
  const lead = comparison.getByRole('row', { name: /^III / });
  await expect(lead).toContainText('▲');
  const statements = comparison.getByRole('region', { name: 'Statements' });
  await expect(statements).toContainText(/New\s*\+.*inferior/i);
  await expect(comparison.getByRole('img', { name: 'Tracing of serial-2023' })).toHaveAttribute('data-zoom', '1');
  await expect(
    comparison
      .getByRole('img', { name: /^Rate, bpm over 3 recordings/ })
      .locator('svg')
      .first(),
  ).toBeVisible();

  await page.keyboard.press('Shift+N');
  await expect(comparison).toContainText('Earlier serial-2021');
  await page.keyboard.press('a');
  await expect(page.getByRole('complementary', { name: 'Audit trail' })).toContainText('recording viewed');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.getByRole('img', { name: /^Electrocardiogram serial-2024/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a recording without a patient says so; any two are compared by keeping one', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await importSerial(workstation);
  await desk.open('nobody');
  await page.keyboard.press('p');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('This recording names no patient, so no earlier one can be found.');
  await page.keyboard.press('Shift+K');
  await expect(comparison).toContainText('nobody is kept');
  await desk.row('serial-2021').click();
  await expect(comparison).toContainText('serial-2021');
  await expect(comparison).toContainText('It is not known whether both are of the same patient');
  await expect(comparison.getByRole('row', { name: /^QRS \d.* beyond measurement/ })).toBeVisible();
  await comparison.getByRole('button', { name: 'Let it go' }).click();
  await expect(comparison).toContainText('serial-2023');
});

test('charts: intervals, probabilities, quality, spectrum and course, without a word of the console', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  const complaints = complaintsOf(page);
  await importSerial(workstation);
  await desk.open('serial-2024');
  await page.keyboard.press('y');
  const charts = page.getByRole('region', { name: 'Charts' });
  for (const name of [
    /^RR intervals over time/,
    /^Lorenz plot/,
    /^Quality by lead/,
    /^Power spectrum of lead II/,
    /^QTc Fridericia, ms over 3/,
  ])
    await expect(charts.getByRole('img', { name }).locator('svg').first()).toBeVisible();
  await charts.getByRole('combobox', { name: 'Lead of the spectrum' }).selectOption('V1');
  await expect(charts.getByRole('img', { name: 'Power spectrum of lead V1' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('img', { name: /^Electrocardiogram serial-2024/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

for (const theme of ['light', 'dark'] as const)
  test(`comparison and charts, ${theme} theme: nothing serious or critical by axe-core`, async ({ workstation }) => {
    test.setTimeout(180_000);
    const { page, app } = workstation;
    await app.evaluate(({ nativeTheme }, chosen) => {
      nativeTheme.themeSource = chosen;
    }, theme);
    // Without the light theme that Playwright gives a page by itself.
    await page.emulateMedia({ colorScheme: null });
    const desk = workstationPage(page);
    await importSerial(workstation);
    const found: Record<string, readonly string[]> = {};
    const look = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const here = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} at ${target.join(' ')}`));
      if (here.length > 0) found[screen] = here;
    };
    await desk.open('serial-2024');
    await page.keyboard.press('p');
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await expect(
      comparison
        .getByRole('img', { name: /^QRS axis, ° over 3/ })
        .locator('svg')
        .first(),
    ).toBeVisible();
    await look('comparison');
    await page.keyboard.press('y');
    await expect(
      page
        .getByRole('img', { name: /^Power spectrum/ })
        .locator('svg')
        .first(),
    ).toBeVisible();
    await look('charts');
    await desk.row('nobody').click();
    await page.keyboard.press('p');
    await expect(comparison).toContainText('names no patient');
    await look('no partner');
    await page.keyboard.press('Shift+K');
    await desk.row('serial-2021').click();
    await expect(comparison).toContainText('It is not known whether both are of the same patient');
    await look('with cautions');
    expect(found).toEqual({});
  });

test('the report has a page of comparison with the previous recording where the reader wants one', async ({
  workstation,
}) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  await importSerial(workstation);
  await desk.open('serial-2024');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Type a command' }).fill('comparison with the previous');
  await page.keyboard.press('Enter');
  await expect(desk.notice).toContainText('The report has a page of comparison');

  const wordsOf = async (name: string): Promise<string> => {
    const path = join(workstation.bring(), name);
    await saveInDialog(app, path);
    await page.getByRole('button', { name: 'Export PDF…' }).click();
    await expect(desk.notice).toContainText(`${name}`, { timeout: 30_000 });
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  };
  const before = await wordsOf('before.pdf');
  expect(before).toContain('14 months apart');
  expect(before).toMatch(/Earlier\s+Record serial-2023\s.*SHA-256 [0-9a-f]{64}/);
  expect(before).toMatch(/Later\s+Record serial-2024\s.*this report/);
  expect(before).toMatch(/Rate +71 → 92 +\+21 bpm.*beyond measurement/);

  // What the reader has beside it goes before the usual choice.
  await page.keyboard.press('p');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('Earlier serial-2023');
  await page.keyboard.press('Shift+N');
  await expect(comparison).toContainText('Earlier serial-2021');
  expect(await wordsOf('chosen.pdf')).toMatch(/Earlier\s+Record serial-2021/);

  await page.keyboard.press('p');
  await desk.open('nobody');
  expect(await wordsOf('nobody.pdf')).toContain('Not compared: this recording names no patient');
});
