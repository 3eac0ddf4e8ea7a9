import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import { twelveLeads } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test } from '../runtime/workstation.ts';

const demo = (name: string) => join(rootDir, 'resources', 'demo', name);

test('a folder with bad files: the good are taken, each bad one is named with its reason', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring(demo('synthetic-01-sinus.hea'), demo('synthetic-01-sinus.dat'));
  writeFileSync(join(folder, 'lost.hea'), 'lost 1 500 5000\nlost.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
  writeFileSync(join(folder, 'cut.hea'), 'cut 1 500 5000\ncut.dat 16 1000(0)/mV 16 0 0 0 0 II\n');
  writeFileSync(join(folder, 'cut.dat'), Buffer.alloc(100));
  writeFileSync(join(folder, 'norate.csv'), 'I (mV),II (mV)\n0.1,0.2\n0.1,0.2\n0.1,0.2\n');
  writeFileSync(join(folder, 'notes.txt'), 'not an ECG');
  mkdirSync(join(folder, 'folder.hea'));
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('1 recording taken in, 4 refused');
  await page.keyboard.press('r');
  const refused = page.getByRole('list', { name: 'Refused files' });
  await expect(refused.getByRole('listitem')).toHaveCount(4);
  for (const [file, code] of [
    ['lost.hea', 'missing-companion'],
    ['cut.hea', 'truncated'],
    ['norate.csv', 'rate-missing'],
    ['folder.hea', 'not-a-file'],
  ] as const)
    await expect(refused.getByRole('listitem').filter({ hasText: file })).toContainText(code);
  await desk.open('synthetic-01-sinus');
});

test('files dropped on the window are taken in; the same files again are duplicates', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  await expect(desk.worklist).toContainText('No recordings yet.');
  const folder = workstation.bring(demo('synthetic-04-rbbb.hea'), demo('synthetic-04-rbbb.dat'));
  const header = join(folder, 'synthetic-04-rbbb.hea');
  await drop(page, [header]);
  await expect(desk.notice).toContainText('1 recording taken in');
  await desk.open('synthetic-04-rbbb');
  await drop(page, [header]);
  await expect(desk.notice).toContainText('1 already there');
});

test('an import leaves a reader who is typing where he is', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  const lbbb = workstation.bring(demo('synthetic-05-lbbb.hea'), demo('synthetic-05-lbbb.dat'));
  await drop(page, [lbbb]);
  // Nothing was open: what came is on the paper.
  await expect(page.getByRole('img', { name: /^Electrocardiogram synthetic-05-lbbb,/ })).toBeVisible();

  const several = workstation.bring();
  for (const index of [1, 2, 3, 4]) writeFileSync(join(several, `table-${index}.csv`), table(index));
  writeFileSync(join(several, 'a-refused.csv'), 'I (mV),II (mV)\n0.1,0.2\n0.1,0.2\n0.1,0.2\n');
  const refusedOnly = workstation.bring();
  writeFileSync(join(refusedOnly, 'lost.hea'), 'lost 1 500 5000\nlost.dat 16 1000(0)/mV 16 0 0 0 0 II\n');

  const comment = page.getByRole('region', { name: 'Review' }).getByLabel('Comment');
  await comment.click();
  const written = 'an axis next to normal';
  await page.keyboard.type(written.slice(0, 2));
  await drop(page, [several]);
  await page.keyboard.type(written.slice(2, 10), { delay: 100 });
  await expect(desk.notice).toContainText('4 recordings taken in, 1 refused');
  await page.keyboard.type(written.slice(10, 14));
  await drop(page, [refusedOnly]);
  await expect(desk.notice).toHaveText(/^1 refused/);
  await page.keyboard.type(written.slice(14), { delay: 50 });
  await expect(comment).toBeFocused();
  await expect(comment).toHaveValue(written);
  await expect(page.getByRole('img', { name: /^Electrocardiogram synthetic-05-lbbb,/ })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('typing.png') });
});

test('two imports at once: each is said, and each has its list', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  const [large, small] = [workstation.bring(), workstation.bring()];
  makeMany(large, 30);
  writeFileSync(join(small, 'norate.csv'), 'I (mV),II (mV)\n0.1,0.2\n0.1,0.2\n0.1,0.2\n');
  await drop(page, [large]);
  await drop(page, [small]);
  await expect(desk.notice).toContainText('brought-1: 30 recordings taken in', { timeout: 60_000 });
  await expect(desk.notice).toContainText('brought-2: 1 refused');
  const panel = page.getByRole('complementary', { name: 'Last import' });
  if (!(await panel.isVisible())) await page.keyboard.press('r');
  await panel.getByText('brought-2: 1 refused').click();
  await expect(panel.getByRole('list', { name: 'Refused files' })).toContainText('norate.csv');
  await page.screenshot({ path: test.info().outputPath('both.png') });
});

test('a refused file does not open by itself, nothing being open', async ({ workstation }) => {
  const { page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  writeFileSync(join(folder, 'norate.csv'), 'I (mV),II (mV)\n0.1,0.2\n0.1,0.2\n0.1,0.2\n');
  await drop(page, [folder]);
  await expect(page.getByRole('list', { name: 'Refused files' })).toContainText('norate.csv');
  await expect(desk.row('norate')).toHaveAttribute('aria-selected', 'false');
});

const drop = async (page: Page, files: readonly string[]) => {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  await devtools.detach();
};

/** Two leads of ten seconds as a table, another recording for each index. */
const table = (index: number) => {
  const [one, two] = twelveLeads().leads;
  if (one === undefined || two === undefined) throw new Error('the test recording has too few leads');
  const rows = Array.from(one.samplesMv, (mv, i) => `${i * 2},${(mv + index / 1000).toFixed(4)},${two.samplesMv[i]}`);
  return `time (ms),I (mV),II (mV)\n${rows.join('\n')}\n`;
};

const makeMany = (folder: string, count: number) => {
  const recording = twelveLeads();
  for (let index = 0; index < count; index++) {
    const shifted = {
      ...recording,
      leads: recording.leads.map((lead) => ({
        ...lead,
        samplesMv: lead.samplesMv.map((value) => value + index / 1000),
      })),
    };
    for (const { name, bytes } of encodeWfdb(shifted, `many-${String(index).padStart(3, '0')}`))
      writeFileSync(join(folder, name), bytes);
  }
};

test('a long import shows its count, can be cancelled, and keeps what was done', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  makeMany(folder, 300);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(desk.worklist.getByRole('option').first()).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.notice).toContainText('cancelled before the end');
  await workstationPage(page).showPanel('Audit');
  await expect(page.getByRole('complementary', { name: 'Audit trail' }).getByRole('status')).toContainText('Intact');
});

test('killing the analysis process in the middle loses nothing', async ({ workstation }) => {
  const { app, page } = workstation;
  const desk = workstationPage(page);
  const folder = workstation.bring();
  makeMany(folder, 60);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.worklist.getByRole('option').first()).toBeVisible();
  const killed = await app.evaluate(({ app: electron }) => {
    const analysis = electron.getAppMetrics().filter(({ name }) => name === 'Einthoven analysis');
    for (const { pid } of analysis) process.kill(pid, 'SIGKILL');
    return analysis.length;
  });
  expect(killed).toBeGreaterThan(0);
  await expect(desk.notice).toContainText('60 recordings taken in', { timeout: 30_000 });
});
