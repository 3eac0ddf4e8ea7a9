import { chownSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deskFolder } from '../../scripts/lib/desk.mjs';
import { launch, required } from '../runtime/workstation.ts';

/**
 * The worklist over many recordings in the real window; `node validation/worklist.ts` asks for it. EINTHOVEN_FILLED: an
 * archive of them; EINTHOVEN_MEASURED: the file that takes the times, ms.
 */
const starts = 5;
const typed = [
  'müller',
  'garcia bj',
  'p01234',
  'atrial fib',
  'made-0421',
  'mac 55',
  'st elev inf',
  'right bundle',
  'tanaka yusuf',
  'a',
  's',
];

const options = { launchArguments: [], pixelRatio: 1 };

/** From the order to start the program to the first row that can be read; what drives the window is in it. */
const startOnce = async (home: string): Promise<number> => {
  const startedMs = Date.now();
  const { app, page } = await launch(home, options);
  const readyMs = await page
    .waitForFunction(() =>
      document.querySelector('.worklist .row-name') === null ? false : performance.timeOrigin + performance.now(),
    )
    .then((handle) => handle.jsonValue());
  await app.close();
  if (readyMs === false) throw new Error('the clock of the page cannot be read');
  return readyMs - startedMs;
};

/** From the sign being in the box to the list of it being painted. */
const timeOf = (page: Page, text: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const box = document.querySelector<HTMLInputElement>('#worklist-search');
    const list = document.querySelector('#worklist-rows');
    if (box === null || list === null) throw new Error('no worklist');
    const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const answered = new Promise<void>((resolve) => {
      let asked = false;
      new MutationObserver((_, observer) => {
        if (list.getAttribute('aria-busy') === 'true') asked = true;
        else if (asked) {
          observer.disconnect();
          resolve();
        }
      }).observe(list, { attributes: true, attributeFilter: ['aria-busy'] });
    });
    const startMs = performance.now();
    put?.call(box, wanted);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await answered;
    // The frame with the rows in it is on its way to the screen when the next one begins.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - startMs;
  }, text);

test('start and search', async () => {
  test.setTimeout(1_800_000);
  const home = deskFolder(mkdtempSync(join(tmpdir(), 'einthoven-measure-')));
  try {
    const archive = join(home, 'archive.sqlite');
    // The archive is encrypted: its key file goes with it.
    for (const suffix of ['', '.key']) cpSync(`${required('EINTHOVEN_FILLED')}${suffix}`, `${archive}${suffix}`);
    if (process.getuid?.() === 0) for (const name of readdirSync(home)) chownSync(join(home, name), 65534, 65534);

    const startMs: number[] = [];
    for (let start = 0; start < starts; start++) startMs.push(await startOnce(home));

    const { app, page } = await launch(home, options);
    await page.locator('.worklist .row-name').first().waitFor();
    await expect(page.getByRole('contentinfo')).toBeVisible();
    // The check of the audit trail at the start is over: what is measured is the search.
    await page.waitForTimeout(15_000);
    const searchMs: { text: string; ms: number }[] = [];
    for (const text of typed) {
      for (let signs = 1; signs <= text.length; signs++) {
        const part = text.slice(0, signs);
        // A space at the end asks for the same again.
        if (!part.endsWith(' ')) searchMs.push({ text: part, ms: await timeOf(page, part) });
      }
      await timeOf(page, '');
    }
    await app.close();
    const measured = { startMs, searchMs };
    writeFileSync(required('EINTHOVEN_MEASURED'), JSON.stringify(measured));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
