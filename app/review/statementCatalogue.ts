import { z } from 'zod';
import shipped from './statementCodes.json' with { type: 'json' };

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const catalogueSchema = z
  .object({
    about: z.string(),
    modifiers: z.array(z.object({ code, text: z.string().min(1), place: z.enum(['before', 'after']) }).strict()),
    statements: z.array(
      z
        .object({
          code,
          text: z.string().min(1).max(160),
          category: z.string().min(1),
          /** SCP-ECG statement of the same meaning; null where the code is ours alone. */
          scp: z.string().nullable(),
          modifiers: z.array(code),
        })
        .strict(),
    ),
  })
  .strict();

type Catalogue = z.infer<typeof catalogueSchema>;
export type CodedStatement = Catalogue['statements'][number];
export type Modifier = Catalogue['modifiers'][number];

const catalogue = catalogueSchema.parse(shipped);

/** Every statement that a reader can choose, in the order of the list. */
export const codedStatements: readonly CodedStatement[] = catalogue.statements;
export const modifiers: readonly Modifier[] = catalogue.modifiers;

const byCode = new Map(codedStatements.map((statement) => [statement.code, statement]));
const modifierByCode = new Map(modifiers.map((modifier) => [modifier.code, modifier]));

export const codedStatement = (wanted: string): CodedStatement | null => byCode.get(wanted) ?? null;

/**
 * A coded statement with its modifiers as one sentence: «Probable inferior myocardial infarction, old». Null when the code is
 * not in the catalogue or does not take one of the modifiers.
 */
export function wordingOf(wanted: string, chosen: readonly string[]): string | null {
  const statement = byCode.get(wanted);
  if (statement === undefined || new Set(chosen).size < chosen.length) return null;
  const found: Modifier[] = [];
  for (const each of chosen) {
    const modifier = modifierByCode.get(each);
    if (modifier === undefined || !statement.modifiers.includes(each)) return null;
    found.push(modifier);
  }
  const before = found.filter(({ place }) => place === 'before').map(({ text }) => text);
  const after = found.filter(({ place }) => place === 'after').map(({ text }) => text);
  const words = [...before, statement.text].reduce((sentence, word) => `${sentence} ${asInside(word)}`);
  return [words, ...after].join(', ');
}

// An abbreviation keeps its capitals inside a sentence; so does a name of a wave or a lead.
const asInside = (word: string): string =>
  /^\p{Lu}\p{Ll}/u.test(word) ? word[0]!.toLowerCase() + word.slice(1) : word;

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Statements in which each word of the search begins a word of text, category, code or SCP code; favourites first, then those
 * whose text begins with its first word, then the list's order. An empty search gives favourites, then all.
 */
export function searchStatements(search: string, favourites: readonly string[] = []): readonly CodedStatement[] {
  const wanted = words(search.slice(0, 200));
  const rank = (statement: CodedStatement): number => {
    if (favourites.includes(statement.code)) return 0;
    const [first] = wanted;
    return first !== undefined && words(statement.text)[0]?.startsWith(first) ? 1 : 2;
  };
  return codedStatements
    .filter((statement) => {
      const own = words(`${statement.text} ${statement.category} ${statement.code} ${statement.scp ?? ''}`);
      return wanted.every((word) => own.some((other) => other.startsWith(word)));
    })
    .map((statement, position) => ({ statement, position, rank: rank(statement) }))
    .sort((a, b) => a.rank - b.rank || a.position - b.position)
    .map(({ statement }) => statement);
}
