import { expect, test } from 'vitest';
import { callNames, jobNames } from './names.ts';
import { contract } from './table.ts';

const rowsOf = (kind: 'call' | 'job') =>
  Object.entries(contract)
    .filter(([, row]) => row.kind === kind)
    .map(([name]) => name)
    .sort();

test('the names that the preload offers are the rows of the contract, no more and no fewer', () => {
  expect([...callNames].sort()).toEqual(rowsOf('call'));
  expect([...jobNames].sort()).toEqual(rowsOf('job'));
});
