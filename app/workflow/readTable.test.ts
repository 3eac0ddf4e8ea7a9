import { expect, test } from 'vitest';
import type { Analysis } from '../analysis/schema.ts';
import { csvLayoutSchema } from '../formats/csv/layout.ts';
import { type AnalysisOptions, defaultOptions, type StoredRecording } from '../ports.ts';
import { accept, refuse } from '../result.ts';
import { inspectTable } from './inspectTable.ts';
import { type ReadTablePorts, readTable } from './readTable.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const table = { name: 'r.csv', bytes: bytes('a,b\n1,2\n3,4\n') };
const inspected = inspectTable([table]);
if (!inspected.ok) throw new Error(inspected.error.message);
const layout = csvLayoutSchema.parse({ ...inspected.value.draft, sampleRateHz: 500, unit: 'uV' });
const { signal } = new AbortController();

const stand = (
  files: StoredRecording['files'],
  outcome: Awaited<ReturnType<ReadTablePorts['analysis']['analyze']>>,
) => {
  const told: string[] = [];
  let asked: AnalysisOptions | null = null;
  const stored = { path: '/x/r.csv', files } as StoredRecording;
  const ports: ReadTablePorts = {
    archive: {
      get: async () => accept(stored),
      takeIn: async (bundle, hints) => {
        told.push(`takeIn ${bundle.sha256.slice(0, 8)} ${hints.csvLayouts?.length}`);
        return accept({ id: 7, kind: 'taken' });
      },
    },
    analysis: {
      analyze: async (_, options) => {
        asked = options;
        return outcome;
      },
    },
    csvLayouts: {
      list: async () => [],
      remember: async ({ signature }) => {
        told.push(`remember ${signature === layout.signature}`);
      },
    },
  };
  return { ports, told, asked: () => asked };
};

test('a table is read as it was laid out, stored under its own hash, and the layout is kept', async () => {
  const { ports, told, asked } = stand([table], accept({} as Analysis));
  expect(await readTable(7, layout, defaultOptions, ports, signal)).toEqual(accept({ recordingId: 7 }));
  expect(asked()?.hints).toEqual({ csvLayouts: [layout] });
  // printf 'a,b\n1,2\n3,4\n' | sha256sum
  expect(told).toEqual(['takeIn b9485148 1', 'remember true']);
});

test('nothing is stored of what still cannot be read, or has no bytes', async () => {
  const bad = stand([table], refuse('values-invalid', 'no', 'r.csv'));
  expect(await readTable(7, layout, defaultOptions, bad.ports, signal)).toMatchObject({
    error: { code: 'values-invalid' },
  });
  const gone = stand([], accept({} as Analysis));
  expect(await readTable(7, layout, defaultOptions, gone.ports, signal)).toMatchObject({
    error: { code: 'not-found' },
  });
  expect([...bad.told, ...gone.told]).toEqual([]);
});

test('what is no table is not asked about', () => {
  expect(inspectTable([])).toMatchObject({ ok: false });
  expect(inspectTable([{ name: 'r.hea', bytes: bytes('r 1 500 10\nr.dat 16 200 16 0 0 0 0 I\n') }])).toMatchObject({
    error: { code: 'unsupported' },
  });
});
