import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

/** The window under test: a real Electron with its sandbox on, a home and an archive of its own. */
export interface Workstation {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** A folder that the window's user may read and write; gone after the test. */
  readonly home: string;
  /** Copies recordings of the checkout to where the window's user can read them; returns their folder. */
  readonly bring: (...paths: readonly string[]) => string;
}

export const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the end-to-end tests by "npm run e2e"`);
  return value;
};

export const rootDir = join(import.meta.dirname, '..', '..');

export interface WorkstationOptions {
  /** Arguments after the app's folder. */
  readonly launchArguments: readonly string[];
  readonly pixelRatio: number;
}

/** Starts the window with an archive of its own in `home`, which its user may write. */
export const launch = async (home: string, { launchArguments, pixelRatio }: WorkstationOptions) => {
  const { electronProgram } = await import('../../scripts/lib/desk.mjs');
  const { program, appDir, inside } = electronProgram(required('EINTHOVEN_E2E_ELECTRON'), home);
  const binding = process.env.EINTHOVEN_SQLITE_BINDING;
  const app = await _electron.launch({
    executablePath: program,
    chromiumSandbox: true,
    args: [appDir, `--force-device-scale-factor=${pixelRatio}`, ...launchArguments.map((word) => inside(word))],
    env: {
      ...(process.env as Record<string, string>),
      EINTHOVEN_ARCHIVE: join(home, 'archive.sqlite'),
      EINTHOVEN_USER_MODELS: join(home, 'models'),
      ...(binding === undefined ? {} : { EINTHOVEN_SQLITE_BINDING: inside(binding) }),
    },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return { app, page };
};

export const test = base.extend<{ workstation: Workstation } & WorkstationOptions>({
  launchArguments: [[], { option: true }],
  pixelRatio: [1, { option: true }],
  workstation: async ({ launchArguments, pixelRatio }, use) => {
    const { deskFolder } = await import('../../scripts/lib/desk.mjs');
    const home = deskFolder(mkdtempSync(join(tmpdir(), 'einthoven-e2e-')));
    const { app, page } = await launch(home, { launchArguments, pixelRatio });
    let copies = 0;
    await use({
      app,
      page,
      home,
      bring: (...paths) => {
        const folder = deskFolder(join(home, `brought-${++copies}`));
        for (const path of paths) cpSync(path, join(folder, path.split(/[\\/]/).at(-1) ?? ''), { recursive: true });
        return folder;
      },
    });
    await app.close();
    rmSync(home, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
