import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoFiles } from '../app/synth/demo.ts';

const folder = fileURLToPath(new URL('../resources/demo/', import.meta.url));
for (const { name, bytes } of demoFiles()) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  console.log(`${name} ${bytes.length}`);
}
