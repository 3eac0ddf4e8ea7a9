import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { summaryOf } from './lib/summary.ts';

const results = readFileSync(join(import.meta.dirname, 'RESULTS.md'), 'utf8');

test('the table at the beginning of RESULTS.md says what the sections below it say', () => {
  expect(results).toContain(summaryOf(results));
});

test('every test of the table has its figures', () => {
  expect(summaryOf(results)).not.toContain('not measured');
});

test('what is missing or misses its floor is said', () => {
  expect(summaryOf('')).toContain('**not measured**');
  const section = (f1: string): string =>
    `<!-- qrs-mitdb-1 -->\n\n| records | n | beats | F1 % |\n| --- | --- | --- | --- |\n| all | 48 | 91285 | ${f1} |\n<!-- /qrs-mitdb-1 -->`;
  const verdict = (f1: string): string => summaryOf(section(f1)).split('\n')[4]!;
  expect(verdict('99.95 [99.9, 99.97]')).toContain('99.95 [99.9, 99.97] | aim met');
  expect(verdict('99.80 [99.7, 99.9]')).toContain('floor met');
  expect(verdict('99.00 [98.7, 99.1]')).toContain('**99.00 [98.7, 99.1]** | **below the floor**');
});
