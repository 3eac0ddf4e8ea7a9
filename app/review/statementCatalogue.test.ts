import { describe, expect, it } from 'vitest';
import { additionCodes, basicCodes } from '../analysis/rhythm/finding.ts';
import { rules } from '../analysis/statements/rules/rules.ts';
import { codedStatement, codedStatements, modifiers, searchStatements, wordingOf } from './statementCatalogue.ts';

describe('the list of statements', () => {
  it('holds everything that the program itself states', () => {
    const own = [...basicCodes, ...additionCodes, ...rules.map(({ code }) => code)];
    expect(own.filter((code) => codedStatement(code) === null)).toEqual([]);
  });

  it('has each code and each text once, and no modifier that is not one', () => {
    expect(new Set(codedStatements.map(({ code }) => code)).size).toBe(codedStatements.length);
    expect(new Set(codedStatements.map(({ text }) => text)).size).toBe(codedStatements.length);
    const known = new Set(modifiers.map(({ code }) => code));
    expect(codedStatements.flatMap((each) => each.modifiers).filter((code) => !known.has(code))).toEqual([]);
  });

  it('words a statement with its modifiers', () => {
    expect(wordingOf('infarction-inferior', [])).toBe('Inferior myocardial infarction');
    expect(wordingOf('infarction-inferior', ['old', 'probable'])).toBe('Probable inferior myocardial infarction, old');
    expect(wordingOf('lvh', ['possible'])).toBe('Possible left ventricular hypertrophy by voltage');
    expect(wordingOf('qtc-prolonged', ['possible'])).toBe('Possible QTc prolonged');
    expect(wordingOf('infarction-inferior', ['old', 'old'])).toBeNull();
    expect(wordingOf('normal-ecg', ['old'])).toBeNull();
    expect(wordingOf('nothing', [])).toBeNull();
  });

  it('is searched by beginnings of words, favourites first', () => {
    expect(searchStatements('inf mi', []).map(({ code }) => code)).not.toContain('infarction-anterior');
    expect(searchStatements('inferior infarct')[0]?.code).toBe('infarction-inferior');
    expect(searchStatements('IMI').map(({ code }) => code)).toContain('infarction-inferior');
    expect(searchStatements('', ['lvh'])[0]?.code).toBe('lvh');
    expect(searchStatements('atrial fib')[0]?.code).toBe('atrial-fibrillation');
    expect(searchStatements('zzz')).toEqual([]);
    expect(searchStatements('('.repeat(10_000))).toHaveLength(codedStatements.length);
  });
});
