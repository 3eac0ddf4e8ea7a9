import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { decodeFiles } from '../formats/registry.ts';
import { demoFiles } from './demo.ts';
import { truthSchema } from './truth.ts';

const folder = fileURLToPath(new URL('../../resources/demo/', import.meta.url));
const files = demoFiles();

it('is what lies in resources/demo, byte for byte and nothing more', () => {
  const committed = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`.split('resources/demo/').pop()!.replace(/^\//, ''),
    );
  expect(committed.sort()).toEqual(files.map((file) => file.name).sort());
  for (const file of files) {
    expect(Buffer.compare(readFileSync(`${folder}${file.name}`), file.bytes), file.name).toBe(0);
  }
});

it('stays under 4 MB', () => {
  expect(files.reduce((sum, file) => sum + file.bytes.length, 0)).toBeLessThan(4e6);
});

it('is read by our own decoders, with twelve leads each, and every truth fits its schema', () => {
  const base = (name: string) => name.split('/').pop()!;
  const openable = files.filter((file) => /\.(hea|csv)$/.test(file.name));
  expect(openable).toHaveLength(18);
  for (const file of openable) {
    const companion = files.filter((other) => other.name === file.name.replace(/\.hea$/, '.dat') && other !== file);
    const decoded = decodeFiles(
      [file, ...companion].map((each) => ({ ...each, name: base(each.name) })),
      {},
    );
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(decoded.value.recording.leads).toHaveLength(12);
    expect(decoded.value.recording.sampleCount / decoded.value.recording.sampleRateHz).toBe(10);
    expect(decoded.value.recording.patient.ageYears).toBeGreaterThan(18);
    expect(decoded.value.recording.device).toContain('synthetic');
    const truth = files.find((other) => other.name === file.name.replace(/\.(hea|csv)$/, '.truth.json'))!;
    const parsed = truthSchema.parse(JSON.parse(new TextDecoder().decode(truth.bytes)));
    expect(parsed.beats.length).toBeGreaterThan(8);
  }
});
