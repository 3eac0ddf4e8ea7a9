/**
 * Checks the beat models from Node: node models/training/tasks/beats/parity.ts [MODELS]. Manifests against the schema, the files'
 * hashes, and ONNX Runtime's logits on made-up beats against torch's and scikit-learn's in parity.json (32 bits, also for the 8-bit model).
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { loadModels } from '../../../../main/node/models/loadModels.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', '..', '..'));
const paritySchema = z.object({
  modelSha256: z.string(),
  tolerance: z.number(),
  windows: z.array(z.number()),
  features: z.array(z.number()),
  logits: z.array(z.number()),
});
const { installed, runner } = await loadModels(folder);
const problems = installed.flatMap(({ id, refusal }) =>
  id.startsWith('beats') && refusal !== null ? [`${id}: ${refusal.message}`] : [],
);

for (const id of ['beats-diagnostic', 'beats-causal', 'beats-causal-int8']) {
  const manifest = runner.models().find((model) => model.manifest.id === id)?.manifest;
  if (manifest === undefined) {
    problems.push(`${id} is not loaded`);
    continue;
  }
  const parity = paritySchema.parse(JSON.parse(readFileSync(join(folder, id, 'parity.json'), 'utf8')));
  const rows = parity.logits.length / manifest.classes.length;
  const tensors = manifest.inputs.map((input) => {
    const values = Float32Array.from(input.kind === 'beatWindows' ? parity.windows : parity.features);
    const dims =
      input.kind === 'beatWindows' ? [rows, input.channels.length, input.lengthSamples] : [rows, values.length / rows];
    return { name: input.name, data: values, dims };
  });
  const output = await runner.run(id, tensors);
  if (!output.ok) {
    problems.push(`${id}: ${output.error.message}`);
    continue;
  }
  const { logits } = output.value;
  const far = parity.logits.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0);
  process.stdout.write(`${id}: largest difference ${far.toExponential(2)}\n`);
  if (parity.modelSha256 !== manifest.sha256 || !(far <= parity.tolerance))
    problems.push(`${id}: off by ${far}, or parity.json belongs to another file`);
}
for (const problem of problems) process.stdout.write(`FAILED: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
