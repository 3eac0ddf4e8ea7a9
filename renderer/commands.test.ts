import { expect, test, vi } from 'vitest';

// The table of keys reaches main through the bridge, which is not there outside a window.
vi.stubGlobal('window', { einthoven: {} });
const { keyCommands } = await import('./keys.ts');
const { allCommands } = await import('./commands.ts');

test('no key means two things at once', () => {
  const always = keyCommands.filter((command) => !('when' in command)).flatMap(({ keys }) => keys);
  expect(always.filter((key, at) => always.indexOf(key) !== at)).toEqual([]);
});

test('every command that has a key says what it does, and every key is listed', () => {
  for (const { keys, printed, does } of keyCommands) {
    // Of the palette alone.
    if (keys.length + printed.length === 0) expect(does).not.toBe('');
    else if (does === '') expect(printed).toEqual([]);
    else expect(printed.length, does).toBeGreaterThan(0);
  }
});

test('the palette has every command once, by a name of its own', () => {
  const names = allCommands().map(({ does }) => does);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names).not.toContain('');
  for (const { does, keys, when } of keyCommands.filter((command) => command.does !== ''))
    if (!keys.includes('Ctrl+k')) expect(names.includes(does), does).toBe(when === undefined || when());
  // Nothing is open: what moves a bound would do nothing.
  expect(keyCommands.some(({ when }) => when !== undefined && !when())).toBe(true);
});
