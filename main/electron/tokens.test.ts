import { expect, test } from 'vitest';
import { createTokens } from './tokens.ts';

const setUp = () => {
  let count = 0;
  const clock = { ms: 0 };
  const tokens = createTokens({
    random: () => {
      count += 1;
      return `token-number-${count}-00000`;
    },
    nowMs: () => clock.ms,
    lifetimeMs: 1000,
  });
  return { tokens, clock };
};

test('a token gives its paths back, once', () => {
  const { tokens } = setUp();
  const token = tokens.issue(1, ['/a', '/b']);
  expect(tokens.redeem(1, token)).toEqual(['/a', '/b']);
  expect(tokens.redeem(1, token)).toBeNull();
});

test('another window gets nothing and does not spoil the token for its owner', () => {
  const { tokens } = setUp();
  const token = tokens.issue(1, ['/a']);
  expect(tokens.redeem(2, token)).toBeNull();
  expect(tokens.redeem(1, token)).toEqual(['/a']);
});

test('a token dies at the end of its life and with its window', () => {
  const { tokens, clock } = setUp();
  const old = tokens.issue(1, ['/a']);
  clock.ms = 999;
  const young = tokens.issue(1, ['/b']);
  clock.ms = 1000;
  expect(tokens.redeem(1, old)).toBeNull();
  tokens.forgetWindow(2);
  expect(tokens.redeem(1, young)).toEqual(['/b']);
  const last = tokens.issue(1, ['/c']);
  tokens.forgetWindow(1);
  expect(tokens.redeem(1, last)).toBeNull();
});

test('an unknown token is null', () => {
  expect(setUp().tokens.redeem(1, '/etc/passwd')).toBeNull();
});
