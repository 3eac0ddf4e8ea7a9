import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, manifestSchema, type SignalInput, signalInput } from '../../../app/models/manifest.ts';
import type { ModelOutput, ModelTensor } from '../../../app/models/runner.ts';
import type { Result } from '../../../app/result.ts';
import { loadModels } from './loadModels.ts';

const released = fileURLToPath(new URL('../../../models/superclass-ensemble/', import.meta.url));
const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(released, 'model.json'), 'utf8')));
const id = manifest.id;

let modelsDir: string;

/** A copy of the released model under another folder, its manifest changed. */
const install = (folder: string, changes: Partial<Manifest> = {}) => {
  const target = join(modelsDir, folder);
  mkdirSync(target);
  cpSync(join(released, manifest.file), join(target, manifest.file));
  writeFileSync(join(target, 'model.json'), JSON.stringify({ ...manifest, ...changes }));
  return target;
};

const outputOf = (result: Result<ModelOutput>): ModelOutput => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const input = signalInput(manifest)!;
/** The manifest's inputs with the signal changed. */
const inputsWith = (changes: Partial<SignalInput>): Manifest['inputs'] =>
  manifest.inputs.map((one) => (one === input ? { ...input, ...changes } : one));
/** `ecg` lead by lead; nothing measured. */
const tensors = (ecg: Float32Array): ModelTensor[] =>
  manifest.inputs.map((one) =>
    one.kind === 'features'
      ? { name: one.name, data: new Float32Array(one.features.length), dims: [1, one.features.length] }
      : { name: one.name, data: ecg, dims: [1, input.leads.length, input.lengthSamples] },
  );

beforeEach(() => {
  modelsDir = mkdtempSync(join(tmpdir(), 'einthoven-models-'));
});
afterEach(() => rmSync(modelsDir, { recursive: true }));

test('each class has an activation map of its own', async () => {
  install('net');
  const { runner } = await loadModels(modelsDir);
  const ecg = Float32Array.from({ length: 12_000 }, (_, i) => Math.sin(i / 7) * ((i % 83) / 83));
  const { activation } = outputOf(await runner.run(id, tensors(ecg)));
  const { cells } = manifest.output.activation!;
  const rows = manifest.classes.map((_, row) => activation!.signed.slice(row * cells, (row + 1) * cells).join());
  expect(new Set(rows).size).toBe(manifest.classes.length);
});

test('refuses a model with one byte changed, names it and both hashes, and loads the others', async () => {
  const tampered = join(install('a-tampered', { id: 'tampered' }), manifest.file);
  install('b-good');
  const bytes = readFileSync(tampered);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(tampered, bytes);
  const found = createHash('sha256').update(bytes).digest('hex');

  const { installed, runner } = await loadModels(modelsDir);
  expect(installed).toMatchObject([
    { id: 'tampered', refusal: { code: 'model-refused', file: manifest.file } },
    { id, refusal: null },
  ]);
  const message = installed[0]!.refusal!.message;
  for (const part of ['tampered', manifest.file, manifest.sha256, found]) expect(message).toContain(part);
  expect(runner.models().map((model) => model.manifest.id)).toEqual([id]);
  expect(runner.refused()).toEqual([{ id: 'tampered', refusal: installed[0]!.refusal }]);
  expect(await runner.run('tampered', [])).toMatchObject({ error: { code: 'model-refused' } });
});

test('the size is checked too', async () => {
  install('net', { bytes: manifest.bytes + 1 });
  const { installed } = await loadModels(modelsDir);
  expect(installed[0]!.refusal?.message).toContain(`expected ${manifest.bytes + 1} bytes`);
});

const [first, second, ...rest] = input.leads;

test.each([
  ['another lead order', { inputs: inputsWith({ leads: [second!, first!, ...rest] }) }, 'order'],
  ['another rate', { inputs: inputsWith({ sampleRateHz: 500 }) }, '500 Hz'],
  ['fewer leads than the graph', { inputs: inputsWith({ leads: ['I', 'II'] }) }, 'cannot be run'],
  ['another length than the graph', { inputs: inputsWith({ lengthSamples: 999 }) }, 'cannot be run'],
  ['an input that the graph lacks', { inputs: inputsWith({ name: 'x' }) }, 'cannot be run'],
  ['an output that the graph lacks', { output: { ...manifest.output, logits: 'x' } }, 'cannot be run'],
  [
    'other cells than the graph',
    { output: { ...manifest.output, activation: { ...manifest.output.activation!, cells: 7 } } },
    '"activation"',
  ],
  ['a file outside its folder', { file: '../net/model.onnx' }, 'not a file name'],
  ['a file that is not there', { file: 'other.onnx' }, 'cannot be read'],
])('refuses a manifest with %s', async (_, changes, words) => {
  install('net', changes);
  const { installed, runner } = await loadModels(modelsDir);
  expect(installed).toMatchObject([{ id, refusal: { code: 'model-refused' } }]);
  expect(installed[0]!.refusal?.message).toContain(words);
  expect(runner.models()).toEqual([]);
});

test('refuses a unit other than millivolts, bytes that are no ONNX, and the second of two models of one id', async () => {
  const unit = install('a-unit');
  const text = JSON.stringify(manifest).replace('"unit":"mV"', '"unit":"uV"');
  writeFileSync(join(unit, 'model.json'), text);
  const noise = Buffer.from('no graph at all');
  const noOnnx = install('b-no-onnx', {
    id: 'no-onnx',
    bytes: noise.length,
    sha256: createHash('sha256').update(noise).digest('hex'),
  });
  writeFileSync(join(noOnnx, manifest.file), noise);
  install('c-net');
  install('d-net-again');

  const { installed } = await loadModels(modelsDir);
  expect(installed.map((model) => [model.id, model.refusal?.message ?? null])).toEqual([
    ['a-unit', expect.stringContaining('inputs.0.unit')],
    ['no-onnx', expect.stringContaining('ONNX Runtime cannot load')],
    [id, null],
    [id, expect.stringContaining('another folder')],
  ]);
});

test('refuses a link in place of the graph, and what is too large or no file without reading it', async () => {
  const linked = install('a-link', { id: 'linked' });
  rmSync(join(linked, manifest.file));
  symlinkSync(join(released, manifest.file), join(linked, manifest.file));
  truncateSync(join(install('b-huge', { id: 'huge' }), manifest.file), 2 * 1024 ** 3);
  const folder = install('c-folder', { id: 'folder' });
  rmSync(join(folder, manifest.file));
  mkdirSync(join(folder, manifest.file));
  install('d-json');
  rmSync(join(modelsDir, 'd-json', 'model.json'));
  symlinkSync(join(released, 'model.json'), join(modelsDir, 'd-json', 'model.json'));
  const { installed } = await loadModels(modelsDir);
  expect(installed.map((model) => [model.id, model.refusal?.message ?? null])).toEqual([
    ['linked', expect.stringContaining(`${manifest.file} is a link`)],
    ['huge', expect.stringContaining('too large: 2147483648 bytes')],
    ['folder', expect.stringContaining('is not a plain file')],
    ['d-json', expect.stringContaining('model.json is a link')],
  ]);
});

test('folders without a model.json are no models, and a folder that is not there holds none', async () => {
  mkdirSync(join(modelsDir, 'training'));
  expect((await loadModels(modelsDir)).installed).toEqual([]);
  expect((await loadModels(join(modelsDir, 'nowhere'))).installed).toEqual([]);
});

test('an input of another size is refused', async () => {
  install('net');
  const { runner } = await loadModels(modelsDir);
  expect(await runner.run(id, tensors(new Float32Array(11_999)))).toMatchObject({
    error: { code: 'model-refused', message: expect.stringContaining('shape') },
  });
});
