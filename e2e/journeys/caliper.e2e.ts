import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const record = 'synthetic-01-sinus';
const demo = join(rootDir, 'resources', 'demo');
const truth = JSON.parse(readFileSync(join(demo, `${record}.truth.json`), 'utf8')) as {
  readonly beats: readonly { readonly timeS: number }[];
};
const sampleMs = 2;

test.use({ launchArguments: ['--open', join(demo, `${record}.hea`)] });

test('a caliper by keyboard: from beat to beat as in the truth, a sample at a time, removed and there again', async ({
  workstation: { page },
}) => {
  const desk = workstationPage(page);
  await desk.open(record);
  const bar = page.getByRole('region', { name: 'Calipers' });
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('c');
  const item = bar.getByRole('listitem');
  await expect(item).toHaveCount(1);
  const shownMs = async () => Number(/(\d+) ms/.exec(await item.innerText())?.[1]);

  const intervalsMs = truth.beats.slice(1).map(({ timeS }, index) => 1000 * (timeS - (truth.beats[index]?.timeS ?? 0)));
  const setMs = await shownMs();
  const nearest = Math.min(...intervalsMs.map((each) => Math.abs(each - setMs)));
  expect(nearest).toBeLessThanOrEqual(sampleMs);

  await page.keyboard.press('ArrowRight');
  await expect.poll(shownMs).toBe(setMs + sampleMs);
  await page.keyboard.press('Delete');
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(item).toHaveCount(1);
  expect(await shownMs()).toBe(setMs + sampleMs);
});
