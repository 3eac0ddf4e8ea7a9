/**
 * Training and workstation make the same input: node validation/preparation.ts --data DIR [--task TASK] [--records 200]
 * [--python PATH] [--update]
 *
 * DIR holds ptbxl and cinc2017; with TASK (superclass or rhythm2017) it is that task's set itself. Python prepares N recordings
 * of each set as the training does (of PTB-XL those of the folds that train; fold 10 is not opened), the core prepares the same
 * files after decoding them itself; prints the largest difference and fails above 1e-4. Measured features need no such check:
 * training reads what the core wrote.
 */
import { spawn } from 'node:child_process';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { prepareLead100Band } from '../app/models/lead100Band.ts';
import { signalTensorOf } from '../app/models/prepareInputs.ts';
import { type Recording, standardLeads } from '../app/recording/recording.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection } from './lib/results.ts';

interface Checked {
  readonly name: string;
  readonly set: string;
  readonly prepare: (recording: Recording) => Float32Array;
}

const tasks = new Map<string, Checked>([
  [
    'superclass',
    {
      name: 'mv100-meanfree-v1',
      set: 'ptbxl',
      prepare: (recording) => {
        const input = {
          leads: standardLeads,
          sampleRateHz: 100,
          lengthSamples: 1000,
          preparation: 'mv100-meanfree-v1',
        };
        const tensor = signalTensorOf(recording, input);
        if (!tensor.ok) throw new Error(tensor.error.message);
        return tensor.value;
      },
    },
  ],
  [
    'rhythm2017',
    {
      name: 'lead100-band-v1',
      set: 'cinc2017',
      prepare: ({ leads, sampleRateHz }) => prepareLead100Band(leads[0]!.samplesMv, sampleRateHz),
    },
  ],
]);

const { values: options } = parseArgs({
  options: {
    task: { type: 'string' },
    data: { type: 'string' },
    records: { type: 'string', default: '200' },
    python: { type: 'string', default: '/usr/bin/python3' },
    update: { type: 'boolean', default: false },
  },
});
const asked = [...tasks].filter(([task]) => options.task === undefined || options.task === task);
if (options.data === undefined || asked.length === 0 || (options.update && options.task !== undefined)) {
  console.error(
    `usage: node validation/preparation.ts --data DIR [--task ${[...tasks.keys()].join('|')}] [--records 200] [--python PATH] [--update, of both tasks]`,
  );
  process.exit(2);
}
const data = resolve(options.data);
const tolerance = 1e-4;

interface Found {
  readonly recordings: number;
  readonly samples: number;
  readonly largest: number;
  readonly where: string;
}

/** Throws where Python fails or a recording has another length. */
const compare = async (task: string, { prepare }: Checked, folder: string): Promise<Found> => {
  const python = spawn(options.python, ['-m', 'training', task, '--data', folder, '--prepared', options.records], {
    cwd: join(import.meta.dirname, '..', 'models'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => python.on('close', done));
  let [recordings, samples, largest, where] = [0, 0, 0, ''];
  for await (const line of createInterface({ input: python.stdout })) {
    const { record, prepared }: { record: string; prepared: string } = JSON.parse(line);
    const bytes = Buffer.from(prepared, 'base64');
    const expected = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
    const found = prepare(readRecord(join(folder, dirname(record)), basename(record)));
    if (found.length !== expected.length)
      throw new Error(`${record}: ${found.length} samples here, ${expected.length} in training`);
    for (const [i, value] of found.entries()) {
      // NaN must not pass for equal.
      const difference = Number.isFinite(value) ? Math.abs(value - expected[i]!) : Number.POSITIVE_INFINITY;
      if (difference > largest) [largest, where] = [difference, `${record}, sample ${i}`];
    }
    recordings += 1;
    samples += found.length;
  }
  if ((await ended) !== 0) throw new Error(`the training's preparation of ${task} failed`);
  return { recordings, samples, largest, where };
};

const rows: string[][] = [];
for (const [task, checked] of asked) {
  const found = await compare(task, checked, options.task === undefined ? join(data, checked.set) : data);
  const { recordings, samples, largest, where } = found;
  console.log(
    `${checked.name}: ${recordings} recordings, ${samples} samples, largest difference ${largest.toExponential(2)}${where && ` (${where})`}`,
  );
  if (recordings === 0 || largest > tolerance) process.exitCode = 1;
  rows.push([
    task,
    checked.name,
    checked.set,
    String(recordings),
    String(samples),
    (1e6 * largest).toFixed(4),
    String(1e6 * tolerance),
  ]);
}
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'preparation',
    [
      '## Preparation of the models, training against workstation',
      '',
      `Python prepares recordings evenly taken from each set as the training does, the core decodes and prepares the same files; largest difference of any sample (mV, or units of the lead's own size). Of PTB-XL fold 10 is not opened. \`npm run validate -- preparation --data DIR --update\`, DIR holds ptbxl and cinc2017.`,
      '',
      table(['task', 'preparation', 'set', 'recordings', 'samples', 'largest difference, 1e-6', 'allowed, 1e-6'], rows),
    ].join('\n'),
  );
