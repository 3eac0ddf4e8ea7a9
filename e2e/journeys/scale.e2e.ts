import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { measurePaper } from '../measure/paperFromPixels.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, test } from '../runtime/workstation.ts';

/** A picture that lies about its scale is worse than none: measured from the canvas's pixels at each pixel ratio. */
for (const pixelRatio of [1, 1.5, 2]) {
  test.describe(`pixel ratio ${pixelRatio}`, () => {
    test.use({ pixelRatio });
    test('the pulse is 10 mm by 5 mm and a second 25 mm, each within 1 %', async ({ workstation }) => {
      const folder = workstation.bring();
      for (const { name, bytes } of encodeWfdb(twelveLeads(), 'scale')) writeFileSync(join(folder, name), bytes);
      const desk = workstationPage(workstation.page);
      await chooseInDialog(workstation.app, [folder]);
      await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
      await desk.open('scale');
      await expect(desk.canvas).toHaveAttribute('data-zoom', '1');

      const { base64, width, height, pixelRatio: shown } = await desk.pixels();
      expect(shown).toBe(pixelRatio);
      const pxPerMm = (96 / 25.4) * pixelRatio;
      const paper = measurePaper({ data: Buffer.from(base64, 'base64'), width, height }, pxPerMm);
      const within = (measuredPx: number, mm: number) => {
        expect(measuredPx / pxPerMm).toBeGreaterThan(mm * 0.99);
        expect(measuredPx / pxPerMm).toBeLessThan(mm * 1.01);
      };
      within(paper.pulseHeightPx, 10);
      within(paper.pulseWidthPx, 5);
      expect(paper.secondsPx.length).toBeGreaterThanOrEqual(5);
      for (const second of paper.secondsPx) within(second, 25);
    });
  });
}
