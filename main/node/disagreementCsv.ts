import { type Ledger, timesStated } from '../../app/review/disagreement.ts';
import { codedStatement } from '../../app/review/statementCatalogue.ts';
import { spreadsheetCsv } from './spreadsheetCsv.ts';

const share = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4));

/** Computer against reader as CSV, a line a statement; empty where the computer never stated it. */
export function disagreementCsv({ lines }: Ledger): string {
  return spreadsheetCsv(
    lines.map((line) => ({
      code: line.code,
      statement: codedStatement(line.code)?.text ?? '',
      stated: String(timesStated(line)),
      agreed: String(line.agreed),
      changed: String(line.changed),
      rejected: String(line.rejected),
      added: String(line.added),
      agreement: share(line.agreement?.share),
      low95: share(line.agreement?.low),
      high95: share(line.agreement?.high),
    })),
  );
}
