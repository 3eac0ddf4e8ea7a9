import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { additionCodes, basicCodes } from '../app/analysis/rhythm/finding.ts';
import { rhythmRows } from '../app/analysis/rhythm/rhythmTable.ts';
import { withStatementTable } from './statementTable.ts';

test('docs/statements.md holds the rules of today (node scripts/makeStatementTable.ts)', () => {
  const document = readFileSync(join(import.meta.dirname, '..', 'docs', 'statements.md'), 'utf8');
  expect(withStatementTable(document)).toBe(document);
});

test('each code of the rhythm and of pacing has its row', () => {
  expect(Object.keys(rhythmRows).sort()).toEqual([...basicCodes, ...additionCodes].sort());
});
