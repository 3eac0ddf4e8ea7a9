/**
 * One way to every validation: npm run validate -- NAME [its own options], e.g. `npm run validate -- qrs --data DIR`.
 * NAME is a file of this folder; its heading says what it measures and which options it takes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const names = [
  'synthetic',
  'qrs',
  'beats',
  'streaming',
  'deflections',
  'rhythm2017',
  'rhythm',
  'fitRhythm',
  'delineation',
  'intervals',
  'quality',
  'validity',
  'preparation',
  'activation',
  'explanations',
  'pacing',
  'statements',
  'gates',
  'formats',
  'fuzz',
  'batch',
  'batchFolder',
  'noise',
  'absentP',
  'agreement',
  'comparison',
  'properties',
  'scorers',
  'models',
  'kills',
  'reports',
  'summary',
  'bench',
  'benchWindow',
  'worklist',
] as const;

const [name, ...rest] = process.argv.slice(2);
if (!names.some((known) => known === name)) {
  console.error(
    `usage: npm run validate -- ${names.join('|')} [options]\n\nPrints its figures; RESULTS.md is only written with --update.`,
  );
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...rest], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
