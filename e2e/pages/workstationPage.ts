import { expect, type Locator, type Page } from '@playwright/test';

/** The workstation's window in a reader's words. */
export const workstationPage = (page: Page) => {
  const worklist = page.getByRole('navigation', { name: 'Worklist' });
  const row = (record: string): Locator => worklist.getByRole('option').filter({ hasText: record });
  const tracing = page.getByRole('main', { name: 'Tracing' });
  const canvas = tracing.getByRole('img');
  /** The canvas as it stands, in device pixels. */
  const pixels = () =>
    canvas.evaluate((element) => {
      const drawn = element as HTMLCanvasElement;
      const pen = drawn.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      const { data, width, height } = pen.getImageData(0, 0, drawn.width, drawn.height);
      let text = '';
      for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
      return { base64: btoa(text), width, height, zoom: Number(drawn.dataset.zoom), pixelRatio: devicePixelRatio };
    });
  return {
    worklist,
    row,
    tracing,
    canvas,
    findings: page.getByRole('complementary', { name: 'Findings' }),
    statements: page.getByRole('region', { name: 'Statements' }),
    measurements: page.getByRole('region', { name: 'Measurements' }),
    notice: page.locator('.status-line').getByRole('status'),
    /** Chooses a recording and waits until its tracing is painted. */
    open: async (record: string) => {
      await row(record).click();
      await page.getByRole('img', { name: new RegExp(`^Electrocardiogram ${record},`) }).waitFor();
      await page.locator('canvas.tracing[data-zoom]').waitFor();
    },
    /** Opens a panel that lies behind *More*. */
    showPanel: async (name: string) => {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('navigation', { name: 'More' }).getByRole('button', { name }).click();
    },
    pixels,
    /** The canvas once it has settled: columns and signs of quality come a moment after the first strokes. */
    settledPixels: async (): Promise<string> => {
      let last = '';
      await expect
        .poll(async () => {
          const before = last;
          last = (await pixels()).base64;
          return before === last;
        })
        .toBe(true);
      return last;
    },
  };
};
