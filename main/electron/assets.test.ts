import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contentSecurityPolicy, resolveAsset, serveAsset } from './assets.ts';

const outer = mkdtempSync(join(tmpdir(), 'einthoven-assets-'));
const folder = join(outer, 'renderer');
afterAll(() => rmSync(outer, { recursive: true }));

test.each([
  ['app://einthoven/', 'index.html', 'text/html; charset=utf-8'],
  ['app://einthoven/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['app://einthoven/assets/a-1.js?x=1#y', 'assets/a-1.js', 'text/javascript; charset=utf-8'],
  ['app://einthoven/assets/plex.woff2', 'assets/plex.woff2', 'font/woff2'],
])('%s is a file of the page', (url, file, mime) => {
  expect(resolveAsset(folder, url)).toEqual({ path: join(folder, file), mime });
});

test.each([
  'app://einthoven/../secret.json',
  'app://einthoven/%2e%2e/secret.json',
  'app://einthoven/..%2fsecret.json',
  'app://einthoven/assets/..%2f..%2fsecret.json',
  'app://einthoven/..%5csecret.json',
  'app://einthoven/a%00.js',
  'app://einthoven/%E0%A4%A.js',
  'app://einthoven/../renderer-of-others/a.js',
  'app://einthoven/..%2frenderer-of-others/a.js',
  'app://elsewhere/index.html',
  'app://einthoven.elsewhere/index.html',
  'file:///etc/passwd.json',
  'https://einthoven/index.html',
  'app://einthoven/archive.sqlite',
  'app://einthoven/folder',
  'not a url',
])('%s leads nowhere outside the page folder', (url) => {
  const asset = resolveAsset(folder, url);
  // A parser that has swallowed the dots already leaves a path inside; anything else must be refused.
  if (asset !== null) expect(asset.path.startsWith(`${folder}/`)).toBe(true);
  else expect(asset).toBeNull();
});

test('encoded ways out of the folder are refused, not cleaned up', () => {
  expect(resolveAsset(folder, 'app://einthoven/..%2fsecret.json')).toBeNull();
  expect(resolveAsset(folder, 'app://einthoven/assets/..%2f..%2fsecret.json')).toBeNull();
  expect(resolveAsset(folder, 'app://einthoven/..%2frenderer-of-others/a.js')).toBeNull();
  expect(resolveAsset(folder, 'app://elsewhere/index.html')).toBeNull();
});

test('a file outside is not served even where it exists', async () => {
  writeFileSync(join(outer, 'secret.json'), '{"secret":true}');
  const answer = await serveAsset(folder, { url: 'app://einthoven/..%2fsecret.json', method: 'GET' });
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret');
});

test('every answer carries the content security policy, the refused ones too', async () => {
  const answer = await serveAsset(folder, { url: 'app://einthoven/none.js', method: 'GET' });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(contentSecurityPolicy).toMatch(/default-src 'none'/);
  expect(contentSecurityPolicy).not.toMatch(/script-src[^;]*unsafe/);
});
