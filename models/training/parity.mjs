// Checks a model folder from Node: `node models/training/parity.mjs [FOLDER]` (default models/superclass-net).
// model.json against the schema in app/models, the file's hash, and ONNX Runtime's outputs against torch's in parity.json.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { manifestSchema } from '../../app/models/manifest.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'superclass-net'));
const say = (line) => process.stdout.write(`${line}\n`);
const problems = [];

const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')));
const bytes = readFileSync(join(folder, manifest.file));
const sha256 = createHash('sha256').update(bytes).digest('hex');
if (sha256 !== manifest.sha256) problems.push('the hash of the model file is not the one in model.json');
if (bytes.length !== manifest.bytes) problems.push('the size of the model file is not the one in model.json');
for (const list of [manifest.thresholds, manifest.calibration.slope, manifest.calibration.intercept])
  if (list.length !== manifest.classes.length) problems.push('model.json has lists of different lengths');

const parity = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
if (parity.modelSha256 !== manifest.sha256) problems.push('parity.json belongs to another model file');

/** Float32Array [12 * lengthSamples] of one formula, as parity.json's `formula` says. */
function signal({ lengthSamples, periodSamples, waves, sines }) {
  const leads = manifest.input.leads.length;
  return Float32Array.from({ length: leads * lengthSamples }, (_, at) => {
    const [lead, t] = [Math.floor(at / lengthSamples), at % lengthSamples];
    const u = (t % periodSamples) / 100;
    let x = 0;
    for (const w of waves) x += w.amplitudeMv[lead] * Math.exp(-0.5 * ((u - w.centreS) / w.widthS) ** 2);
    for (const s of sines) x += s.amplitudeMv[lead] * Math.sin((2 * Math.PI * s.frequencyHz * t) / 100 + s.phaseRad);
    return x;
  });
}

const largest = (a, b) => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0);

const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
const { name, leads, lengthSamples } = manifest.input;
let feeds = {};
for (const { input, logits, signedActivation } of parity.vectors) {
  feeds = { [name]: new Tensor('float32', signal(input), [1, leads.length, lengthSamples]) };
  const out = await session.run(feeds);
  const signed = out[manifest.output.signedActivation].data;
  const expected = signedActivation.flat();
  const rectified = expected.map((value) => Math.max(0, value));
  const far = Math.max(
    largest(logits, out[manifest.output.logits].data),
    largest(expected, signed),
    largest(rectified, out[manifest.output.activation].data),
  );
  const sized = signed.length === manifest.classes.length * manifest.output.cells;
  if (!sized || !(far <= parity.tolerance)) problems.push(`${input.name}: off by ${far}`);
  say(`${input.name}: largest difference ${far.toExponential(2)}`);
}
const runs = 100;
const started = performance.now();
for (let run = 0; run < runs; run++) await session.run(feeds);
say(`${((performance.now() - started) / runs).toFixed(2)} ms a recording on one thread`);
for (const problem of problems) say(`FAILED: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
