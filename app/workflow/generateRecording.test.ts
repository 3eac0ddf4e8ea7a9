import { expect, test } from 'vitest';
import type { Analysis } from '../analysis/schema.ts';
import type { FileBundle } from '../ports.ts';
import { accept, refuse } from '../result.ts';
import { syntheticBundle } from '../synth/files.ts';
import { synthSpec } from '../synth/spec.ts';
import { type GeneratePorts, generateRecording } from './generateRecording.ts';

// It passes through unopened.
const analysis = { schema: 'einthoven.analysis/1' } as Analysis;
const never = new AbortController().signal;

const stand = (answer: Awaited<ReturnType<GeneratePorts['analysis']['analyze']>> = accept(analysis)) => {
  const taken: FileBundle[] = [];
  const ports: GeneratePorts = {
    analysis: { synthesise: async (spec) => accept(syntheticBundle(spec)), analyze: async () => answer },
    archive: {
      idOf: async (sha256) => {
        const at = taken.findIndex((bundle) => bundle.sha256 === sha256);
        return at < 0 ? null : at + 1;
      },
      takeIn: async (bundle) => accept({ id: taken.push(bundle), kind: 'taken' }),
    },
  };
  return { ports, taken };
};

test('makes, analyses and takes in; the same choice again is the same recording', async () => {
  const { ports, taken } = stand();
  const spec = synthSpec({ seed: 9, durationS: 2 });
  expect(await generateRecording(spec, ports, never)).toEqual(accept({ recordingId: 1 }));
  expect(await generateRecording(spec, ports, never)).toEqual(accept({ recordingId: 1 }));
  expect(await generateRecording({ ...spec, seed: 10 }, ports, never)).toEqual(accept({ recordingId: 2 }));
  expect(taken.map(({ path }) => path)).toEqual(['synthetic-sinus-normal-9.hea', 'synthetic-sinus-normal-10.hea']);
});

test('refuses a choice with all its reasons before anything is made', async () => {
  const { ports, taken } = stand();
  const spec = synthSpec({ seed: 9, durationS: 700, heartRateBpm: 230 });
  const refused = await generateRecording(spec, ports, never);
  expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(refused.ok ? '' : refused.error.message).toMatch(/230 beats a minute do not go.*At most 600 s/);
  expect(taken).toEqual([]);
});

test('a recording whose analysis fails is kept with its refusal, a cancelled one is not', async () => {
  const spec = synthSpec({ seed: 9, durationS: 2 });
  const crashed = stand(refuse('analysis-crashed', 'twice'));
  expect(await generateRecording(spec, crashed.ports, never)).toEqual(accept({ recordingId: 1 }));
  const cancelled = stand(refuse('cancelled', 'by the reader'));
  expect(await generateRecording(spec, cancelled.ports, never)).toMatchObject({ error: { code: 'cancelled' } });
  expect(cancelled.taken).toEqual([]);
});
