import type { Session, WebContents } from 'electron';
import { isOurUrl } from './origin.ts';

/** No camera, no notifications, no clipboard reading, no device: the page needs no permission and gets none. */
export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
};

const localSchemes = new Set(['app:', 'data:', 'blob:', 'devtools:']);

/** Nothing leaves the machine: every request but those for our own files is cancelled, whoever makes it. */
export const blockNetwork = (session: Session): void => {
  session.webRequest.onBeforeRequest((details, answer) => {
    const local = URL.canParse(details.url) && localSchemes.has(new URL(details.url).protocol);
    answer({ cancel: !local });
  });
  session.on('will-download', (event) => event.preventDefault());
};

/** The page stays the page: no navigation away, no frames, no second window, no webview. */
export const denyNavigation = (contents: WebContents): void => {
  contents.on('will-navigate', (event) => {
    if (!isOurUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};
