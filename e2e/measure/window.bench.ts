import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWfdb } from '../../app/formats/wfdb/write.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { standardLeads } from '../../app/recording/recording.ts';
import { recordingOf } from '../../app/tracing/testRecordings.ts';
import { workstationPage } from '../pages/workstationPage.ts';
import { chooseInDialog } from '../runtime/dialogs.ts';
import { expect, rootDir, test, type Workstation } from '../runtime/workstation.ts';
import { paintTimesMs, panFramesMs } from './inWindow.ts';

/** Speed and memory of the real window; `node validation/benchWindow.ts` runs this and writes the figures down. */

const figuresFile = join(rootDir, '.cache', 'benchWindow.json');
const figures: Record<string, readonly number[] | number> = {};
const keep = (name: string, values: readonly number[] | number): void => {
  figures[name] = values;
  mkdirSync(join(rootDir, '.cache'), { recursive: true });
  writeFileSync(figuresFile, JSON.stringify(figures));
};

const demo = join(rootDir, 'resources', 'demo');
const withDemo = { launchArguments: ['--open', demo] };

test.describe('on the demo recordings', () => {
  test.use(withDemo);

  test('recording chosen to painted', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
    const records = await desk.worklist.getByRole('option').evaluateAll((rows) => rows.length);
    const times = await paintTimesMs(page, records, 60);
    keep('paintMs', times);
    expect(times).toHaveLength(60);
  });

  test('memory after opening 500 recordings', async ({ workstation }) => {
    const { page } = workstation;
    const desk = workstationPage(page);
    await expect(desk.notice).toContainText('18 recordings taken in', { timeout: 60_000 });
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

for (const pixelRatio of [1, 2])
  test.describe(`pixel ratio ${pixelRatio}`, () => {
    test.use({ pixelRatio });

    test('pan frames of 12 leads x 5,000 samples', async ({ workstation }) => {
      const desk = await bring(workstation, recordingOf(standardLeads, 10, wavy, 500), 'twelve');
      const { page } = workstation;
      await page.getByLabel('Layout').selectOption('12x1');
      await page.getByLabel('Speed').selectOption({ label: '50 mm/s' });
      keep(`pan12x5000At${pixelRatio}Ms`, await panFramesMs(desk.canvas, 300));
    });

    test('pan frames of 2 leads x 650,000 samples', async ({ workstation }) => {
      const desk = await bring(workstation, recordingOf(['MLII', 'V1'], 650_000 / 360, wavy, 360), 'long');
      keep(`pan2x650000At${pixelRatio}Ms`, await panFramesMs(desk.canvas, 300));
      await workstation.page.keyboard.press('-');
      await workstation.page.keyboard.press('-');
      keep(`pan2x650000ZoomedOutAt${pixelRatio}Ms`, await panFramesMs(desk.canvas, 300));
    });
  });
