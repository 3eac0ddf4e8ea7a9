/**
 * The reference scorers' figures against ours, on a file of predictions:
 *   npm run validate -- scorers --scorers DIR --db mitdb|nstdb|ludb|qtdb --data DIR --predictions FILE
 *
 * DIR of --scorers holds score_qrs.py and score_delineation.py; FILE is what `validate -- qrs|delineation --predictions FILE`
 * wrote. Runs the scorer, computes the same figures from the same file, and names every number that differs in any of the
 * five digits that the scorer prints. Exit 1 when one does.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { standardLeads } from '../app/recording/recording.ts';
import { disagreements, ludbScores, qrsScores, qtdbScores, readPredictions } from './lib/predictionScores.ts';

const { values: options } = parseArgs({
  options: {
    scorers: { type: 'string' },
    db: { type: 'string' },
    data: { type: 'string' },
    predictions: { type: 'string' },
  },
});
const { scorers, db, data, predictions } = options;
if (
  scorers === undefined ||
  data === undefined ||
  predictions === undefined ||
  (db !== 'mitdb' && db !== 'nstdb' && db !== 'ludb' && db !== 'qtdb')
) {
  console.error(
    'usage: npm run validate -- scorers --scorers DIR --db mitdb|nstdb|ludb|qtdb --data DIR --predictions FILE',
  );
  process.exit(2);
}

const skipStartS = 300;
const lines = readPredictions(predictions);
const named = (extension: string): string[] =>
  readdirSync(data)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort();

const compare: Readonly<Record<typeof db, () => { args: string[]; ours: object }>> = {
  mitdb: () => beats(),
  nstdb: () => beats(),
  ludb: () => ({
    args: ['score_delineation.py', '--db', 'ludb'],
    ours: ludbScores(
      data,
      named('.hea'),
      standardLeads.map((lead) => lead.toLowerCase()),
      lines,
    ),
  }),
  qtdb: () => ({
    args: ['score_delineation.py', '--db', 'qtdb'],
    ours: qtdbScores(data, named('.q1c'), 'q1c', lines),
  }),
};
function beats(): { args: string[]; ours: object } {
  const records = readFileSync(join(data!, 'RECORDS'), 'utf8')
    .split(/\s+/)
    .filter((record) => record !== '' && existsSync(join(data!, `${record}.atr`)));
  return {
    args: ['score_qrs.py', '--skip-start', String(skipStartS), '--records', records.join(',')],
    ours: qrsScores(data!, records, lines, skipStartS),
  };
}

const { args, ours } = compare[db]();
const [script, ...rest] = args;
const run = spawnSync('python3', [join(scorers, script!), ...rest, '--ref', data, '--pred', predictions], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (run.status !== 0) {
  console.error(run.stderr);
  process.exit(1);
}
const theirs = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
const shared = Object.fromEntries(Object.keys(ours).map((key) => [key, theirs[key]]));
const numbers = JSON.stringify(shared).match(/-?\d+(?:\.\d+)?(?=[,}\]])/g)?.length ?? 0;
const different = disagreements(shared, ours);
console.log(`${db}: ${numbers} numbers of ${script} compared to five digits, ${different.length} differ`);
for (const line of different.slice(0, 20)) console.log(line);
process.exit(different.length > 0 ? 1 : 0);
