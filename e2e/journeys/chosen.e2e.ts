import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const demo = join(rootDir, 'resources', 'demo');

test.use({ launchArguments: ['--open', demo] });

test('three chosen recordings become three PDFs in a folder, each on the audit trail', async ({
  workstation,
}, info) => {
  test.setTimeout(180_000);
  const { app, page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
  const line = page.getByRole('region', { name: 'Chosen recordings' });
  await expect(line).toHaveCount(0);

  // By mouse: the open one, and two more.
  const chosen = ['synthetic-06-inferior-st-elevation', 'synthetic-01-sinus', 'synthetic-09-lead-off'];
  await desk.open(chosen[0] ?? '');
  for (const record of chosen.slice(1)) await desk.row(record).click({ modifiers: ['Control'] });
  await expect(line).toContainText('3 chosen');
  for (const record of chosen) await expect(desk.row(record)).toHaveAttribute('aria-selected', 'true');
  await expect(desk.row(chosen[0] ?? '')).toHaveAttribute('aria-current', 'true');
  await page.screenshot({ path: info.outputPath('chosen.png') });
  // The table shows the same ones.
  await page.keyboard.press('o');
  const table = page.getByRole('grid', { name: 'Worklist' });
  await table
    .getByRole('row')
    .filter({ hasText: 'synthetic-04-rbbb' })
    .click({ modifiers: ['Control'] });
  await expect(line).toContainText('4 chosen');
  await expect(table.getByRole('row', { selected: true })).toHaveCount(4);
  await page.screenshot({ path: info.outputPath('chosen-table.png') });
  await table
    .getByRole('row')
    .filter({ hasText: 'synthetic-04-rbbb' })
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('o');
  await expect(line).toContainText('3 chosen');

  const folder = workstation.bring();
  const [taken = ''] = chosen;
  writeFileSync(join(folder, `${taken}.pdf`), 'somebody else’s');
  await chooseInDialog(app, [folder]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('export pdfs of the chosen');
  await page.keyboard.press('Enter');
  await expect(desk.notice).toContainText('3 reports written', { timeout: 60_000 });
  expect(readdirSync(folder).sort()).toEqual(
    [`${taken}.pdf`, ...chosen.map((record) => (record === taken ? `${record}-2.pdf` : `${record}.pdf`))].sort(),
  );
  expect(readFileSync(join(folder, `${taken}.pdf`), 'utf8')).toBe('somebody else’s');
  for (const name of [`${taken}-2.pdf`, `${chosen[1]}.pdf`, `${chosen[2]}.pdf`])
    expect(readFileSync(join(folder, name)).subarray(0, 5).toString('latin1')).toBe('%PDF-');

  await desk.showPanel('Last export');
  await expect(page.getByRole('complementary', { name: 'Last export' })).toContainText(/Written\s*3/);
  await desk.showPanel('Audit');
  const audit = page.getByRole('complementary', { name: 'Audit trail' });
  await audit.getByLabel('What').selectOption('report exported');
  await expect(audit.getByRole('listitem')).toHaveCount(3);
});

test('by keyboard: a stretch, all that the search leaves, and none; a cancelled dialog writes nothing', async ({
  workstation,
}) => {
  const { app, page } = workstation;
  const { keyboard } = page;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
  const line = page.getByRole('region', { name: 'Chosen recordings' });
  const options = desk.worklist.getByRole('option');
  await options.first().click();
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await expect(line).toContainText('3 chosen');
  // What the keys choose is not opened, and so not put on the trail as seen.
  await expect(options.first()).toHaveAttribute('aria-current', 'true');
  await keyboard.press('Shift+ArrowUp');
  await expect(line).toContainText('2 chosen');
  await keyboard.press('Escape');
  await expect(line).toHaveCount(0);

  await keyboard.press('/');
  await keyboard.type('sinus');
  const found = desk.worklist.getByText(/^\d+ of 18$/);
  await expect(found).toBeVisible();
  await keyboard.press('Enter');
  await keyboard.press('Control+a');
  const shown = Number((await found.textContent())?.split(' ')[0]);
  await expect(line).toContainText(`${shown} chosen`);
  // Out of sight is out of the selection.
  await keyboard.press('/');
  await keyboard.press('Control+a');
  await keyboard.type('synthetic-01');
  await expect(line).toContainText('1 chosen');
  await chooseInDialog(app, []);
  await line.getByRole('button', { name: 'Export PDFs…' }).click();
  await expect(desk.notice).not.toContainText('written');
  await line.getByRole('button', { name: 'Clear' }).click();
  await expect(line).toHaveCount(0);
});

test('what cannot be exported is listed with its reason; a cancel keeps what was written', async ({
  workstation,
}, info) => {
  test.setTimeout(180_000);
  const { app, page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
  const folder = workstation.bring();
  writeFileSync(join(folder, 'no-ecg.csv'), 'a;b\n1;2\n');
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('1 refused', { timeout: 30_000 });
  await desk.open('synthetic-01-sinus');
  await desk.row('no-ecg').click({ modifiers: ['Control'] });
  const out = workstation.bring();
  await chooseInDialog(app, [out]);
  await page.keyboard.press('Control+Shift+E');
  const exports = page.getByRole('complementary', { name: 'Last export' });
  await expect(exports.getByRole('list', { name: 'Reports that were not written' })).toContainText(
    /no-ecg.*no analysis/s,
    {
      timeout: 60_000,
    },
  );
  await page.screenshot({ path: info.outputPath('failed.png') });
  expect(readdirSync(out)).toEqual(['synthetic-01-sinus.pdf']);
  await exports.getByRole('button', { name: 'Choose those that failed' }).click();
  await expect(page.getByRole('region', { name: 'Chosen recordings' })).toContainText('1 chosen');

  await page.keyboard.press('Control+a');
  const many = workstation.bring();
  await chooseInDialog(app, [many]);
  await page.keyboard.press('Control+Shift+E');
  await expect.poll(() => readdirSync(many).length, { timeout: 60_000 }).toBeGreaterThan(0);
  // The window goes on meanwhile.
  const job = page.locator('.status-line').getByRole('progressbar');
  await desk.open('synthetic-02-atrial-fibrillation');
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Layout' })).not.toHaveValue('3x4+1');
  await expect(job).toBeVisible();
  await page.locator('.status-line').getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.notice).toContainText('cancelled before the end', { timeout: 30_000 });
  const written = readdirSync(many);
  expect(written.length).toBeLessThan(18);
  expect(written.every((name) => existsSync(join(many, name)) && name.endsWith('.pdf'))).toBe(true);
});
