import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { createSettling } from './settling.ts';

const still = (settling: ReturnType<typeof createSettling>, nowMs: number) =>
  settling.still(nowMs, 1000).map(({ path }) => path);

it('a file is still when neither size nor time has moved for long enough', () => {
  const settling = createSettling(dirname);
  settling.saw('/in/a', '10 1', 0);
  settling.saw('/in/b', '10 1', 200);
  settling.saw('/in/a', '20 2', 900);
  settling.saw('/in/a', '20 2', 1500);
  expect(still(settling, 1000)).toEqual([]);
  expect(still(settling, 1200)).toEqual(['/in/b']);
  expect(still(settling, 1900)).toEqual(['/in/b', '/in/a']);
  expect(settling.isStill('/in/a', 1800, 1000)).toBe(false);
  expect(settling.isStill('/in/unknown', 0, 1000)).toBe(true);
  settling.forget('/in/b');
  expect(settling.paths()).toEqual(['/in/a']);
});

it('what waits for a companion is asked for again when something comes beside it, not elsewhere', () => {
  const settling = createSettling(dirname);
  settling.saw('/in/a.hea', '10 1', 0);
  settling.wait('/in/a.hea');
  expect(still(settling, 5000)).toEqual([]);
  settling.saw('/in/deep/b.dat', '1 1', 5000);
  expect(still(settling, 5000)).toEqual([]);
  settling.saw('/in/a.dat', '1 1', 5000);
  expect(still(settling, 5000)).toEqual(['/in/a.hea']);
  settling.putOff('/in/a.hea', 9000);
  expect(still(settling, 9500)).toEqual(['/in/deep/b.dat', '/in/a.dat']);
});
