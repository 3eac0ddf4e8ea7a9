import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const demo = join(rootDir, 'resources', 'demo');

test.setTimeout(120_000);

test.describe('on the demo recordings', () => {
  test.use({ launchArguments: ['--open', demo] });

  test('filters, views that are kept, order by any column, and what nothing fits', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
    await desk.worklist.getByRole('button', { name: 'Filters' }).click();
    const filters = desk.worklist.getByRole('region', { name: 'Filters' });
    await filters.getByRole('button', { name: 'critical' }).click();
    await expect(desk.worklist.getByText('2 of 18')).toBeVisible();
    const views = desk.worklist.getByRole('region', { name: 'Saved views' });
    await views.getByRole('textbox', { name: 'Name of this view' }).fill('now');
    await views.getByRole('button', { name: 'Save' }).click();
    await expect(views.getByRole('combobox', { name: 'Saved view' })).toHaveValue('now');

    await filters.getByRole('button', { name: 'Clear search and filters' }).click();
    await expect(desk.worklist.getByText('18 recordings')).toBeVisible();
    await filters.getByRole('combobox', { name: 'Finding' }).selectOption({ index: 1 });
    await expect(desk.worklist.getByText(/^\d+ of 18$/)).toBeVisible();
    await views.getByRole('combobox', { name: 'Saved view' }).selectOption('now');
    await expect(desk.worklist.getByText('2 of 18')).toBeVisible();
    await views.getByRole('button', { name: 'Delete' }).click();
    await expect(views.getByRole('option', { name: 'now' })).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(views.getByRole('option', { name: 'now' })).toHaveCount(1);
    await page.reload();
    await expect(desk.worklist.getByText('18 recordings')).toBeVisible();
    await page.keyboard.press('F');
    await expect(views.getByRole('option', { name: 'now' })).toHaveCount(1);
    await page.keyboard.press('F');

    await page.keyboard.press('o');
    const table = desk.worklist.getByRole('grid', { name: 'Worklist' });
    const first = () => table.getByRole('row').nth(1);
    await expect(first()).toContainText('critical');
    await expect(table).toHaveAttribute('aria-rowcount', '19');
    await table.getByRole('button', { name: 'Rate' }).click();
    await expect(table.getByRole('columnheader', { name: 'Rate' })).toHaveAttribute('aria-sort', 'ascending');
    const rates = async () =>
      (await table.locator('.cell-rate').allTextContents()).map(Number).filter((bpm) => Number.isFinite(bpm));
    await expect
      .poll(async () => (await rates()).every((bpm, i, all) => i === 0 || bpm >= (all[i - 1] ?? 0)))
      .toBe(true);
    await table.getByRole('button', { name: 'Rate' }).click();
    await expect(table.getByRole('columnheader', { name: 'Rate' })).toHaveAttribute('aria-sort', 'descending');
    await first().click();
    await expect(first()).toHaveAttribute('aria-selected', 'true');
    await expect(desk.canvas).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(desk.worklist.getByRole('listbox')).toBeVisible();

    await page.keyboard.press('/');
    await page.keyboard.type('no such "recording OR');
    await expect(desk.worklist).toContainText('No recording fits the search and filters.');
    await desk.worklist.getByRole('button', { name: 'Clear search and filters' }).click();
    await expect(desk.worklist.getByText('18 recordings')).toBeVisible();
  });

  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const)
    test(`a window of ${width} x ${height} has room for every button, and for the axis`, async ({ workstation }) => {
      const { app, page } = workstation;
      const desk = workstationPage(page);
      await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
        width,
        height,
      ] as const);
      await desk.open('synthetic-06-inferior-st-elevation');
      const outside = () =>
        page
          .locator('.status-line button:visible, .status-line select:visible, .measurement-line button:visible')
          .evaluateAll((elements) =>
            elements
              .filter((element) => {
                const { left, right } = element.getBoundingClientRect();
                const hit = document.elementFromPoint((left + right) / 2, element.getBoundingClientRect().top + 2);
                return left < 0 || right > innerWidth || !(hit === element || element.contains(hit));
              })
              .map((element) => element.textContent),
          );
      // With the words of the import in the line, and without.
      await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
      await expect.poll(outside).toEqual([]);
      await expect(desk.notice).toBeEmpty({ timeout: 30_000 });
      await expect.poll(outside).toEqual([]);
      await expect(desk.measurements.getByText('Axis')).toBeInViewport({ ratio: 0.9 });
    });

  test('widths of panes and settings outlast the window', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
    // Without the light theme that Playwright gives a page by itself.
    await page.emulateMedia({ colorScheme: null });
    const width = async () => Math.round((await desk.worklist.boundingBox())?.width ?? 0);
    const before = await width();
    const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    await expect
      .poll(async () => {
        const paper = await page.getByRole('main').boundingBox();
        return ((paper?.width ?? 0) * (paper?.height ?? 0)) / (size.width * size.height);
      })
      .toBeGreaterThan(0.7);
    await page.getByRole('separator', { name: 'Width of the worklist' }).focus();
    for (let presses = 0; presses < 2; presses++) await page.keyboard.press('ArrowRight');
    await expect.poll(width).toBeGreaterThan(before + 20);
    const wider = await width();
    await page.keyboard.press(',');
    const settings = page.getByRole('complementary', { name: 'Settings' });
    await settings.getByRole('combobox', { name: 'Layout' }).selectOption('12x1');
    await settings.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(true);
    await page.reload();
    await expect.poll(width).toBe(wider);
    expect(await isDark()).toBe(true);
    await expect(page.getByRole('combobox', { name: 'Layout' })).toHaveValue('12x1');
  });
});

test('the list takes in a folder without losing the chosen row, which stays where it is', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  await chooseInDialog(app, [workstation.bring(join(demo, 'csv'))]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('9 recordings taken in', { timeout: 40_000 });
  // A window so low that the list is longer than its room: a shorter one has nowhere to scroll to.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1200, 520));
  await desk.open('synthetic-11-sinus');
  const top = async () => Math.round((await desk.row('synthetic-11-sinus').boundingBox())?.y ?? -1);
  const before = await top();
  await chooseInDialog(app, [workstation.bring(demo)]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('open a folder');
  await page.keyboard.press('Enter');
  const places = new Set<number>();
  while (!(await desk.worklist.getByText('18 recordings').isVisible())) {
    places.add(await top());
    await page.waitForTimeout(50);
  }
  places.add(await top());
  expect([...places]).toEqual([before]);
  await expect(desk.row('synthetic-11-sinus')).toHaveAttribute('aria-selected', 'true');
});

test('the tour of a first start: on the demo recordings, by keyboard, skippable, and there again', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await desk.worklist.getByRole('button', { name: 'One-minute tour' }).focus();
  await page.keyboard.press('Enter');
  const tour = page.getByRole('region', { name: 'Tour' });
  await expect(tour).toContainText('1 of 7');
  await expect(desk.worklist.getByText('18 recordings')).toBeVisible({ timeout: 40_000 });
  for (let step = 2; step <= 7; step++) {
    await page.keyboard.press('Enter');
    await expect(tour).toContainText(`${step} of 7`);
  }
  await page.keyboard.press('Enter');
  await expect(tour).toHaveCount(0);
  await expect(desk.worklist.getByRole('button', { name: 'One-minute tour' })).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tour');
  await page.keyboard.press('Enter');
  await expect(tour).toContainText('1 of 7');
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
});
