import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelSection } from './lib/modelSection.ts';

test('RESULTS.md says of the models what their manifests say (node validation/models.ts --update)', () => {
  const results = readFileSync(join(import.meta.dirname, 'RESULTS.md'), 'utf8');
  expect(results).toContain(modelSection(join(import.meta.dirname, '..', 'models')));
});
