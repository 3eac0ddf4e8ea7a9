/** Writes the table of statements in docs/statements.md anew from the rules: node scripts/makeStatementTable.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withStatementTable } from './statementTable.ts';

const path = join(import.meta.dirname, '..', 'docs', 'statements.md');
writeFileSync(path, withStatementTable(readFileSync(path, 'utf8')));
