import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeFiles } from '../../../app/formats/registry.ts';
import { encodeWfdb } from '../../../app/formats/wfdb/write.ts';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));
// Under another device's name: a synthetic heart's own would bring a synthetic patient with it.
const recording = {
  ...synthesise(synthSpec({ seed: 3, durationS: 9, sampleRateHz: 250 })).recording,
  device: 'Cart 7',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-convert-'));
  for (const { name, bytes } of encodeWfdb(recording, 'heart', 1000, ['Patient id: H-17']))
    writeFileSync(join(folder, name), bytes);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const convert = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [entry, 'convert', ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
const decode = (...names: string[]) => {
  const decoded = decodeFiles(
    names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
    {},
  );
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
};

describe('einthoven convert', () => {
  it('writes EDF+ and DICOM, keeps the patient or leaves him out, and says what is not written', async () => {
    const kept = await convert('heart.hea', '--to', 'edf', '-o', 'out/a.b.edf');
    expect(kept).toMatchObject({ code: 0, stdout: `${join('out', 'a_b.edf')}\n` });
    const edf = decode(join('out', 'a_b.edf'));
    expect(edf).toMatchObject({ format: 'edf', recording: { patient: { id: 'H-17' }, sampleCount: 2250 } });

    const left = await convert(
      'heart.hea',
      '--to',
      'dicom',
      '-o',
      'c',
      '--anonymous',
      '--start',
      '2020-02-29T10:00:00',
    );
    expect(left).toMatchObject({ code: 0 });
    expect(decode('c.dcm')).toMatchObject({ format: 'dicom', recording: { patient: { id: null } } });
    expect(readFileSync(join(folder, 'c.dcm'), 'latin1')).not.toContain('H-17');
  });

  it.each([
    ['m.dicom', 'dicom', ['m.dcm']],
    ['m.WFDB', 'wfdb', ['m.hea', 'm.dat']],
    ['m.scp', 'edf', ['m.edf']],
  ])('puts the extension of the format in place of another one (%s to %s)', async (out, to, written) => {
    const { code, stdout } = await convert('heart.hea', '--to', to, '-o', out, '--start', '2020-02-29T10:00:00');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual([...written].sort());
  });

  it('does not write over a file unless it is told to', async () => {
    const over = await convert('heart.hea', '--to', 'wfdb', '-o', 'heart');
    expect(over.code).toBe(2);
    expect(over.stderr).toContain('heart.hea is there already');
    expect(await convert('heart.hea', '--to', 'wfdb', '-o', 'heart', '--force')).toMatchObject({ code: 0 });
  });

  it('refuses by name what the format cannot hold, and writes nothing', async () => {
    const slow = synthesise(synthSpec({ seed: 3, durationS: 9, sampleRateHz: 100 })).recording;
    for (const { name, bytes } of encodeWfdb(slow, 'slow')) writeFileSync(join(folder, name), bytes);
    const refused = await convert('slow.hea', '--to', 'dicom', '-o', 's', '--start', '2020-02-29T10:00:00');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('100 Hz');
    expect(existsSync(join(folder, 's.dcm'))).toBe(false);
    expect((await convert('heart.hea', '--to', 'dicom', '-o', 's', '--start', 'noon')).code).toBe(2);
  });
});
