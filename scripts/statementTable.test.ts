import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withStatementTable } from './statementTable.ts';

test('docs/statements.md holds the rules of today (node scripts/makeStatementTable.ts)', () => {
  const document = readFileSync(join(import.meta.dirname, '..', 'docs', 'statements.md'), 'utf8');
  expect(withStatementTable(document)).toBe(document);
});
