import { describe, expect, it } from 'vitest';
import type { NamedBytes } from '../formats/format.ts';
import { decodeFiles } from '../formats/registry.ts';
import { recordNameOf, syntheticBundle, truthOfFiles } from './files.ts';
import { isSynthetic, specOfFiles } from './origin.ts';
import { type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';

const spec: SynthSpec = {
  // The order of the keys must not matter, nor a blank at the end of a line.
  ...synthSpec({ seed: 12, patient: { id: `A ${' B'.repeat(120)}`, ageYears: 61.5, sex: 'F' } }),
  pacing: { mode: 'DDD', fault: 'capture', pulseMs: 0.4 },
  snr: [{ kind: 'muscle', db: 6 }],
  electrodesOff: [{ electrode: 'V2', shows: 'rail', fromS: 1, toS: 2 }],
  durationS: 4,
};
const { files, path } = syntheticBundle(spec);
const changed = (index: number, change: (bytes: Uint8Array) => Uint8Array): NamedBytes[] =>
  files.map((file, i) => (i === index ? { ...file, bytes: change(file.bytes) } : file));

it('is named by what it is made of', () => {
  expect(path).toBe('synthetic-sinus-ddd-capture-fault-normal-12.hea');
  expect(recordNameOf({ ...spec, seed: -4, pacing: null })).toBe('synthetic-sinus-normal-minus-4');
});

describe('a synthetic recording read from its files', () => {
  it('is synthetic by name, id and note', () => {
    const decoded = decodeFiles(files, {});
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { recording } = decoded.value;
    expect(recording.patient).toEqual({ id: spec.patient.id, name: 'Synthetic heart', ageYears: 61.5, sex: 'F' });
    expect(isSynthetic(recording)).toBe(true);
    const nameless = syntheticBundle({ ...spec, patient: { id: null, ageYears: null, sex: null } });
    const other = decodeFiles(nameless.files, {});
    expect(other.ok && other.value.recording.patient.id).toBe('SYNTHETIC-12');
  });

  it('stays within the 255 characters that header(5) allows a line', () => {
    const lines = new TextDecoder().decode(files[0]!.bytes).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(255);
  });

  it('has its truth again', () => {
    expect(specOfFiles(files)).toEqual(spec);
    expect(truthOfFiles(files)).toEqual({ ok: true, value: synthesise(spec).truth });
  });

  it('has none when a sample, the spec or the name of a lead was changed', () => {
    const flipped = changed(1, (bytes) => bytes.map((byte, i) => (i === 1001 ? byte ^ 1 : byte)));
    expect(truthOfFiles(flipped)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    const text = (from: string, to: string) =>
      changed(0, (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to)));
    expect(truthOfFiles(text('"seed":12', '"seed":13'))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(truthOfFiles(text(' V6', ' V7'))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(truthOfFiles(text('"seed":12', '"seed":'))).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(truthOfFiles(text('"sampleRateHz":500', '"sampleRateHz":5e9'))).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(truthOfFiles(files.slice(0, 1))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(truthOfFiles([])).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

it("leaves other makers' recordings as they are", () => {
  const text = new TextDecoder().decode(files[0]!.bytes).replace(/# Device: .*/, '# Device: Another maker');
  const decoded = decodeFiles([{ name: files[0]!.name, bytes: new TextEncoder().encode(text) }, ...files.slice(1)], {});
  if (!decoded.ok) throw new Error(decoded.error.message);
  expect(isSynthetic(decoded.value.recording)).toBe(false);
  expect(decoded.value.recording.patient).toMatchObject({ id: null, name: null });
});
