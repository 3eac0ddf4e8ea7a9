import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MainEvent } from '../../app/contract/client.ts';

/**
 * The menu only sends words to the page, which acts as if its own buttons had been pressed. No zoom entries: the
 * system's zoom would stretch the millimetres of the tracing, which has its own scale.
 */
export const installMenu = (send: (event: MainEvent) => void): void => {
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Open files…', accelerator: 'CmdOrCtrl+O', click: () => send('menu-open-files') },
      { label: 'Open folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => send('menu-open-folder') },
      { type: 'separator' },
      { label: 'Export report as PDF…', accelerator: 'CmdOrCtrl+E', click: () => send('menu-export-report') },
      { type: 'separator' },
      { role: process.platform === 'darwin' ? 'close' : 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'togglefullscreen', accelerator: 'Shift+F11' },
      ...(app.isPackaged ? [] : ([{ role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[])),
    ],
  };
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? ([{ role: 'appMenu' }] satisfies MenuItemConstructorOptions[]) : []),
    file,
    { role: 'editMenu' },
    view,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
