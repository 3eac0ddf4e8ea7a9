import { expect, test } from 'vitest';
import { searchExpression } from './searchExpression.ts';

test('every word begins a word, all of them', () => {
  expect(searchExpression('mueller  rbbb')).toBe('"mueller"* "rbbb"*');
  expect(searchExpression('00001_lr')).toBe('"00001"* "lr"*');
  expect(searchExpression('Ångström 洞')).toBe('"Ångström"* "洞"*');
});

test('nothing to search for is no search', () => {
  for (const typed of ['', '   ', '---', '"', '*', '\0', '\u0301']) expect(searchExpression(typed)).toBeNull();
});

test('no sign of the query language comes through, and no text makes a giant query', () => {
  for (const typed of ['a" OR "b', 'NEAR(a b)', 'record:x', '{a b}: c', 'a* ^b + c', "a'; DROP TABLE recordings --"])
    expect(searchExpression(typed)).toMatch(/^("[\p{L}\p{N}]+"\*)( "[\p{L}\p{N}]+"\*)*$/u);
  expect(searchExpression('word '.repeat(5000))?.split(' ')).toHaveLength(12);
  expect(searchExpression('x'.repeat(5000))).toHaveLength(63);
});
