import { z } from 'zod';
import { analysisLineSchema } from '../../../app/analysis/schema.ts';
import type { Shell } from '../command.ts';
import { exitCodes } from '../exitCode.ts';
import { printLine } from '../output.ts';

export function addSchema({ program, finish }: Shell): void {
  program
    .command('schema')
    .description('print the JSON Schema of a result')
    .action(async () => {
      await printLine(JSON.stringify(z.toJSONSchema(analysisLineSchema), null, 2));
      finish(exitCodes.done);
    });
}
