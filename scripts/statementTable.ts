import { rhythmTable } from '../app/analysis/rhythm/rhythmTable.ts';
import { ruleTable, sourceTable } from '../app/analysis/statements/ruleTable.ts';

const tables = { table: ruleTable, rhythm: rhythmTable, sources: sourceTable } as const;

/** The document with the tables of today's rules between their marks. Throws where the marks are missing. */
export const withStatementTable = (document: string): string =>
  Object.entries(tables).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(open), text.indexOf(close)];
    if (from < 0 || to < from) throw new Error(`docs/statements.md needs ${open} and ${close}`);
    return `${text.slice(0, from + open.length)}\n${make()}\n${text.slice(to)}`;
  }, document);
