import { expect, test } from 'vitest';
import { nameKey, tidyName } from './personName.ts';

test.each([
  ['zero width space', 'Rita\u200b Reader'],
  ['right-to-left override', '\u202eredaeR atiR'],
  ['isolate', '\u2066Rita Reader\u2069'],
  ['soft hyphen', 'Rita Rea\u00adder'],
  ['Hangul filler', 'Rita Reader\u3164'],
  ['variation selector', 'Rita\ufe0f Reader'],
  ['line separator', 'Rita\u2028Reader'],
  ['control', 'Rita\tReader'],
  ['lone surrogate', 'Rita \ud800'],
  ['Braille blank', 'Rita\u2800Reader'],
  ['nothing', ' \u3000 '],
  ['too long', 'R'.repeat(121)],
])('a name with %s is none', (_, name) => expect(tidyName(name)).toBeNull());

test('spaces are one, letters of any script stay', () => {
  expect(tidyName('  RITA \u00a0 READER ')).toBe('RITA READER');
  for (const name of ['Zoë Ångström', '山田 太郎', 'თამარ', 'தமிழ்', "Ní O'Brien-Smith"])
    expect(tidyName(name)).toBe(name);
});

test.each([
  ['Rita Reader', 'RITA  READER'],
  ['Ärzte', 'ärzte'],
  ['Ärzte', 'A\u0308RZTE'],
  ['Strauß', 'STRAUSS'],
  ['Rita Reader', '\uff32\uff49ta Reader'],
])('%s and %s are one name', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

test('other names are others', () => expect(nameKey('Rita Reader')).not.toBe(nameKey('Rita Raeder')));
