import { randomUUID } from 'node:crypto';
import { BrowserWindow, session } from 'electron';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { facesReader, textsOf } from '../../node/pdf/fonts.ts';
import { origin, scheme } from '../origin.ts';
import { printDocument } from './printDocument.ts';

/** Electron's words when the person closed the dialog. */
const closed = /cancel/i;

const facesFor = facesReader();

/**
 * A window that nobody sees, with the pages in it: no script, no preload, a session of its own that serves this one document
 * from memory and is gone with it. No file is written.
 */
export const openPrintWindow = async (pages: readonly DisplayList[], title: string): Promise<BrowserWindow> => {
  const { html, policy } = printDocument(pages, title, await facesFor(textsOf(pages)));
  const own = session.fromPartition(`print-${randomUUID()}`);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.protocol.handle(
    scheme,
    () =>
      new Response(html, {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'cache-control': 'no-store',
        },
      }),
  );
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  try {
    await window.loadURL(`${origin}/print.html`);
  } catch (error) {
    window.destroy();
    throw error;
  }
  return window;
};

/**
 * The system's print dialog for the pages, at 100 % and without margins of its own. False when the person closed it. Errors:
 * `internal` with the system's reason, no printer for example.
 */
export const printPages = async (pages: readonly DisplayList[], title: string): Promise<Result<boolean>> => {
  const [first] = pages;
  if (first === undefined) return accept(false);
  let window: BrowserWindow;
  try {
    window = await openPrintWindow(pages, title);
  } catch (cause) {
    return refuse(
      'internal',
      `The pages could not be made ready: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const isLetter = Math.round(first.widthMm) === 279;
  return new Promise((resolve) => {
    window.webContents.print(
      {
        silent: false,
        printBackground: true,
        landscape: true,
        pageSize: isLetter ? 'Letter' : 'A4',
        margins: { marginType: 'none' },
        scaleFactor: 100,
      },
      (printed, reason) => {
        window.destroy();
        if (printed) resolve(accept(true));
        else if (closed.test(reason)) resolve(accept(false));
        else
          resolve(
            refuse('internal', `The report could not be printed: ${reason === '' ? 'no reason given' : reason}.`),
          );
      },
    );
  });
};
