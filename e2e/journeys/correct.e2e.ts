import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });
test.setTimeout(300_000);

const msIn = (text: string | null, label: string): number =>
  Number(new RegExp(`${label}\\s*(?:[^\\d]*)(\\d+)`).exec(text ?? '')?.[1]);

test('bounds are moved by hand and by key, undone, saved, audited, there again, and printed as corrected', async ({
  workstation,
}) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 120_000 });
  await desk.open('synthetic-01-sinus');
  await page.keyboard.press('v');
  const median = page.getByRole('region', { name: 'Median beats' });
  const marks = median.getByRole('region', { name: 'Marks' });
  const tEnd = marks.getByRole('button', { name: /^T end/ });
  const together = median.getByRole('img', { name: /^All leads on one baseline/ });
  await expect(together).toHaveAttribute('data-zoom', '1');
  const foundMs = msIn(await tEnd.textContent(), 'T end');
  const qtBefore = msIn(await median.getByRole('row', { name: /^QT \d/ }).textContent(), 'QT');

  // By key: the last bound, ten samples of 2 ms later.
  await tEnd.click();
  for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowRight');
  await expect(tEnd).toContainText(String(foundMs + 20));
  await expect(median.getByRole('row', { name: /^QT \d/ })).toContainText(`${qtBefore + 20} ms`);
  await expect(median.getByRole('row', { name: /^QT \d/ })).toContainText(`corrected, was ${qtBefore} ms`);
  await expect(desk.measurements).toContainText('corrected');
  await page.keyboard.press('Control+z');
  await expect(tEnd).toContainText(String(foundMs + 18));
  await page.keyboard.press('Control+Shift+Z');
  await expect(tEnd).toContainText(String(foundMs + 20));

  // By hand: the bound follows the pointer, 50 mm/s.
  await page.keyboard.press('Escape');
  await together.scrollIntoViewIfNeeded();
  const box = await together.boundingBox();
  if (box === null) throw new Error('no canvas');
  const pxPerMm = 96 / 25.4;
  // The last bound from the right is the end of T.
  let x = box.x + box.width - 2;
  let grabbed = false;
  for (; x > box.x && !grabbed; x -= pxPerMm) {
    await page.mouse.move(x, box.y + 60);
    grabbed = (await together.evaluate((element) => element.style.cursor)) === 'ew-resize';
  }
  expect(grabbed).toBe(true);
  await page.mouse.move(x, box.y + 60);
  await page.mouse.down();
  for (let step = 1; step <= 4; step++) await page.mouse.move(x - step * pxPerMm, box.y + 60);
  await page.mouse.up();
  const draggedMs = msIn(await tEnd.textContent(), 'T end');
  // Four millimetres are 80 ms; a sample is 2 ms.
  expect(Math.abs(draggedMs - (foundMs + 20 - 80))).toBeLessThanOrEqual(4);
  expect(draggedMs).toBeLessThan(foundMs);

  // A single beat, too.
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect(marks).toContainText('Beat 2 of');
  await page.keyboard.press('d');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(median.getByRole('table', { name: /^Beat 2 of/ })).toContainText('corrected');

  await expect(marks).toContainText('Corrections not saved');
  await page.keyboard.press('Control+s');
  await expect(desk.notice).toContainText('Corrections saved');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await desk.open('synthetic-04-rbbb');
  await expect(desk.measurements).not.toContainText('corrected');
  await desk.open('synthetic-01-sinus');
  await expect(desk.measurements).toContainText('corrected');
  await page.keyboard.press('v');
  await expect(tEnd).toContainText(String(draggedMs));

  const pdf = join(home, 'report.pdf');
  await saveInDialog(app, pdf);
  await page.getByRole('button', { name: 'Export PDF…' }).click();
  await expect(desk.notice).toContainText('Report saved');
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  expect(text).toContain('Corrected by');
  expect(text).toContain(`(computer: ${qtBefore})`);
  expect(text).toContain('QT*');

  await page.keyboard.press('a');
  const audit = page.getByRole('complementary', { name: 'Audit trail' });
  await expect(audit).toContainText('recording corrected');
  await expect(audit.getByRole('status')).toContainText('Intact');
});
