import { join } from 'node:path';
import { mostTextBytes, readPlainFile } from '../../node/models/modelFiles.ts';
import type { ModelPlaces } from '../../node/models/modelPlaces.ts';
import { readModelFolder } from '../../node/models/readModelFolder.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { plain, printLine, say } from '../output.ts';
import { describeModel } from './describeModel.ts';
import { findModel } from './findModel.ts';

/** Manifest and card of one model, refused or not. What was refused is said beside it and ends with 3. */
export async function showModel(
  named: string,
  { json }: { readonly json: boolean },
  places: ModelPlaces,
): Promise<ExitCode> {
  const found = await findModel(named, places);
  if (!found.ok) {
    say(plain(`error: ${found.error.message}`));
    return exitCodes.usage;
  }
  const { manifest, verified } = await readModelFolder(found.value);
  const read = await readPlainFile(join(found.value, 'CARD.md'), mostTextBytes);
  const card = read.ok ? read.value.toString('utf8') : null;
  const refusal = verified.ok ? null : verified.error;
  if (json) await printLine(JSON.stringify({ manifest, card, refusal }, null, 2));
  else {
    const lines = manifest === null ? [] : describeModel(manifest);
    if (card !== null) lines.push('', 'Card', '', ...card.split('\n'));
    for (const line of lines) await printLine(plain(line));
  }
  if (refusal === null) return exitCodes.done;
  say(plain(`einthoven: refused: ${refusal.message}`));
  return exitCodes.someRefused;
}
