import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isOurUrl } from './origin.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The file under `folder` that a URL of ours names, or null when it names none: another origin, a way out of the folder
 * (`..`, encoded or not, backslashes, NUL), or a kind of file that a page has no use for.
 */
export const resolveAsset = (folder: string, url: string): { readonly path: string; readonly mime: string } | null => {
  if (!isOurUrl(url)) return null;
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null;
  const path = join(folder, pathname === '/' ? 'index.html' : pathname);
  const inside = folder.endsWith(sep) ? folder : folder + sep;
  const mime = mimeTypes[extname(path).toLowerCase()];
  return path.startsWith(inside) && mime !== undefined ? { path, mime } : null;
};

const headers = (mime: string): Record<string, string> => ({
  'content-type': mime,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

const notFound = () => new Response('Not found', { status: 404, headers: headers('text/plain; charset=utf-8') });

/** Answers one request for a page file; anything but a GET of a file inside `folder` is 404. */
export const serveAsset = async (folder: string, request: Pick<Request, 'url' | 'method'>): Promise<Response> => {
  const asset = request.method === 'GET' ? resolveAsset(folder, request.url) : null;
  if (asset === null) return notFound();
  try {
    return new Response(new Uint8Array(await readFile(asset.path)), { status: 200, headers: headers(asset.mime) });
  } catch {
    return notFound();
  }
};
