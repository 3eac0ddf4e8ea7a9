/** More words than a person types; a pasted text must not make a query of thousands. */
const mostWords = 12;
const longestWord = 60;

/**
 * What was typed, as a full-text query of SQLite's FTS5: every word as the beginning of a word, all of them, in any order.
 * Words are cut where its tokenizer `unicode61` cuts them, and quoted, so that no sign in them is an operator.
 * Null when nothing that can be searched for was typed.
 */
export function searchExpression(typed: string): string | null {
  const words = typed
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .slice(0, mostWords);
  return words.length === 0 ? null : words.map((word) => `"${[...word].slice(0, longestWord).join('')}"*`).join(' ');
}
