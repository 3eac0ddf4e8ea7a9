import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'journeys', testMatch: '**/*.e2e.ts' },
    // The canvas against pictures of it; `npm run e2e -- --project baselines -u` makes them anew.
    { name: 'baselines', testMatch: '**/*.baseline.ts', timeout: 300_000 },
    // Not tests: `npm run e2e -- --project bench` measures speed and memory in the window.
    { name: 'bench', testMatch: '**/*.bench.ts', timeout: 600_000 },
    // Not tests: `npm run pictures` makes the pictures of the README and docs/.
    { name: 'pictures', testMatch: '**/*.picture.ts' },
    // Not tests: `npm run validate -- worklist` asks for these figures.
    { name: 'measure', testMatch: '**/*.measure.ts' },
  ],
  timeout: 120_000,
  // Analysis and the window share the processors of a small machine.
  expect: { timeout: 20_000 },
  workers: 1,
  fullyParallel: false,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '../.cache/e2e.json' }]],
  snapshotPathTemplate: '{testDir}/baselines/pictures/{arg}{ext}',
  outputDir: '../test-results',
  forbidOnly: true,
});
