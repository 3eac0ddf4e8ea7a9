// Builds what the hosts run into dist/: main (Electron, command line, analysis process), preload, renderer.
// `--if-needed` does nothing when dist is newer than every source.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { rootDir } from './lib/run.mjs';

const dist = join(rootDir, 'dist');
const stamp = join(dist, '.built');

const newest = (path) => {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path)
    .filter((name) => !name.endsWith('.test.ts'))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
};

const isFresh = () =>
  existsSync(stamp) &&
  ['app', 'main', 'renderer', 'scripts/build.mjs', 'package.json', 'package-lock.json'].every(
    (source) => newest(join(rootDir, source)) <= statSync(stamp).mtimeMs,
  );

const common = { root: rootDir, configFile: false, logLevel: 'warn', publicDir: false };

const forNode = (input, outDir, format, bundleAll) =>
  build({
    ...common,
    ssr: bundleAll ? { noExternal: true, external: ['electron'] } : {},
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rollupOptions: {
        input,
        external: ['electron'],
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  });

const buildAll = async () => {
  rmSync(dist, { recursive: true, force: true });
  await forNode(
    {
      electron: join(rootDir, 'main/electron/main.ts'),
      cli: join(rootDir, 'main/cli/main.ts'),
      worker: join(rootDir, 'main/worker/entry.ts'),
    },
    join(dist, 'main'),
    'es',
    false,
  );
  await forNode({ preload: join(rootDir, 'main/preload/preload.ts') }, join(dist, 'preload'), 'cjs', true);
  await build({
    ...common,
    root: join(rootDir, 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: join(dist, 'renderer'),
      emptyOutDir: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      modulePreload: { polyfill: false },
    },
  });
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, '');
};

if (!(process.argv.includes('--if-needed') && isFresh())) await buildAll();
