import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { PNG } from 'pngjs';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { recordingOf } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

/** A little for the edges of letters and lines, which differ by a shade from one graphics library to the next. */
const tolerance = { threshold: 0.2, maxDiffPixelRatio: 0.004 };

const demo = (name: string) => ['hea', 'dat'].map((end) => join(rootDir, 'resources', 'demo', `${name}.${end}`));
const infarct = 'synthetic-06-inferior-st-elevation';
const paced = 'synthetic-07-paced';

const pictureOf = async (canvas: Locator): Promise<Buffer> => {
  await expect(canvas).toHaveAttribute('data-zoom', /\d/);
  const url = await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL('image/png'));
  return small(PNG.sync.read(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')));
};

/** Kept pictures are small: the lower left corner of the paper alone, in as many shades as tell one ink from another. */
const widestPx = 640;
const highestPx = 420;
const shade = 32;

const small = (whole: PNG): Buffer => {
  const kept = new PNG({ width: Math.min(widestPx, whole.width), height: Math.min(highestPx, whole.height) });
  PNG.bitblt(whole, kept, 0, whole.height - kept.height, kept.width, kept.height, 0, 0);
  for (let at = 0; at < kept.data.length; at += 1)
    if (at % 4 !== 3) kept.data[at] = Math.min(255, Math.round((kept.data[at] ?? 0) / shade) * shade);
  return PNG.sync.write(kept, { deflateLevel: 9, colorType: 2, inputColorType: 6 });
};

const beating = (timeS: number, lead: number): number => {
  const phase = (timeS % 0.9) / 0.9;
  return (
    1.1 * Math.exp(-(((phase - 0.4) / 0.012) ** 2)) + (0.15 + 0.02 * lead) * Math.exp(-(((phase - 0.7) / 0.05) ** 2))
  );
};

for (const pixelRatio of [1, 2])
  test.describe(`pixel ratio ${pixelRatio}`, () => {
    test.use({ pixelRatio });

    test('every layout, theme and overlay looks as it did', async ({ workstation }) => {
      const { app, page } = workstation;
      const desk = workstationPage(page);
      const folder = workstation.bring(...demo(infarct), ...demo(paced));
      const holed = recordingOf(
        ['II'],
        120,
        (timeS, lead) => (timeS % 7 < 0.6 ? Number.NaN : beating(timeS, lead)),
        250,
      );
      const sixteen = recordingOf(
        Array.from({ length: 16 }, (_, lead) => `E${lead + 1}`),
        10,
        beating,
        250,
      );
      for (const file of [...encodeWfdb(holed, 'one-lead'), ...encodeWfdb(sixteen, 'sixteen')])
        writeFileSync(join(folder, file.name), file.bytes);
      await chooseInDialog(app, [folder]);
      await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
      await expect(desk.notice).toContainText('4 recordings taken in', { timeout: 120_000 });
      await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setMinimumSize(400, 300);
        window?.setContentSize(900, 560);
      });

      const look = async (name: string) => {
        await page.waitForTimeout(60);
        expect(await pictureOf(desk.canvas)).toMatchSnapshot(`${name}-${pixelRatio}x.png`, tolerance);
      };
      const inBothThemes = async (name: string) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await look(`${name}-${colorScheme}`);
        }
        await page.emulateMedia({ colorScheme: 'light' });
      };
      const bare = async (record: string) => {
        await desk.open(record);
        await page.keyboard.press('F11');
        await expect(desk.worklist).toHaveCount(0);
      };
      const dressed = async () => {
        await page.keyboard.press('F11');
        await expect(desk.worklist).toBeVisible();
      };

      await bare(infarct);
      for (const layout of ['3x4+1', '3x4+3', '6x2', '12x1', 'cabrera'] as const) {
        await inBothThemes(`layout-${layout}`);
        await page.keyboard.press('l');
      }
      await page.keyboard.press('m');
      await inBothThemes('marks');
      await page.keyboard.press('m');
      await page.keyboard.press('c');
      await page.keyboard.press('u');
      await page.keyboard.press('c');
      await page.keyboard.press('x');
      await page.keyboard.press('Shift+ArrowUp');
      await page.keyboard.press('c');
      await page.keyboard.press('x');
      await page.keyboard.press('Shift+ArrowUp');
      await inBothThemes('calipers');
      await page.keyboard.press('Escape');
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      await look('zoomed-in-light');
      await page.keyboard.press('0');
      await page.keyboard.press('-');
      await page.keyboard.press('-');
      await look('zoomed-out-light');
      await page.keyboard.press('0');

      await dressed();
      await bare(paced);
      await inBothThemes('spikes');
      await dressed();
      await bare('one-lead');
      await inBothThemes('one-lead-with-gaps');
      await dressed();
      await bare('sixteen');
      await inBothThemes('sixteen-leads');
      await dressed();

      await desk.open(infarct);
      await expect(desk.findings.getByRole('button', { name: /^Show where/ }).first()).toBeVisible({ timeout: 60_000 });
      await page.keyboard.press('b');
      await expect(desk.findings.getByRole('button', { name: /^Show where/, pressed: true })).toHaveCount(1);
      await look('band-light');
      await page.keyboard.press('b');
      await desk.findings
        .getByRole('region', { name: 'Statements' })
        .getByText(/^■ Critical: ST elevation/)
        .click();
      await look('evidence-light');
    });
  });
