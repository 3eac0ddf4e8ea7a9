import { codedStatement } from '../../../app/review/statementCatalogue.ts';

const key = 'einthoven.favouriteStatements';

/** Codes that the reader has marked, in the order marked; nothing about a patient. */
export const readFavourites = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((code) => typeof code === 'string' && codedStatement(code) !== null) : [];
  } catch {
    return [];
  }
};

export const toggleFavourite = (code: string): readonly string[] => {
  const before = readFavourites();
  const after = before.includes(code) ? before.filter((other) => other !== code) : [...before, code];
  try {
    localStorage.setItem(key, JSON.stringify(after));
  } catch {
    // A choice that cannot be kept holds until the window closes.
  }
  return after;
};
