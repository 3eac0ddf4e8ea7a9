import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { saveInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

/** Pixels of the blue of the marks, which nothing else on the paper has. */
const blueIn = (base64: string): number => {
  const data = Buffer.from(base64, 'base64');
  let count = 0;
  for (let at = 0; at + 3 < data.length; at += 4)
    if ((data[at] ?? 0) < 90 && (data[at + 2] ?? 0) - (data[at] ?? 0) > 70) count += 1;
  return count;
};

test('one key marks P, QRS and T in the tracing, another takes them away, and the choice is remembered', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-03-ventricular-bigeminy');
  const plain = (await desk.pixels()).base64;
  await page.keyboard.press('m');
  const marks = page.getByRole('button', { name: 'Marks', exact: true });
  await expect(marks).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => blueIn((await desk.pixels()).base64)).toBeGreaterThan(blueIn(plain) + 500);
  await page.reload();
  await expect(marks).toHaveAttribute('aria-pressed', 'true');
  await desk.open('synthetic-03-ventricular-bigeminy');
  await marks.click();
  await expect.poll(async () => (await desk.pixels()).base64 === plain).toBe(true);
  await page.keyboard.press('?');
  const keys = page.getByRole('complementary', { name: 'Keys' });
  await expect(keys).toContainText('Mark P, QRS and T');
  await expect(keys).toContainText('Median beats, or the tracing');
});

test('median beats by keyboard: bounds on true millimetres, what was measured and why the rest was not', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-04-rbbb');
  await page.keyboard.press('v');
  const median = page.getByRole('region', { name: 'Median beats' });
  const grid = median.getByRole('img', { name: 'Median beat of 12 leads with marks, 50 mm/s, 10 mm/mV' });
  await expect(grid).toHaveAttribute('data-zoom', '1');
  const together = median.getByRole('img', { name: 'All leads on one baseline with the bounds, 50 mm/s, 20 mm/mV' });
  await expect(together).toHaveAttribute('data-zoom', '1');

  // The two solid uprights of the QRS are the longest unbroken blue columns.
  const columns = await together.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found: number[] = [];
    for (let x = 0; x < width; x++) {
      let blue = 0;
      for (let y = 0; y < height; y++) {
        const at = 4 * (y * width + x);
        if ((data[at] ?? 0) < 140 && (data[at + 2] ?? 0) - (data[at] ?? 0) > 40) blue += 1;
      }
      if (blue > 0.75 * height) found.push(x);
    }
    return found;
  });
  expect(columns).toHaveLength(2);
  const qrsMm = ((columns[1] ?? 0) - (columns[0] ?? 0)) / (96 / 25.4);
  const cell = await median.getByRole('row', { name: /^QRS \d/ }).textContent();
  const qrsMs = Number(/^QRS(\d+)/.exec(cell ?? '')?.[1]);
  expect(Math.abs(qrsMm / 0.05 - qrsMs)).toBeLessThan(1000 / 50 / (96 / 25.4) + 1);

  for (const row of ['PR', 'QT', 'QTc Bazett', 'QTc Fridericia', 'QTc Framingham', 'QTc Hodges'])
    await expect(median.getByRole('row', { name: new RegExp(`^${row} \\d+ ms ± \\d+ ms`) })).toBeVisible();
  await expect(median.getByRole('row', { name: /^V6 / }).first()).toBeVisible();

  await page.keyboard.press('s');
  await expect(median.getByRole('img', { name: /^Median beat .* 25 mm\/s/ })).toBeVisible();
  await desk.row('synthetic-02-atrial-fibrillation').click();
  await expect(median.getByRole('row', { name: /^PR not measured: / })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('img', { name: /^Electrocardiogram synthetic-02/ })).toBeVisible();
});

test('the report has the page of median beats, or not, as the reader wants', async ({ workstation }) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 30_000 });
  await desk.open('synthetic-01-sinus');
  const wordsOf = async (name: string): Promise<string> => {
    const pdf = join(home, name);
    await saveInDialog(app, pdf);
    await page.getByRole('button', { name: 'Export PDF…' }).click();
    await expect(desk.notice).toContainText(`Report saved as ${name}`);
    return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  };
  const whole = await wordsOf('whole.pdf');
  for (const words of ['Page 2 of 2', 'Median beats', '50 mm/s', 'QTc Framingham', 'J+80'])
    expect(whole).toContain(words);
  await page.keyboard.press('v');
  await page.getByRole('checkbox', { name: 'Page of median beats in the exported PDF' }).uncheck();
  const short = await wordsOf('short.pdf');
  expect(short).toContain('Page 1 of 1');
  expect(short).not.toContain('Median beats');
});
