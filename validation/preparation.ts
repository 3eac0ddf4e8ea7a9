/**
 * Training and workstation make the same input: node validation/preparation.ts --task TASK --data DIR [--records 200] [--python PATH]
 *
 * TASK is superclass (DIR: ptbxl) or rhythm2017 (DIR: cinc2017). Python prepares N recordings of DIR as the training does, the
 * core prepares the same files after decoding them itself; prints the largest difference and fails above 1e-4. Measured
 * features need no such check: training reads what the core wrote.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { prepareLead100Band } from '../app/models/lead100Band.ts';
import { signalTensorOf } from '../app/models/prepareInputs.ts';
import { type Recording, standardLeads } from '../app/recording/recording.ts';
import { readRecord } from './lib/readRecord.ts';

const tasks: Readonly<
  Record<string, { name: string; folder: string; prepare: (recording: Recording) => Float32Array }>
> = {
  superclass: {
    name: 'mv100-meanfree-v1',
    folder: 'records100',
    prepare: (recording) => {
      const input = { leads: standardLeads, sampleRateHz: 100, lengthSamples: 1000, preparation: 'mv100-meanfree-v1' };
      const tensor = signalTensorOf(recording, input);
      if (!tensor.ok) throw new Error(tensor.error.message);
      return tensor.value;
    },
  },
  rhythm2017: {
    name: 'lead100-band-v1',
    folder: '',
    prepare: ({ leads, sampleRateHz }) => prepareLead100Band(leads[0]!.samplesMv, sampleRateHz),
  },
};

const { values: options } = parseArgs({
  options: {
    task: { type: 'string', default: '' },
    data: { type: 'string' },
    records: { type: 'string', default: '200' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});
const task = tasks[options.task];
if (options.data === undefined || task === undefined) {
  console.error(
    `usage: node validation/preparation.ts --task ${Object.keys(tasks).join('|')} --data DIR [--records 200] [--python PATH]`,
  );
  process.exit(2);
}
const tolerance = 1e-4;
const data = resolve(options.data);

const python = spawn(options.python, ['-m', 'training', options.task, '--data', data, '--prepared', options.records], {
  cwd: join(import.meta.dirname, '..', 'models'),
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise<number | null>((done) => python.on('close', done));

let compared = 0;
let samples = 0;
let largest = 0;
let where = '';
for await (const line of createInterface({ input: python.stdout })) {
  const { record, prepared }: { record: string; prepared: string } = JSON.parse(line);
  const bytes = Buffer.from(prepared, 'base64');
  const expected = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  const found = task.prepare(readRecord(join(data, task.folder), record));
  if (found.length !== expected.length)
    throw new Error(`${record}: ${found.length} samples here, ${expected.length} in training`);
  for (const [i, value] of found.entries()) {
    // NaN must not pass for equal.
    const difference = Number.isFinite(value) ? Math.abs(value - expected[i]!) : Number.POSITIVE_INFINITY;
    if (difference > largest) [largest, where] = [difference, `${record}, sample ${i}`];
  }
  compared += 1;
  samples += found.length;
}
const failed = (await ended) !== 0 || compared === 0 || largest > tolerance;
console.log(
  `${task.name}: ${compared} recordings, ${samples} samples, largest difference ${largest.toExponential(2)}${where && ` (${where})`}`,
);
process.exitCode = failed ? 1 : 0;
