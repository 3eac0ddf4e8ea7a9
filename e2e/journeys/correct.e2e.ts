import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

const msIn = (text: string | null, label: string): number =>
  Number(new RegExp(`${label}\\s*(?:[^\\d]*)(\\d+)`).exec(text ?? '')?.[1]);

test('bounds are moved by hand and by key, undone, saved, audited, there again, and printed as corrected', async ({
  workstation,
}) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
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
  const [first, second] = await Promise.all([
    tEnd.textContent().then((text) => msIn(text, 'T end')),
    together.boundingBox(),
  ]);
  if (second === null) throw new Error('no canvas');
  const pxPerMm = 96 / 25.4;
  // The QRS onset stands on a strong line: the T end lies so far behind it.
  const qrsOnMs = Number(/QRS on\s*(-?\d+)/.exec((await marks.textContent()) ?? '')?.[1]);
  const columns = Math.round(((first - qrsOnMs) / 1000) * 50 * pxPerMm);
  let grabbed = false;
  for (let strong = 0; strong < 12 && !grabbed; strong++) {
    const x = second.x + strong * 5 * pxPerMm + columns;
    if (x > second.x + second.width) break;
    await page.mouse.move(x, second.y + 60);
    grabbed = (await together.evaluate((element) => element.style.cursor)) === 'ew-resize';
    if (!grabbed) continue;
    await page.mouse.down();
    await page.mouse.move(x + 10 * pxPerMm * 0.1, second.y + 60);
    await page.mouse.move(x - 2 * pxPerMm, second.y + 60);
    await page.mouse.up();
  }
  expect(grabbed).toBe(true);
  const draggedMs = msIn(await tEnd.textContent(), 'T end');
  expect(Math.abs(draggedMs - (foundMs + 20 - 40))).toBeLessThanOrEqual(24);

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
  await page.screenshot({ path: process.env.EINTHOVEN_LOOK ?? join(home, 'x.png') });
});
