import { expect, test } from 'vitest';
import { distinctNames } from './distinctNames.ts';

test('a name that was given, or is there already in any case, gets a number', () => {
  const nameFor = distinctNames(['ECG-1']);
  expect(['ecg-1', 'ecg-1', 'other', 'Other'].map(nameFor)).toEqual(['ecg-1-2', 'ecg-1-3', 'other', 'Other-2']);
});

test('nothing of a record leads out of the folder', () => {
  const nameFor = distinctNames();
  expect(['../../etc/passwd', '.hidden', 'a b:c', ''].map(nameFor)).toEqual([
    '__.._etc_passwd',
    '_hidden',
    'a_b_c',
    'recording',
  ]);
});
