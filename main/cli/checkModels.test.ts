import { describe, expect, it } from 'vitest';
import type { InstalledModel } from '../../app/ports.ts';
import { refuse } from '../../app/result.ts';
import { checkModels } from './checkModels.ts';

const good: InstalledModel = {
  id: 'good',
  version: '1',
  title: '',
  task: 'superclass',
  sha256: 'ab',
  bytes: 1,
  place: 'shipped',
  folder: 'good',
  intendedUse: '',
  card: null,
  replaced: false,
  refusal: null,
};
const bad: InstalledModel = { ...good, id: 'bad', refusal: refuse('model-refused', 'SHA-256 differs').error };

const check = (installed: readonly InstalledModel[], asked: readonly string[] | null) => {
  const said: string[] = [];
  return { code: checkModels(installed, asked, (text) => said.push(text)), said };
};

describe('models before a batch', () => {
  it('are not spoken of when all are well or none is asked for', () => {
    expect(check([good], null)).toEqual({ code: null, said: [] });
    expect(check([good, bad], ['good'])).toEqual({ code: null, said: [] });
    expect(check([bad], [])).toEqual({ code: null, said: [] });
    expect(check([], [])).toEqual({ code: null, said: [] });
  });

  it('are said to be missing or refused, once, with id and reason', () => {
    expect(check([], null)).toEqual({ code: null, said: [expect.stringContaining('no model is installed')] });
    expect(check([good, bad], null)).toEqual({
      code: null,
      said: [expect.stringMatching(/model bad is refused .*SHA-256 differs/)],
    });
  });

  it('end the command when one that was asked for by name does not run', () => {
    expect(check([good, bad], ['good', 'bad'])).toEqual({
      code: 1,
      said: [expect.stringContaining('SHA-256 differs')],
    });
    expect(check([good], ['other'])).toEqual({ code: 2, said: [expect.stringContaining('no such model: other')] });
  });

  it('stand for one id in two folders when one of them runs', () => {
    expect(check([good, { ...bad, id: 'good' }], ['good']).code).toBeNull();
  });

  it("do not run where the user's stands in their place and is refused", () => {
    const users: InstalledModel = { ...bad, id: 'good', place: 'user' };
    expect(check([users, { ...good, replaced: true }], ['good']).code).toBe(1);
  });
});
