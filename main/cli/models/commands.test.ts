import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heartFiles } from '../../../app/workflow/fixtures.ts';
import { createFileSource } from '../../node/fileSource/createFileSource.ts';
import { modelFolders } from '../../node/models/modelPlaces.ts';
import { readModelFolder } from '../../node/models/readModelFolder.ts';
import { compareModels } from './compareModels.ts';
import { showModel } from './showModel.ts';

const places = { shipped: fileURLToPath(new URL('../../../models/', import.meta.url)), user: null };

/** What is said on both streams while `work` runs. */
const heard = async (work: () => Promise<number>) => {
  const said = { stdout: '', stderr: '' };
  const listen = (name: 'stdout' | 'stderr') =>
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest) => {
      said[name] += String(text);
      const done = rest.find((each) => typeof each === 'function');
      done?.(null);
      return true;
    });
  const spies = [listen('stdout'), listen('stderr')];
  try {
    return { code: await work(), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

const idOf = async (task: string): Promise<string> => {
  for (const { path } of await modelFolders(places)) {
    const { manifest } = await readModelFolder(path);
    if (manifest?.task === task) return manifest.id;
  }
  throw new Error(`no model of the task ${task} ships`);
};

describe('show', () => {
  test('for people and for programs', async () => {
    const id = await idOf('superclass');
    const people = await heard(() => showModel(id, { json: false }, places));
    expect(people.code).toBe(0);
    for (const part of ['Intended use', 'MI: stated from a probability of', 'split:', 'Card', '## '])
      expect(people.stdout).toContain(part);
    const programs = await heard(() => showModel(id, { json: true }, places));
    expect(JSON.parse(programs.stdout)).toMatchObject({ manifest: { id }, card: expect.any(String), refusal: null });
  });

  test('a model that is not there', async () => {
    expect(await heard(() => showModel('nothing', { json: false }, places))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('installed: '),
    });
  });
});

describe('compare', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'einthoven-compare-'));
    mkdirSync(join(data, 'records100'));
    for (const name of ['a', 'b', 'c', 'd'])
      for (const file of heartFiles(name)) writeFileSync(join(data, 'records100', file.name), file.bytes);
    const rows = ['a,1,1,1,0,0,0,0', 'b,1,1,0,1,0,0,0', 'c,2,2,1,0,0,0,1', 'd,3,2,0,0,1,1,0', 'gone,4,2,1,0,0,0,0'];
    writeFileSync(join(data, 'labels.csv'), ['record,patient_id,strat_fold,NORM,MI,STTC,CD,HYP', ...rows].join('\n'));
  });
  afterEach(() => rmSync(data, { recursive: true }));

  const compare = (
    a: string,
    b: string,
    json = true,
    signal = new AbortController().signal,
    folds: readonly number[] | null = null,
  ) =>
    heard(() =>
      compareModels([a, b], { data, folds, split: null, limit: null, json }, createFileSource(), places, signal),
    );

  test('two models on labelled recordings; what is not there is left out and named', async () => {
    const id = await idOf('superclass');
    const { code, stdout, stderr } = await compare(id, id);
    expect(code).toBe(3);
    expect(stderr).toContain(`WARNING: ${id}`);
    expect(JSON.parse(stdout)).toMatchObject({
      task: 'superclass',
      data: { set: 'PTB-XL', recordings: 4, patients: 3, leftOut: [{ record: 'gone' }] },
      figures: expect.arrayContaining([
        expect.objectContaining({ name: 'AUC', of: 'NORM', positives: 2, difference: { value: 0, low: 0, high: 0 } }),
      ]),
    });
    expect((await compare(id, id, false)).stdout).toMatch(
      /^AUC +NORM +2 +0\.\d{3} \[.*\] +0\.\d{3} \[.*\] +0\.000 \[0\.000, 0\.000\] +DeLong/m,
    );
  });

  test('refuses other tasks, tasks without a set, and what is no model', async () => {
    const id = await idOf('superclass');
    expect(await compare('beats-causal', 'beats-diagnostic')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('task beats cannot be compared'),
    });
    expect(await compare(id, 'beats-causal')).toMatchObject({ code: 1, stderr: expect.stringContaining('of beats') });
    expect(await compare(id, 'nothing')).toMatchObject({ code: 2, stdout: '' });
  });

  test('fold 10 is left out unless it is named, and that is said, beside what a model has learned from', async () => {
    const id = await idOf('superclass');
    const file = join(data, 'labels.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [...lines.slice(0, 4), 'd,3,10,0,0,1,1,0'].join('\n'));
    const without = await compare(id, id, false);
    expect(without.stdout).toContain('without fold 10, which is set aside: 3 recordings');
    expect(without.stdout).toMatch(/^WARNING: .* learned from recordings of PTB-XL/m);
    expect(without.stderr).not.toContain('NOTE');
    const named = await compare(id, id, false, undefined, [2, 10]);
    expect(named.stdout).toContain('folds 2, 10: 2 recordings');
    expect(named.stdout).toMatch(/^NOTE: fold 10 is set aside/m);
    expect(named.stderr).toContain('NOTE: fold 10');
  });

  test('a model that is refused ends it with 3', async () => {
    const folder = join(data, 'model');
    cpSync(join(places.shipped, 'beats-causal'), folder, { recursive: true });
    writeFileSync(join(folder, 'model.onnx'), 'x');
    expect(await compare(folder, folder)).toMatchObject({ code: 3, stdout: '' });
  });

  test('prints nothing when it is interrupted', async () => {
    const id = await idOf('superclass');
    expect(await compare(id, id, true, AbortSignal.abort())).toMatchObject({ code: 130, stdout: '' });
  });
});
