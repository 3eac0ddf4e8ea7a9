// Stands in for Electron's default_app: starts the app folder named as the first plain argument, before 'ready' fires.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(manifest.name);
app.setVersion(manifest.version ?? '0.0.0');
app.setAppPath(folder);
process.defaultApp = true;
await import(pathToFileURL(join(folder, manifest.main)).href);
