import { expect, test, vi } from 'vitest';

// Settings reach main through the bridge, which is not there outside a window.
vi.stubGlobal('window', { einthoven: {} });
const { settingsFrom, usualSettings } = await import('./settings.ts');

test('what was kept comes back as far as it still is a choice', () => {
  expect(settingsFrom(null)).toEqual(usualSettings);
  expect(settingsFrom(JSON.stringify({ theme: 'dark', layout: '12x1', speedMmPerS: 50, gainMmPerMv: 5 }))).toEqual({
    theme: 'dark',
    layout: '12x1',
    speedMmPerS: 50,
    gainMmPerMv: 5,
  });
  expect(settingsFrom(JSON.stringify({ theme: 'sepia', speedMmPerS: 7, gainMmPerMv: '10' }))).toEqual(usualSettings);
  for (const broken of ['', '{', 'null', '[1]', '"dark"', '7']) expect(settingsFrom(broken)).toEqual(usualSettings);
});
