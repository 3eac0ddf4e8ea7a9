/** Makes the table at the beginning of RESULTS.md anew from its sections and prints it: npm run validate -- summary */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { updateSummary } from './lib/results.ts';
import { summaryOf } from './lib/summary.ts';

const results = join(import.meta.dirname, 'RESULTS.md');
updateSummary(results);
console.log(summaryOf(readFileSync(results, 'utf8')));
