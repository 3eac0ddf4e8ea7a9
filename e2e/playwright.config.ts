import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'journeys', testMatch: '**/*.e2e.ts' },
    // Not tests: `npm run pictures` makes the pictures of the README and docs/.
    { name: 'pictures', testMatch: '**/*.picture.ts' },
    // Not tests: `npm run validate -- worklist` asks for these figures.
    { name: 'measure', testMatch: '**/*.measure.ts' },
  ],
  timeout: 60_000,
  workers: 1,
  fullyParallel: false,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '../.cache/e2e.json' }]],
  outputDir: '../test-results',
  forbidOnly: true,
});
