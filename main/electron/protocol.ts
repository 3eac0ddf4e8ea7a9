import { type Protocol, protocol } from 'electron';
import { serveAsset } from './assets.ts';
import { scheme } from './origin.ts';

/** Must run before the app is ready: gives our scheme a real origin, so that CSP and the sender check can name it. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: false, stream: false } },
  ]);
};

export const serveRenderer = (target: Protocol, folder: string): void => {
  target.handle(scheme, (request) => serveAsset(folder, request));
};
