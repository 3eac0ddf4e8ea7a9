import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { modelFolders } from './modelPlaces.ts';
import { readModelFolder } from './readModelFolder.ts';
import { verifyModel } from './verifyModel.ts';

const shipped = await modelFolders({
  shipped: fileURLToPath(new URL('../../../models/', import.meta.url)),
  user: null,
});

test.each(shipped.map(({ name, path }) => [name, path] as const))(
  '%s answers here as in training: preparation, graph and calibration fit',
  async (_, path) => {
    const { refusal, parity } = await verifyModel(path);
    expect(refusal).toBeNull();
    expect(parity?.vectors).toBeGreaterThan(0);
    expect(parity?.largestDifference).toBeLessThanOrEqual(parity?.tolerance ?? 0);
  },
);

describe('a model is refused whose parity.json', () => {
  /** The verdict on a copy of the shipped model of a task, its parity.json changed. */
  const verdict = async (task: string, change: (parity: Record<string, unknown>) => unknown) => {
    const copy = mkdtempSync(join(tmpdir(), 'einthoven-parity-'));
    try {
      for (const { path } of shipped)
        if ((await readModelFolder(path)).manifest?.task === task) {
          cpSync(path, copy, { recursive: true });
          break;
        }
      const file = join(copy, 'parity.json');
      writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
      return (await verifyModel(copy)).refusal?.message ?? null;
    } finally {
      rmSync(copy, { recursive: true });
    }
  };

  test('was prepared in another way', async () => {
    const said = await verdict('superclass', ({ preparation, ...parity }) => {
      const { input, expected } = preparation as {
        input: unknown;
        expected: { values: number[][]; columns: number[] };
      };
      const values = expected.values.map((row) => row.map((value) => value + 2e-4));
      return { ...parity, tolerance: 0.2, preparation: { input, expected: { ...expected, values } } };
    });
    expect(said).toContain('the preparation differs by 2.0e-4, allowed are 1.0e-4');
  });

  test('has another activation map, or one of another length', async () => {
    type Vector = { signedActivation: number[][] };
    const withMap = (map: (rows: number[][]) => number[][]) =>
      verdict('superclass', ({ vectors, ...parity }) => ({
        ...parity,
        vectors: (vectors as Vector[]).map((vector) => ({ ...vector, signedActivation: map(vector.signedActivation) })),
      }));
    expect(await withMap((rows) => rows.map((row) => row.map((value) => -value)))).toContain('differs by');
    expect(await withMap((rows) => rows.slice(1))).toContain('Infinity');
  });

  test('belongs to another file, asks for too much tolerance, has no vectors, or is no JSON of ours', async () => {
    expect(await verdict('beats', (parity) => ({ ...parity, modelSha256: 'x' }))).toContain('another model file');
    expect(await verdict('beats', (parity) => ({ ...parity, tolerance: 0.3 }))).toContain('no form that is known');
    expect(await verdict('beats', (parity) => ({ ...parity, classes: ['N', 'V', 'S', 'F'] }))).toContain(
      'is of the classes N, V, S, F, the manifest has N, S, V, F',
    );
    expect(await verdict('superclass', (parity) => ({ ...parity, vectors: [] }))).toContain('no form that is known');
    expect(await verdict('beats', () => [])).toContain('no form that is known');
    // Rows that do not fit the logits are no answer, not a crash.
    expect(await verdict('beats', (parity) => ({ ...parity, windows: [1, 2, 3] }))).not.toBeNull();
    expect(await verdict('beats', (parity) => ({ ...parity, logits: [] }))).toContain('no number of beats');
    expect(await verdict('beats', (parity) => ({ ...parity, logits: [1, 2, 3] }))).toContain('no number of beats');
  });
});
