import { BrowserWindow, webContents } from 'electron';

/** The window that a page lives in; null when it is gone. */
export const windowOf = (contentsId: number): BrowserWindow | null => {
  const contents = webContents.fromId(contentsId);
  return contents === undefined ? null : BrowserWindow.fromWebContents(contents);
};
