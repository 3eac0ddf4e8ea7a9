import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Manifest, manifestSchema } from '../../../app/models/manifest.ts';
import { accept, refuse } from '../../../app/result.ts';
import { installModel } from './installModel.ts';
import { loadModels } from './loadModels.ts';
import { verifyModel } from './verifyModel.ts';

const released = fileURLToPath(new URL('../../../models/beats-causal/', import.meta.url));
const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(released, 'model.json'), 'utf8')));
const { id } = manifest;

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'einthoven-install-'));
});
afterEach(() => rmSync(room, { recursive: true }));

const at = (...names: string[]): string => join(room, ...names);
const places = () => ({ shipped: at('shipped'), user: at('user') });

/** A copy of the released model, its manifest changed. */
const source = (changes: Partial<Manifest> = {}): string => {
  cpSync(released, at('source'), { recursive: true });
  writeFileSync(at('source', 'model.json'), JSON.stringify({ ...manifest, ...changes }));
  return at('source');
};
/** Bytes of another length or content, released as such. */
const sourceOf = (bytes: Buffer): string => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const folder = source({ bytes: bytes.length, sha256 });
  writeFileSync(join(folder, manifest.file), bytes);
  return folder;
};

const never = new AbortController().signal;
const install = (folder: string, { replace = false, signal = never } = {}) =>
  installModel(folder, places(), { replace, signal, verify: async (copy) => accept(await verifyModel(copy)) });
const usersFolders = (): string[] => readdirSync(at('user'), { recursive: false }).map(String);

test('puts a model that fits among the users, whole, and it can be loaded', async () => {
  expect(await install(source())).toEqual(
    accept({ id, version: manifest.version, sha256: manifest.sha256, replacedVersion: null, changed: true }),
  );
  expect(usersFolders()).toEqual([id]);
  expect(readdirSync(at('user', id)).sort()).toEqual(readdirSync(released).sort());
  const { installed, runner } = await loadModels(places());
  expect(installed).toMatchObject([{ id, place: 'user', replaced: false, refusal: null }]);
  expect(runner.models()).toHaveLength(1);
  expect(await install(at('source'))).toMatchObject({ value: { changed: false } });
});

test('takes the place of another version only when told to, and the old one is gone', async () => {
  await install(source());
  const next = source({ version: '1.9.0' });
  expect(await install(next)).toMatchObject({
    error: { code: 'model-refused', message: expect.stringContaining('--replace') },
  });
  expect(await install(next, { replace: true })).toMatchObject({
    value: { replacedVersion: manifest.version, changed: true },
  });
  expect(usersFolders()).toEqual([id]);
  expect((await loadModels(places())).installed).toMatchObject([{ version: '1.9.0' }]);
});

test("a user's model stands in the place of the shipped one, and refused it does not give the place back", async () => {
  cpSync(released, at('shipped', id), { recursive: true });
  const next = source({ version: '2.0.0' });
  expect(await install(next)).toMatchObject({ error: { message: expect.stringContaining('ships with the program') } });
  expect(await install(next, { replace: true })).toMatchObject({ value: { replacedVersion: manifest.version } });
  const whole = await loadModels(places());
  expect(whole.installed).toMatchObject([
    { place: 'user', version: '2.0.0', replaced: false, refusal: null },
    { place: 'shipped', version: manifest.version, replaced: true, refusal: null },
  ]);
  expect(whole.runner.models().map((model) => model.manifest.version)).toEqual(['2.0.0']);

  appendFileSync(at('user', id, manifest.file), 'x');
  const damaged = await loadModels(places());
  expect(damaged.runner.models()).toEqual([]);
  expect(damaged.runner.refused()).toMatchObject([{ id }]);
});

describe('refuses with the file and the reason, and leaves nothing:', () => {
  const [windows, features] = manifest.inputs;
  test.each([
    ['another SHA-256', () => source({ sha256: '0'.repeat(64) }), 'model.onnx', 'not the file that was released'],
    [
      'another rate',
      () => source({ inputs: [{ ...windows!, sampleRateHz: 100 } as never, features!] }),
      'model.onnx',
      '100 Hz',
    ],
    [
      'features that are not known here',
      () => source({ inputs: [windows!, { ...features!, features: ['shoe size'] } as never] }),
      'model.onnx',
      'asks for shoe size',
    ],
    ['classes in another order', () => source({ classes: ['N', 'V', 'S', 'F'] }), 'model.onnx', 'in the order N, S'],
    ['no version', () => source({ version: '' }), 'model.onnx', 'version ""'],
    ['a path in `file`', () => source({ file: '../other/model.onnx' }), '../other/model.onnx', 'not a file name'],
    ['an absolute path in `file`', () => source({ file: '/etc/hostname' }), '/etc/hostname', 'not a file name'],
    ['a file that is not there', () => source({ file: 'other.onnx' }), 'other.onnx', 'cannot be read'],
    ['an id that is a path', () => source({ id: '../x' }), 'model.json', '"id"'],
    ['an id that Windows keeps for itself', () => source({ id: 'nul' }), 'model.json', '"nul"'],
    [
      'a truncated graph',
      () => sourceOf(readFileSync(join(released, manifest.file)).subarray(0, 200_000)),
      'model.onnx',
      'ONNX Runtime cannot load',
    ],
    [
      'the parity vectors of another model',
      () =>
        sourceOf(readFileSync(fileURLToPath(new URL('../../../models/beats-diagnostic/model.onnx', import.meta.url)))),
      'model.onnx',
      'cannot be run',
    ],
  ])('%s', async (_, make, file, words) => {
    const refused = await install(make());
    expect(refused).toMatchObject({ error: { code: 'model-refused', file } });
    expect(JSON.stringify(refused).replaceAll('\\"', '"')).toContain(words);
    expect(usersFolders()).toEqual([]);
  });

  const changed = (change: (folder: string) => void) => () => {
    const folder = source();
    change(folder);
    return folder;
  };
  test.each([
    ['no parity.json', changed((folder) => rmSync(join(folder, 'parity.json'))), 'parity.json', 'cannot be read'],
    [
      'answers that are not those of the training',
      changed((folder) => {
        const parity = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
        parity.logits[0] += 0.01;
        writeFileSync(join(folder, 'parity.json'), JSON.stringify(parity));
      }),
      'parity.json',
      'does not answer here as in training: beat 1 differs by 1.0e-2',
    ],
    [
      'a parity.json that asks for no care',
      changed((folder) => {
        const parity = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
        writeFileSync(join(folder, 'parity.json'), JSON.stringify({ ...parity, tolerance: 1e9 }));
      }),
      'parity.json',
      'no form that is known',
    ],
    ['no card', changed((folder) => rmSync(join(folder, 'CARD.md'))), 'CARD.md', 'holds no CARD.md'],
    ['an empty card', changed((folder) => writeFileSync(join(folder, 'CARD.md'), '')), 'CARD.md', 'holds no CARD.md'],
    ['no model.json', changed((folder) => rmSync(join(folder, 'model.json'))), 'model.json', 'holds no model.json'],
    [
      'a link in place of the graph',
      changed((folder) => {
        rmSync(join(folder, manifest.file));
        symlinkSync(join(released, manifest.file), join(folder, manifest.file));
      }),
      'model.onnx',
      'is a link',
    ],
    ['a link to a folder', changed((folder) => symlinkSync('/', join(folder, 'root'))), 'root', 'is a link'],
    ['a name with a line break', changed((folder) => writeFileSync(join(folder, 'a\nb'), '')), 'a\nb', 'has a name'],
    ['a hidden file', changed((folder) => writeFileSync(join(folder, '.hidden'), '')), '.hidden', 'has a name'],
    ['a device of Windows', changed((folder) => writeFileSync(join(folder, 'con.txt'), '')), 'con.txt', 'has a name'],
    [
      'folders in folders',
      changed((folder) => mkdirSync(join(folder, 'a/b/c'), { recursive: true })),
      'a/b/c',
      'too deep',
    ],
    [
      'a file of 2 GB, without reading it',
      changed((folder) => {
        writeFileSync(join(folder, 'huge.bin'), '');
        truncateSync(join(folder, 'huge.bin'), 2 * 1024 ** 3);
      }),
      'huge.bin',
      'too large: 2147483648 bytes',
    ],
  ])('%s', async (_, make, file, words) => {
    expect(await install(make())).toMatchObject({
      error: { code: 'model-refused', file, message: expect.stringContaining(words) },
    });
    expect((await loadModels(places())).installed).toEqual([]);
  });

  test('a folder that is not there, and a file in its place', async () => {
    expect(await install(at('nowhere'))).toMatchObject({ error: { code: 'not-found' } });
    writeFileSync(at('file'), '');
    expect(await install(at('file'))).toMatchObject({ error: { code: 'model-refused' } });
  });
});

describe('interrupted, it leaves nothing:', () => {
  test('before the copy', async () => {
    expect(await install(source(), { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'cancelled' } });
    expect(usersFolders()).toEqual([]);
  });

  test('while it is verified', async () => {
    const stopping = new AbortController();
    const result = await installModel(source(), places(), {
      replace: false,
      signal: stopping.signal,
      verify: async (copy) => {
        stopping.abort();
        return accept(await verifyModel(copy));
      },
    });
    expect(result).toMatchObject({ error: { code: 'cancelled' } });
    expect(usersFolders()).toEqual([]);
  });

  test('by a crash of what verifies, and by an exception', async () => {
    const crashed = refuse('analysis-crashed', 'it died');
    const verifies = [async () => crashed, () => Promise.reject(new Error('no'))];
    for (const verify of verifies) {
      const result = await installModel(source(), places(), { replace: false, signal: never, verify });
      expect(result.ok).toBe(false);
      expect(usersFolders()).toEqual([]);
    }
  });

  test('by a power cut: what lies there is no model, and the next installation tidies up', async () => {
    cpSync(released, at('user', '.installing-1', 'half'), { recursive: true });
    cpSync(source({ version: '0.9.0' }), at('user', `.replaced-${id}~1`), { recursive: true });
    expect((await loadModels(places())).installed).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    try {
      expect(await install(source())).toMatchObject({
        error: { message: expect.stringContaining('0.9.0 is installed') },
      });
    } finally {
      vi.useRealTimers();
    }
    expect(usersFolders()).toEqual([id]);
  });
});
