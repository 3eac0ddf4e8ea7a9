// npm test: lint, import rules, types, unit, contract and command-line tests, then end to end in a real window.
// Does its own set-up on any Node from 20. The last line counts everything.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rootDir, run } from './lib/run.mjs';
import { ensureSystemPackages } from './lib/systemPackages.mjs';

await ensureDependencies('test');

const counts = { passed: 0, failed: 0 };
const count = (passed, failed) => {
  counts.passed += passed;
  counts.failed += failed;
};
const report = (name) => join(rootDir, '.cache', name);
const readReport = (name) => {
  try {
    return JSON.parse(readFileSync(report(name), 'utf8'));
  } catch {
    return null;
  }
};
const heading = (text) => process.stdout.write(`\n== ${text}\n`);

/** One check that passes or fails as a whole. */
const check = async (title, command, args) => {
  heading(title);
  const { code } = await run(command, args, { shell: process.platform === 'win32' });
  count(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
};

const complaint = await ensureSystemPackages();
if (complaint) {
  process.stdout.write(`${complaint}\n`);
  count(0, 1);
}

await check('lint, format, import rules', 'biome', ['check', '--error-on-warnings', '.']);
await check('types, one project per runtime', 'tsc', ['-b']);
await check('build', process.execPath, [join(rootDir, 'scripts', 'build.mjs'), '--if-needed']);

heading('unit, contract and command-line tests');
rmSync(report('unit.json'), { force: true });
const unit = await run(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report('unit.json')}`],
  {
    shell: process.platform === 'win32',
  },
);
const units = readReport('unit.json');
// A skipped or to-do test is not a passed one, and a crash of the runner is a failure of its own.
const unitsFailed = units ? units.numFailedTests + units.numPendingTests + units.numTodoTests : 0;
count(units?.numPassedTests ?? 0, Math.max(unitsFailed, unit.code === 0 ? 0 : 1));

heading('end to end in a real Electron window');
rmSync(report('e2e.json'), { force: true });
const window = await run(process.execPath, [join(rootDir, 'scripts', 'e2e.mjs')]);
const journeys = readReport('e2e.json')?.stats;
const journeysFailed = journeys ? journeys.unexpected + journeys.skipped + journeys.flaky : 0;
count(journeys?.expected ?? 0, Math.max(journeysFailed, window.code === 0 && (journeys?.expected ?? 0) > 0 ? 0 : 1));
process.stdout.write(`\n${journeys?.expected ?? 0} end-to-end tests passed in the real window\n`);

process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exit(counts.failed === 0 ? 0 : 1);
