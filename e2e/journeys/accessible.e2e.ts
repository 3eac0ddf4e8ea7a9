import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { workstationPage } from '../pages/workstationPage.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

test.use({ launchArguments: ['--open', join(rootDir, 'resources', 'demo')] });

/** What axe-core finds serious or critical on the screen as it stands. */
const faults = async (page: Page): Promise<readonly string[]> => {
  // Legacy: its other mode wants a second page, which this window does not give.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} at ${target.join(' ')}`));
};

for (const theme of ['light', 'dark'] as const)
  test(`every screen, ${theme} theme: nothing serious or critical by axe-core`, async ({ workstation }) => {
    test.setTimeout(300_000);
    const { page, app } = workstation;
    await app.evaluate(({ nativeTheme }, chosen) => {
      nativeTheme.themeSource = chosen;
    }, theme);
    // Without the light theme that Playwright gives a page by itself.
    await page.emulateMedia({ colorScheme: null });
    const { keyboard } = page;
    const desk = workstationPage(page);
    const found: Record<string, readonly string[]> = {};
    const look = async (screen: string) => {
      await page.waitForTimeout(150);
      const here = await faults(page);
      if (here.length > 0) found[screen] = here;
    };
    const panel = async (key: string, name: string) => {
      await keyboard.press(key);
      await expect(page.getByRole('complementary', { name })).toBeVisible();
      await look(name);
      await keyboard.press('Escape');
    };

    await expect
      .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(theme === 'dark');
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
    await desk.open('synthetic-06-inferior-st-elevation');
    await desk.statements.getByText(/Critical: ST elevation that meets the criterion/).click();
    await look('tracing and findings');
    await keyboard.press('F');
    await look('worklist with filters');
    await keyboard.press('o');
    await look('worklist as a table with filters');
    await keyboard.press('F');
    await keyboard.press('o');
    await keyboard.press('/');
    await keyboard.type('zzz');
    await look('nothing fits');
    await keyboard.press('Escape');
    await desk.open('synthetic-09-lead-off');
    await look('held back');
    await keyboard.press('v');
    await look('median beats');
    await keyboard.press('w');
    await expect(page.getByRole('region', { name: 'Live strip' })).toContainText('/min');
    await look('live strip');
    await keyboard.press('w');
    for (const [key, name] of [
      ['a', 'Audit trail'],
      ['A', 'Computer against reader'],
      ['r', 'Last import'],
      ['h', 'Synthetic heart'],
      ['t', 'Truth'],
      ['i', 'Models'],
      ['?', 'Keys'],
      [',', 'Settings'],
    ] as const)
      await panel(key, name);
    await keyboard.press('Control+k');
    await look('palette');
    await keyboard.press('Escape');
    await keyboard.press('Control+a');
    await keyboard.press('o');
    await look('chosen recordings in the table');
    await keyboard.press('o');
    await look('chosen recordings');
    await keyboard.press('Escape');
    await keyboard.press('F11');
    await look('only the paper');
    await keyboard.press('F11');
    await keyboard.press('Control+k');
    await keyboard.type('tour');
    await keyboard.press('Enter');
    await look('tour');
    expect(found).toEqual({});
  });
