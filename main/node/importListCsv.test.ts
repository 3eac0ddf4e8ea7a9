import { expect, it } from 'vitest';
import { refuse } from '../../app/result.ts';
import { importListCsv } from './importListCsv.ts';

it('says of each file what became of it, and holds no formula', () => {
  const { error } = refuse('truncated', '@SUM(1)', '=cmd()');
  const csv = importListCsv([
    { file: '/in/a, b.hea', kind: 'taken', recordingId: 4 },
    { file: '/in/"b".hea', kind: 'duplicate', recordingId: 4 },
    { file: '=cmd()', kind: 'refused', recordingId: null, error },
    { file: '/in/photo.jpg', kind: 'other', recordingId: null, error: refuse('unknown-format', 'no ECG').error },
    { file: ' +1.hea', kind: 'refused', recordingId: 7, error: { ...error, message: 'too short - 1' } },
  ]);
  expect(csv.split('\r\n')).toEqual([
    '\uFEFFfile,outcome,recording,code,reason',
    '"/in/a, b.hea",taken in,4,,',
    '"/in/""b"".hea",already there,4,,',
    '"\'=cmd()",refused,,truncated,"\'@SUM(1)"',
    '/in/photo.jpg,not an ECG,,unknown-format,no ECG',
    expect.stringMatching(/^"?' \+1\.hea"?,refused,7,truncated,too short - 1$/),
    '',
  ]);
});
