import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator } from '@playwright/test';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { standardLeads } from '../../app/recording/recording.ts';
import { recordingOf } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { makeMany } from '../runtime/manyRecordings.ts';
import { expect, rootDir, test, type Workstation } from '../runtime/workstation.ts';
import { keyLatenciesMs, paintTimesMs, panFramesMs } from './inWindow.ts';

/** Speed and memory of the real window; `node validation/benchWindow.ts` runs this and writes the figures down. */

const figuresFile = join(rootDir, '.cache', 'benchWindow.json');
/** CPU seconds so far of the window's page and of the process that paints it. */
const cpuS = async (app: ElectronApplication): Promise<number> => {
  const pids = await app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab' || type === 'GPU')
      .map(({ pid }) => pid),
  );
  const ticksPerS = 100;
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerS;
  }, 0);
};

const frames = 180;

const measurePan = async (app: ElectronApplication, canvas: Locator, name: string): Promise<void> => {
  await panFramesMs(canvas, 30);
  const before = await cpuS(app);
  keep(`${name}Ms`, await panFramesMs(canvas, frames));
  keep(`${name}CpuMs`, (1000 * ((await cpuS(app)) - before)) / frames);
};

const keep = (name: string, values: readonly number[] | number): void => {
  mkdirSync(join(rootDir, '.cache'), { recursive: true });
  const before: unknown = existsSync(figuresFile) ? JSON.parse(readFileSync(figuresFile, 'utf8')) : {};
  writeFileSync(figuresFile, JSON.stringify({ ...(typeof before === 'object' ? before : {}), [name]: values }));
};

const demo = join(rootDir, 'resources', 'demo');
const withDemo = { launchArguments: ['--open', demo] };

test.describe('on the demo recordings', () => {
  test.use(withDemo);

  test('recording chosen to painted', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 180_000 });
    const records = await desk.worklist.getByRole('option').evaluateAll((rows) => rows.length);
    await paintTimesMs(page, records, 5);
    const before = await cpuS(workstation.app);
    const times = await paintTimesMs(page, records, 60);
    keep('paintCpuMs', (1000 * ((await cpuS(workstation.app)) - before)) / times.length);
    keep('paintMs', times);
    expect(times).toHaveLength(60);
  });

  test('memory after opening 500 recordings', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 180_000 });
    const records = await desk.worklist.getByRole('option').evaluateAll((rows) => rows.length);
    const devtools = await page.context().newCDPSession(page);
    const heapMb = async (): Promise<number> => {
      for (let times = 0; times < 3; times += 1) await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return usedSize / 1e6;
    };
    const heaps: number[] = [];
    for (let opened = 0; opened < 500; opened += 100) {
      await paintTimesMs(page, records, 100);
      heaps.push(await heapMb());
    }
    keep('heapMbAfterEach100', heaps);
  });
});

const bring = async ({ app, bring: folderFor, page }: Workstation, recording: Recording, name: string) => {
  const folder = folderFor();
  for (const file of encodeWfdb(recording, name)) writeFileSync(join(folder, file.name), file.bytes);
  const desk = workstationPage(page);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.notice).toContainText('1 recording taken in', { timeout: 300_000 });
  await desk.open(name);
  return desk;
};

const wavy = (timeS: number, lead: number): number => {
  const phase = timeS - Math.floor(timeS);
  return 0.05 * Math.sin(40 * timeS + lead) + (phase < 0.04 ? 1.2 * (1 - phase / 0.04) : 0);
};

test('keys while a folder is imported', async ({ workstation }) => {
  const { app, page, home } = workstation;
  const desk = workstationPage(page);
  const folder = join(home, 'many');
  makeMany(folder, 400);
  await chooseInDialog(app, [folder]);
  await desk.worklist.getByRole('button', { name: 'Open folder…' }).click();
  await expect(desk.worklist.getByRole('option').nth(5)).toBeVisible({ timeout: 60_000 });
  const times = await keyLatenciesMs(page, 120);
  // All of them while it went on.
  await expect(page.getByRole('progressbar')).toBeVisible();
  expect(times).toHaveLength(120);
  keep('keysMs', times);
});

for (const pixelRatio of [1, 2])
  test.describe(`pixel ratio ${pixelRatio}`, () => {
    test.use({ pixelRatio });

    test('pan frames of 12 leads x 5,000 samples', async ({ workstation }) => {
      const desk = await bring(workstation, recordingOf(standardLeads, 10, wavy, 500), 'twelve');
      const { page } = workstation;
      await page.getByLabel('Layout').selectOption('12x1');
      await page.getByLabel('Speed').selectOption({ label: '50 mm/s' });
      await measurePan(workstation.app, desk.canvas, `pan12x5000At${pixelRatio}`);
    });

    test('pan frames of 2 leads x 650,000 samples', async ({ workstation }) => {
      const desk = await bring(workstation, recordingOf(['MLII', 'V1'], 650_000 / 360, wavy, 360), 'long');
      await measurePan(workstation.app, desk.canvas, `pan2x650000At${pixelRatio}`);
      await workstation.page.keyboard.press('-');
      await workstation.page.keyboard.press('-');
      await measurePan(workstation.app, desk.canvas, `pan2x650000ZoomedOutAt${pixelRatio}`);
    });
  });
