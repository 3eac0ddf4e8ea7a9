import { join } from 'node:path';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test('a reading session by keyboard alone: open a folder, search, walk through, layout, speed, gain, evidence, next', async ({
  workstation,
}) => {
  test.setTimeout(120_000);
  const { app, page } = workstation;
  const { keyboard } = page;
  const desk = workstationPage(page);
  // Not a journey by keyboard if the mouse could be meant: any use of it would be heard.
  await page.evaluate(() => {
    for (const type of ['mousedown', 'pointerdown', 'wheel'])
      window.addEventListener(type, () => document.body.setAttribute('data-mouse-used', type), true);
  });
  const command = async (words: string) => {
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Type a command' })).toBeFocused();
    await keyboard.type(words);
    await keyboard.press('Enter');
  };

  await chooseInDialog(app, [workstation.bring(join(rootDir, 'resources', 'demo'))]);
  await command('open a folder');
  await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
  const options = desk.worklist.getByRole('option');
  await expect(options.first()).toContainText('critical');

  // To the most urgent one, and on through the list.
  await keyboard.press('/');
  await keyboard.press('Enter');
  await keyboard.press('Home');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  const opened = (record: string) =>
    expect(page.getByRole('img', { name: new RegExp(`^Electrocardiogram ${record}`) })).toBeVisible();
  await opened('synthetic-06-inferior-st-elevation');
  await keyboard.press('ArrowDown');
  await opened('synthetic-16-inferior-st-elevation');
  await keyboard.press('k');
  await opened('synthetic-06-inferior-st-elevation');
  await keyboard.press('End');
  await expect(desk.worklist.getByRole('option', { selected: true })).toContainText('normal');
  await keyboard.press('Home');
  await opened('synthetic-06-inferior-st-elevation');

  const settings = page.getByRole('group', { name: 'How the tracing is drawn' });
  await keyboard.press('l');
  await expect(settings.getByRole('combobox', { name: 'Layout' })).not.toHaveValue('3x4+1');
  await command('layout 12 × 1');
  await expect(settings.getByRole('combobox', { name: 'Layout' })).toHaveValue('12x1');
  await command('layout 3 × 4 + rhythm');
  await expect(settings.getByRole('combobox', { name: 'Layout' })).toHaveValue('3x4+1');
  await keyboard.press('g');
  await expect(settings.getByRole('combobox', { name: 'Gain' })).toHaveValue('20');
  await command('gain 10 mm/mV');
  await expect(settings.getByRole('combobox', { name: 'Gain' })).toHaveValue('10');
  await keyboard.press('s');
  await expect(settings.getByRole('combobox', { name: 'Speed' })).toHaveValue('50');
  await command('speed 25 mm/s');
  await expect(settings.getByRole('combobox', { name: 'Speed' })).toHaveValue('25');

  // The measurements in full, then the evidence of the first statement lit up, by Tab and Enter.
  await keyboard.press('v');
  await expect(page.getByRole('main', { name: 'Median beats' })).toContainText('Intervals and axes');
  await keyboard.press('v');
  const critical = desk.statements.getByText(/Critical: ST elevation that meets the criterion/);
  const before = (await desk.pixels()).base64;
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await critical.evaluate((element) => element.closest('.answer-row') === document.activeElement)) break;
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await expect(desk.findings.getByText(/^ST elevation in II\b.* 0\.\d+ mV/).first()).toBeVisible();
  await expect.poll(async () => (await desk.pixels()).base64 === before).toBe(false);

  // Only what is asked for, and the next of it.
  await keyboard.press('/');
  await keyboard.type('bundle right');
  await expect(desk.worklist.getByText('2 of 18')).toBeVisible();
  await keyboard.press('ArrowDown');
  await keyboard.press('Home');
  await opened('synthetic-04-rbbb');
  await keyboard.press('j');
  await opened('synthetic-14-rbbb');
  await keyboard.press('F11');
  await expect(desk.worklist).toHaveCount(0);
  await keyboard.press('Escape');
  await command('clear search');
  await expect(desk.worklist.getByText('18 recordings')).toBeVisible();
  await keyboard.press('Control+z');
  await expect(desk.worklist.getByText('2 of 18')).toBeVisible();
  await keyboard.press('Control+Shift+Z');
  await expect(desk.worklist.getByText('18 recordings')).toBeVisible();
  expect(await page.locator('body').getAttribute('data-mouse-used')).toBeNull();
});
