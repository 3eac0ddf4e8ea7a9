import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defaultOptions } from '../../../app/ports.ts';
import { archiveName } from '../../node/archive/defaultArchivePath.ts';
import { demoRecordings } from '../../node/demoRecordings.ts';
import { failWith, type Shell } from '../command.ts';
import { openHouse } from '../openHouse.ts';
import { printLine } from '../output.ts';
import { findPlaces } from '../places.ts';
import { runAnalysis } from '../runAnalysis.ts';

export function addDemo({ program, interruption, finish }: Shell): void {
  program
    .command('demo')
    .description('analyse the synthetic recordings that come with the program')
    .option('--out <dir>', 'folder for JSON, PDFs and the archive', 'out')
    .action(async ({ out }: { out: string }) => {
      const jobs = Math.min(availableParallelism(), 2);
      const opened = await openHouse(join(out, archiveName), jobs);
      if (!opened.ok) return finish(failWith(opened.error));
      try {
        const paths = await demoRecordings(join(findPlaces().rootDir, 'resources', 'demo'));
        const run = {
          paths,
          options: defaultOptions,
          ndjson: false,
          out,
          pdf: true,
          medianBeats: true,
          compareWith: null,
          jobs,
        };
        const code = await runAnalysis(opened.value, run, interruption);
        await printLine(`JSON, PDFs and the archive are in ${out}. For research use, not a medical device.`);
        finish(code);
      } finally {
        await opened.value.close();
      }
    });
}
