import { expect, it } from 'vitest';
import { resultRow, resultTable } from './resultTable.ts';

const refused = (record: string, message: string) =>
  resultRow({
    schema: 'einthoven.analysis/1',
    record,
    source: { file: record },
    error: { code: 'not-a-file', message, file: record },
  });

it('keeps a table of long names and long findings within 120 columns, and says where it cut', () => {
  const rows = [
    refused('a', 'short'),
    refused('n'.repeat(80), 'x'.repeat(300)),
    ['b', '222', '100', '90', '1000/1000', '-180', 'unacceptable', 'INVALID', 'y'.repeat(300)],
  ];
  const lines = resultTable(rows);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(lines[3]).toMatch(/^n{27}… .*refused \(not-a-file\): x+…$/);
  expect(lines[2]).toMatch(/short$/);
});
