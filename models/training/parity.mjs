// Checks a model folder from Node: `node models/training/parity.mjs [FOLDER]` (default models/superclass-ensemble).
// model.json as the workstation checks it, the file's hash, and ONNX Runtime's outputs against the training's in parity.json.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { paritySignal } from '../../app/models/fixtures.ts';
import { openOnnxModel } from '../../main/node/models/onnxModel.ts';
import { readModelFolder } from '../../main/node/models/readModelFolder.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'superclass-ensemble'));
const say = (line) => process.stdout.write(`${line}\n`);
const required = (result) => {
  if (result.ok) return result.value;
  say(`FAILED: ${result.error.message}`);
  process.exit(1);
};
const { manifest, bytes } = required((await readModelFolder(folder)).verified);
const model = required(await openOnnxModel({ manifest, bytes }));
const parity = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
const problems = parity.modelSha256 === manifest.sha256 ? [] : ['parity.json belongs to another model file'];

const tensors = ({ input, features }) =>
  manifest.inputs.map((wanted) =>
    wanted.kind === 'signal'
      ? {
          name: wanted.name,
          data: Float32Array.from(paritySignal(input).flatMap((row) => [...row])),
          dims: [1, wanted.leads.length, wanted.lengthSamples],
        }
      : { name: wanted.name, data: Float32Array.from(features, (v) => v ?? Number.NaN), dims: [1, features.length] },
  );
const largest = (expected, found) =>
  expected.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at])), 0);

for (const vector of parity.vectors) {
  const output = required(await model.run(tensors(vector)));
  const expected = (vector.signedActivation ?? []).flat();
  const count = output.contributions === null ? 0 : output.contributions.length / manifest.classes.length;
  const far = Math.max(
    largest(vector.logits, output.logits),
    largest(expected, output.activation?.signed ?? []),
    largest(
      expected.map((value) => Math.max(0, value)),
      output.activation?.rectified ?? [],
    ),
    ...(vector.largestContributions ?? []).map(({ features, values }, c) =>
      largest(
        values,
        features.map((feature) => output.contributions[c * count + feature]),
      ),
    ),
  );
  if (!(far <= parity.tolerance)) problems.push(`${vector.input.name}: off by ${far}`);
  say(`${vector.input.name}: largest difference ${far.toExponential(2)}`);
}
const runs = 100;
const inputs = tensors(parity.vectors[0]);
const started = process.cpuUsage();
for (let run = 0; run < runs; run++) await model.run(inputs);
const { user, system } = process.cpuUsage(started);
say(`${((user + system) / 1000 / runs).toFixed(2)} ms CPU a recording on one thread`);
for (const problem of problems) say(`FAILED: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
