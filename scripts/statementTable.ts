import { ruleTable } from '../app/analysis/statements/ruleTable.ts';

const [open, close] = ['<!-- table -->', '<!-- /table -->'];

/** The document with the table of today's rules between its marks. Throws where the marks are missing. */
export const withStatementTable = (document: string): string => {
  const [from, to] = [document.indexOf(open), document.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/statements.md needs ${open} and ${close}`);
  return `${document.slice(0, from + open.length)}\n${ruleTable()}\n${document.slice(to)}`;
};
