import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

/** The dialog is the system's own: what it would be given is kept instead, with the pages as they would be printed. */
test('Ctrl P gives the pages to the system’s dialog at 100 %, and the bar to check is 100 mm long', async ({
  workstation,
}) => {
  const { app, page } = workstation;
  const folder = workstation.bring();
  for (const { name, bytes } of encodeWfdb(twelveLeads(), 'scale', 1000, ['Patient ID: יעקב']))
    writeFileSync(join(folder, name), bytes);
  const desk = workstationPage(page);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await desk.open('scale');
  await app.evaluate(({ app: electron }) => {
    electron.on('web-contents-created', (_event, contents) => {
      contents.print = (options, answer) => {
        const kept = contents.printToPDF({ preferCSSPageSize: true, printBackground: true });
        void kept.then((pdf) => {
          Object.assign(globalThis, { printed: { options, pdf: pdf.toString('base64') } });
          answer?.(true, '');
        });
      };
    });
  });
  await page.keyboard.press('Control+p');
  await expect(desk.notice).toContainText('Printed. Hold a ruler', { timeout: 30_000 });
  const printed: { options: unknown; pdf: string } = await app.evaluate(() => Reflect.get(globalThis, 'printed'));
  expect(printed.options).toMatchObject({
    silent: false,
    landscape: true,
    scaleFactor: 100,
    margins: { marginType: 'none' },
  });

  const file = join(folder, 'printed');
  writeFileSync(`${file}.pdf`, Buffer.from(printed.pdf, 'base64'));
  const dpi = 254;
  execFileSync('pdftoppm', ['-r', String(dpi), '-f', '1', '-l', '1', '-png', '-singlefile', `${file}.pdf`, file]);
  const png = PNG.sync.read(readFileSync(`${file}.png`));
  expect(Math.abs(png.width - 2970)).toBeLessThanOrEqual(2);
  expect(Math.abs(png.height - 2100)).toBeLessThanOrEqual(2);
  // The ticks at both ends of the bar stand above its line, at 198.3 mm.
  const y = Math.round(197.4 * 10);
  const dark: number[] = [];
  for (let x = 0; x < png.width; x += 1) if ((png.data[4 * (y * png.width + x)] ?? 255) < 170) dark.push(x);
  const right = dark.at(-1) ?? 0;
  const left = dark.reduce((best, x) => (Math.abs(right - x - 1000) < Math.abs(right - best - 1000) ? x : best), right);
  expect(Math.abs(right - left - 1000)).toBeLessThanOrEqual(5);
  const text = execFileSync('pdftotext', ['-layout', `${file}.pdf`, '-'], { encoding: 'utf8' });
  expect(text).toContain('Unconfirmed computer interpretation');
  expect(text).toContain('Check of scale: 100 mm');
  // Our own glyphs for another script too, whatever fonts the system has.
  expect(text).toContain('יעקב');
  expect(execFileSync('pdffonts', [`${file}.pdf`], { encoding: 'utf8' })).toMatch(/IBMPlexSansHebrew/);
});
