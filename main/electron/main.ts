import { randomBytes } from 'node:crypto';
import { availableParallelism, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, protocol, screen, session, webContents } from 'electron';
import { z } from 'zod';
import type { AdviceTable } from '../../app/advice/adviceTable.ts';
import { channels, type MainEvent } from '../../app/contract/client.ts';
import { compose, modelsDir } from '../compose.ts';
import { backUpDaily } from '../node/archive/backUpDaily.ts';
import { defaultArchivePath } from '../node/archive/defaultArchivePath.ts';
import type { OsKeyStore } from '../node/archiveKey/keyFile.ts';
import { keyFileOfEnvironment } from '../node/archiveKey/keyForArchive.ts';
import { actingAs, actorNow } from '../node/desk/actor.ts';
import { createDesk } from '../node/desk/createDesk.ts';
import { passwordParameters } from '../node/desk/passwords.ts';
import { userModelsDir } from '../node/models/userModelsDir.ts';
import { readAdvice } from '../node/readAdvice.ts';
import { bind } from './bind.ts';
import { pathsToOpen } from './commandLine.ts';
import { createHandlers } from './createHandlers.ts';
import { createImportDesk } from './imports/importDesk.ts';
import { createWatchDesk } from './imports/watchDesk.ts';
import { inputLabel } from './inputLabel.ts';
import { createJobs } from './jobs.ts';
import { createKeyring } from './keyring.ts';
import { installMenu } from './menu.ts';
import { origin } from './origin.ts';
import { osKeyStore } from './osKeyStore.ts';
import { createPendingInput } from './pendingInput.ts';
import { blockNetwork, denyNavigation, denyPermissions } from './permissions.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { readTheme, writeTheme } from './theme.ts';
import { createTokens } from './tokens.ts';
import { forkUtilityWorker } from './utilityWorker.ts';
import { readWindowState, writeWindowState } from './windowState.ts';

const bundleDir = dirname(fileURLToPath(import.meta.url));
const distDir = join(bundleDir, '..');
/** models/ and resources/demo/ lie beside dist/ in a checkout and in the resources folder of a package. */
const rootDir = app.isPackaged ? process.resourcesPath : join(distDir, '..');
const tokenLifetimeMs = 10 * 60_000;
/** The window itself keeps one core. */
const processes = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Each analysis process has its next file ready when it ends one. */
const inFlight = processes * 2;
const anotherStartSchema = z.object({ paths: z.array(z.string()) });

const idleCheckMs = 2_000;
/** The reader's first recording comes first. */
const backupDelayMs = 60_000;

const pending = createPendingInput();
const tokens = createTokens({
  random: () => randomBytes(24).toString('base64url'),
  nowMs: () => performance.now(),
  lifetimeMs: tokenLifetimeMs,
});
const jobs = createJobs(() => performance.now());

/** A stack names code, a message may name a file and with it a patient: only the first goes to the log. */
const reportDefect = (where: string, error: unknown): void => {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const kind = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`einthoven: defect in ${where}: ${kind}\n${stack.join('\n')}\n`);
};

const tellWindows = (event: MainEvent): void => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channels.event, event);
};

const openFromOutside = (paths: readonly string[]): void => {
  if (paths.length === 0) return;
  pending.add(paths);
  tellWindows('input-pending');
};

const themePath = (): string => join(app.getPath('userData'), 'theme.json');

const openWindow = (): void => {
  const statePath = join(app.getPath('userData'), 'window.json');
  const state = readWindowState(
    statePath,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...(state?.bounds ?? { width: 1440, height: 900, useContentSize: true }),
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'Einthoven',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17191b' : '#f2f2f1',
    webPreferences: {
      preload: join(distDir, 'preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (state?.maximized === true) window.maximize();
  const contentsId = window.webContents.id;
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(statePath, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  const forgetPage = () => {
    jobs.cancelWindow(contentsId);
    tokens.forgetWindow(contentsId);
  };
  window.webContents.on('destroyed', forgetPage);
  window.webContents.on('render-process-gone', forgetPage);
  void window.loadURL(`${origin}/index.html`);
};

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};

const openHouse = (advice: AdviceTable | null, keyStore: OsKeyStore | null) =>
  compose({
    archivePath: defaultArchivePath(),
    keyFile: keyFileOfEnvironment(),
    keyStore,
    actor: () => actorNow(userName()),
    spawnWorker: () =>
      forkUtilityWorker({
        entry: join(bundleDir, 'worker.js'),
        modelsDir: modelsDir(rootDir),
        userModelsDir: userModelsDir(),
      }),
    processes,
    advice,
    // A checkout may run in an older Electron than the one that ships, with a binding built for it; a package may not.
    nativeBinding: app.isPackaged ? null : process.env.EINTHOVEN_SQLITE_BINDING || null,
  });

const start = async (): Promise<void> => {
  await app.whenReady();
  denyPermissions(session.defaultSession);
  blockNetwork(session.defaultSession);
  serveRenderer(protocol, join(distDir, 'renderer'));

  const advice = await readAdvice(null);
  if (!advice.ok)
    dialog.showErrorBox(
      'Einthoven cannot read your table of advice',
      `${advice.error.message}\n\nThe table that comes with the program is used.`,
    );
  const keyStore = osKeyStore();
  const opened = await openHouse(advice.ok ? advice.value : null, keyStore);
  if (!opened.ok) {
    dialog.showErrorBox('Einthoven cannot open its archive', `${opened.error.message}\n\nNothing was changed.`);
    app.exit(1);
    return;
  }
  const house = opened.value;
  const { archive } = house;
  if (archive === null) throw new Error('compose() was asked for an archive and made none');
  const desk = await createDesk({
    archive,
    clock: house.clock,
    nowMs: () => performance.now(),
    userName: userName(),
    passwords: passwordParameters,
  });
  const keyring = createKeyring(house.key, defaultArchivePath(), keyStore);
  const watchDesk = createWatchDesk({ ...house, archive }, inFlight, {
    watchChanged: () => tellWindows('watch-changed'),
    worklistChanged: () => tellWindows('worklist-changed'),
  });
  bind({
    wire: ipcMain,
    handlers: createHandlers({
      house: { ...house, archive },
      desk,
      keyring,
      importDesk: createImportDesk(),
      watchDesk,
      inFlight,
      tokens,
      pending,
      version: app.getVersion(),
      tellWindows,
      demoDir: join(rootDir, 'resources', 'demo'),
      putTheme: (theme) => {
        nativeTheme.themeSource = theme;
        writeTheme(themePath(), theme);
      },
    }),
    jobs,
    person: desk.person,
    actingAs,
    noteRefusal: async (call) => {
      await archive.appendAudit({ type: 'call-refused', subject: `call:${call}`, detail: { why: 'role' } });
    },
    takeDrop: (windowId, paths) => ({ token: tokens.issue(windowId, paths), label: inputLabel(paths) }),
    checkOutput: !app.isPackaged,
    reportDefect,
  });
  installMenu((event) => {
    const target = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    target?.webContents.send(channels.event, event);
  });
  setInterval(() => {
    void desk.lockWhenIdle().then((locked) => {
      if (locked) tellWindows('desk-changed');
    });
  }, idleCheckMs);
  pending.add(pathsToOpen(process.argv, process.cwd()));
  nativeTheme.themeSource = readTheme(themePath());
  openWindow();
  setTimeout(() => void backUpDaily(archive, house.clock), backupDelayMs);
  void watchDesk.begin().catch((error: unknown) => reportDefect('watch', error));
  archive
    .catchUp()
    .then((filled) => filled > 0 && tellWindows('worklist-changed'))
    .catch((error: unknown) => reportDefect('catchUp', error));
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });

  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    for (const contents of webContents.getAllWebContents()) jobs.cancelWindow(contents.id);
    void watchDesk
      .close()
      .then(() => house.close())
      .catch((error: unknown) => reportDefect('close', error))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
};

app.enableSandbox();
registerScheme();
app.on('web-contents-created', (_event, contents) => denyNavigation(contents));
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
app.on('open-file', (event, path) => {
  event.preventDefault();
  openFromOutside([path]);
});
app.on('second-instance', (_event, _argv, _cwd, data) => {
  const parsed = anotherStartSchema.safeParse(data);
  if (parsed.success) openFromOutside(parsed.data.paths);
  const window = BrowserWindow.getAllWindows()[0];
  if (window?.isMinimized()) window.restore();
  window?.focus();
});

// The second start hands its paths over itself: Chromium reorders the argv that the first one would see.
if (app.requestSingleInstanceLock({ paths: pathsToOpen(process.argv, process.cwd()) })) {
  start().catch((error: unknown) => {
    reportDefect('start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
