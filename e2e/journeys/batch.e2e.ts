import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { NamedBytes } from '../../app/formats/format.ts';
import { madeSeeds } from '../../app/formats/fuzzSeeds.testing.ts';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { museFile, sierraFile } from '../../app/formats/xml/testFiles.testing.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { zipOf } from '../../main/node/fileSource/zipOf.testing.ts';
import { keyLatenciesMs } from '../measure/inWindow.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog, saveInDialog } from '../runtime/dialogs.ts';
import { makeMany } from '../runtime/manyRecordings.ts';
import { expect, test } from '../runtime/workstation.ts';

const text = (value: string) => new TextEncoder().encode(value);
const write = (folder: string, files: readonly NamedBytes[]) => {
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
};

/** One recording of every format, under a name of its own that begins with the format's. */
const ofEveryFormat = (): readonly NamedBytes[] => {
  const seed = (name: string) => madeSeeds().find((made) => made.name === name)?.files[0]?.bytes ?? new Uint8Array();
  return [
    ...encodeWfdb(twelveLeads(), 'wfdb-one'),
    { name: 'csv-one.csv', bytes: seed('made.csv') },
    { name: 'edf-one.edf', bytes: seed('made.edf') },
    { name: 'dicom-one.dcm', bytes: seed('made.dcm') },
    { name: 'scp-one.scp', bytes: seed('default.scp') },
    { name: 'ishne-one.ecg', bytes: seed('made.ecg') },
    { name: 'aecg-one.xml', bytes: seed('aecg.xml') },
    { name: 'muse-one.xml', bytes: text(museFile({ count: 2500 })) },
    { name: 'sierra-one.xml', bytes: text(sierraFile({ count: 2500 })) },
  ];
};
const formats = ['wfdb', 'csv', 'edf', 'dicom', 'scp', 'ishne', 'aecg', 'muse', 'sierra'];

const drop = async (page: Page, paths: readonly string[]) => {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  await devtools.detach();
};

/** A person sees a key take effect at once up to here; a machine that is loaded by others has the same again. */
const latencyLimitMs = 400;

/** So many that the journey is quicker than the import, on a quick machine too. */
const manyCount = 160;

test('a mixed folder of every format is dropped, paused, cancelled, gone on with, and read', async ({
  workstation,
}) => {
  test.setTimeout(300_000);
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  write(folder, ofEveryFormat());
  makeMany(join(folder, 'many'), manyCount);
  writeFileSync(join(folder, 'cut.hea'), 'cut 1 500 5000\ncut.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
  writeFileSync(join(folder, 'cut.dat'), Buffer.alloc(100));
  writeFileSync(join(folder, '=1+1.hea'), 'junk');
  writeFileSync(join(folder, 'notes.txt'), 'not an ECG');
  const zipped = twelveLeads(8);
  writeFileSync(
    join(folder, 'carts.zip'),
    zipOf([...encodeWfdb(zipped, 'zip-one'), { name: '../../evil.hea', bytes: text('evil 1 100 4\n') }]),
  );
  const everything = 9 + manyCount + 1 + 3;

  await drop(page, [folder]);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(desk.worklist.getByRole('option').nth(3)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('.job')).toContainText('paused');
  await expect(page.locator('.job')).toContainText('a second');
  await page.screenshot({ path: test.info().outputPath('paused.png') });
  await page.locator('.job').getByRole('button', { name: 'Go on' }).click();

  const latencies = [...(await keyLatenciesMs(page, 40))].sort((a, b) => a - b);
  const p95 = latencies[Math.floor(latencies.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  const described = `${latencies.length} keys, median ${latencies[latencies.length >> 1]?.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;
  test.info().annotations.push({ type: 'input latency while importing', description: described });
  console.log(`input latency while importing: ${described}`);
  expect(latencies.length).toBe(40);
  expect(p95).toBeLessThan(latencyLimitMs);

  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.notice).toContainText('cancelled before the end', { timeout: 30_000 });
  const unfinished = page.getByRole('region', { name: 'Unfinished import' });
  await expect(unfinished).toContainText(`of ${everything}`);
  await page.screenshot({ path: test.info().outputPath('cancelled.png') });
  // A window that opens anew offers it too.
  await page.reload();
  await expect(unfinished).toContainText(`of ${everything}`);
  await unfinished.getByRole('button', { name: 'Go on' }).click();
  await expect(desk.notice).toContainText(`${10 + manyCount} recordings taken in, 3 refused`, { timeout: 200_000 });
  await expect(unfinished).toHaveCount(0);

  await page.keyboard.press('r');
  const refused = page.getByRole('list', { name: 'Refused files' });
  await expect(refused.getByRole('listitem')).toHaveCount(3);
  for (const [file, code] of [
    ['cut.hea', 'truncated'],
    ['=1+1.hea', 'unknown-format'],
    ['evil.hea', 'header-invalid'],
  ] as const)
    await expect(refused.getByRole('listitem').filter({ hasText: file })).toContainText(code);
  await page.screenshot({ path: test.info().outputPath('list.png') });
  const csv = join(home, 'list.csv');
  await saveInDialog(app, csv);
  await page.getByRole('button', { name: 'Export the list…' }).click();
  await expect(desk.notice).toContainText('List saved as list.csv');
  const lines = readFileSync(csv, 'utf8').trim().split('\r\n');
  // The heading, and the letter that is no ECG.
  expect(lines).toHaveLength(everything + 2);
  expect(lines.at(-1)).toMatch(/notes\.txt.*,not an ECG,,unknown-format,/);

  await page.keyboard.press('r');
  for (const format of formats) {
    await page.getByRole('searchbox').fill(`${format}-one`);
    await desk.open(`${format}-one`);
    await page.screenshot({ path: test.info().outputPath(`${format}.png`) });
  }
});

test('a watched folder takes what comes, shows it, and stops', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  await page.keyboard.press(',');
  const settings = page.getByRole('complementary', { name: 'Settings', exact: true });
  const section = settings.getByRole('region', { name: 'Watched folder' });
  await chooseInDialog(app, [folder]);
  await section.getByRole('button', { name: 'Folder…' }).click();
  await section.getByLabel('Still for (s)').fill('0.5');
  await section.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(section).toContainText('Watching brought-1');
  write(folder, encodeWfdb(twelveLeads(), 'came-later'));
  await expect(page.locator('.import-line')).toContainText('Watching brought-1: 1 taken in', { timeout: 30_000 });
  await desk.open('came-later');
  await page.screenshot({ path: test.info().outputPath('watching.png') });
  // What is on the status line leads back to where it is set.
  await page.getByRole('button', { name: 'Watching brought-1: 1 taken in' }).click();
  await page.screenshot({ path: test.info().outputPath('settings.png') });
  await section.getByRole('button', { name: 'Stop watching' }).click();
  await expect(section).toContainText('No folder is watched.');
  await expect(page.locator('.import-line')).toHaveCount(0);
});
