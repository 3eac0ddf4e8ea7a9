import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseRecordings } from './chooseRecordings.ts';
import { type Labelled, readLabelled } from './labelledData.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-labels-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, ...lines: string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

const labels = () =>
  write(
    'labels.csv',
    'record,patient_id,strat_fold,NORM,MI,STTC,CD,HYP',
    '00002_lr,7,2,1,0,0,1,0',
    '00001_lr,7,2,1,0,0,0,0',
    '00003_lr,8,9,0,0,0,0,0',
    '00004_lr,9,9,0,1,0,0,1',
  );

describe('PTB-XL', () => {
  test('as a part with labels.csv; what has no superclass is left out', async () => {
    labels();
    const set = await readLabelled(folder, 'superclass');
    expect(set).toMatchObject({
      value: {
        name: 'PTB-XL',
        exclusive: false,
        recordings: [
          { record: '00001_lr', patient: '7', fold: 2, classes: ['NORM'] },
          { record: '00002_lr', classes: ['NORM', 'CD'] },
          { record: '00004_lr', fold: 9, classes: ['MI', 'HYP'], path: join(folder, 'records100', '00004_lr.hea') },
        ],
      },
    });
  });

  test('for binary, any other superclass beside NORM is not normal', async () => {
    labels();
    const set = await readLabelled(folder, 'binary');
    expect(set).toMatchObject({
      value: { recordings: [{ classes: [] }, { classes: ['NOT NORMAL'] }, { classes: ['NOT NORMAL'] }] },
    });
  });

  test('in its official layout', async () => {
    write(
      'ptbxl_database.csv',
      'ecg_id,patient_id,report,scp_codes,strat_fold,filename_lr,filename_hr',
      `1,15709.0,sinus rhythm,"{'NORM': 100.0, 'LVOLT': 0.0, 'SR': 0.0}",3,records100/00000/00001_lr,records500/00000/00001_hr`,
      `2,13243.0,"t, waves","{'IMI': 35.0, 'NDT': 0.0}",10,records100/00000/00002_lr,records500/00000/00002_hr`,
    );
    write(
      'scp_statements.csv',
      ',description,diagnostic,form,rhythm,diagnostic_class',
      'NORM,normal ECG,1.0,,,NORM',
      'IMI,inferior infarction,1.0,,,MI',
      'NDT,non-diagnostic T,1.0,1.0,,STTC',
      'LVOLT,low voltage,,1.0,,',
      'SR,sinus rhythm,,,1.0,',
    );
    expect(await readLabelled(folder, 'superclass')).toMatchObject({
      value: {
        recordings: [
          { record: '00001_lr', patient: '15709', fold: 3, classes: ['NORM'] },
          { record: '00002_lr', patient: '13243', fold: 10, classes: ['MI', 'STTC'] },
        ],
      },
    });
  });
});

test('CinC 2017', async () => {
  write('REFERENCE-v3.csv', 'A00002,~', 'A00001,N', 'A00003,unknown');
  expect(await readLabelled(folder, 'rhythm2017')).toMatchObject({
    value: {
      exclusive: true,
      recordings: [
        { record: 'A00001', patient: 'A00001', fold: null, classes: ['N'] },
        { record: 'A00002', classes: ['~'] },
      ],
    },
  });
});

test('says what was looked for, and for which tasks there is no set', async () => {
  expect(await readLabelled(folder, 'superclass')).toMatchObject({
    error: { code: 'not-found', message: expect.stringContaining('ptbxl_database.csv') },
  });
  expect(await readLabelled(folder, 'rhythm2017')).toMatchObject({ error: { code: 'not-found' } });
  expect(await readLabelled(folder, 'beats')).toMatchObject({
    error: { code: 'unsupported', message: expect.stringContaining('task beats') },
  });
  expect(await readLabelled(folder, 'validity')).toMatchObject({
    error: { message: expect.stringContaining('npm run validate -- validity') },
  });
  write('labels.csv', 'record,patient_id,strat_fold,NORM');
  expect(await readLabelled(folder, 'binary')).toMatchObject({ error: { code: 'invalid-input' } });
});

describe('a choice', () => {
  const all: Labelled[] = Array.from({ length: 10 }, (_, i) => ({
    record: `r${i}`,
    patient: `r${i}`,
    fold: i % 2,
    path: '',
    classes: [],
  }));
  const of = async (choice: Partial<Parameters<typeof chooseRecordings>[1]>) => {
    const chosen = await chooseRecordings(
      { recordings: all, heldBackFold: null },
      { folds: null, split: null, limit: null, ...choice },
    );
    return chosen.ok ? chosen.value.map(({ record }) => record).join(' ') : chosen.error.message;
  };

  test('by fold, by part of a split, evenly up to a limit', async () => {
    write('split.csv', 'id,part', 'r1,test', 'r2,test', 'r3,train');
    expect(await of({ folds: [1] })).toBe('r1 r3 r5 r7 r9');
    expect(await of({ split: { file: join(folder, 'split.csv'), part: 'test' } })).toBe('r1 r2');
    expect(await of({ limit: 3 })).toBe('r0 r3 r6');
    expect(await of({ limit: 30 })).toBe('r0 r1 r2 r3 r4 r5 r6 r7 r8 r9');
  });

  test('leaves the fold that is set aside out unless it is named', async () => {
    const set = { recordings: all, heldBackFold: 1 };
    const taken = async (folds: readonly number[] | null) => {
      const chosen = await chooseRecordings(set, { folds, split: null, limit: null });
      return chosen.ok ? chosen.value.map(({ record }) => record).join(' ') : '';
    };
    expect(await taken(null)).toBe('r0 r2 r4 r6 r8');
    expect(await taken([1])).toBe('r1 r3 r5 r7 r9');
    const unknown = all.map((labelled) => ({ ...labelled, fold: null }));
    const whole = await chooseRecordings(
      { recordings: unknown, heldBackFold: null },
      { folds: null, split: null, limit: null },
    );
    expect(whole).toMatchObject({ value: { length: 10 } });
  });

  test('that leaves nothing is refused', async () => {
    expect(await of({ folds: [7] })).toContain('None of the labelled recordings');
    expect(await of({ split: { file: join(folder, 'no.csv'), part: 'test' } })).toContain('no table');
  });
});
