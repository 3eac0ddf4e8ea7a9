/** A piece of a model's card. Text only: what a card holds is shown, never run. */
export type CardBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The blocks of CARD.md, of the little Markdown that cards use: headings, paragraphs, lists, tables. Code stays a paragraph. */
export const cardBlocks = (card: string): CardBlock[] =>
  card
    .split(/\r?\n\s*\n/)
    .flatMap((part) => partsOf(part.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('```'))))
    .map(blockOf);

/** Neighbouring lines of one kind. */
const partsOf = (lines: readonly string[]): (readonly string[])[] => {
  const parts: string[][] = [];
  for (const line of lines) {
    const part = parts.at(-1);
    const kind = kindOf(line);
    if (part === undefined || kind === 'heading' || kind !== kindOf(part[0]!)) parts.push([line]);
    else part.push(line);
  }
  return parts;
};

const kindOf = (line: string): CardBlock['kind'] => {
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^\s*\|/.test(line)) return 'table';
  return /^\s*[-*] /.test(line) ? 'list' : 'paragraph';
};

const blockOf = (lines: readonly string[]): CardBlock => {
  const first = lines[0]!;
  switch (kindOf(first)) {
    case 'heading':
      return { kind: 'heading', text: plainText(first.replace(/^#+ /, '')) };
    case 'list':
      return { kind: 'list', items: lines.map((line) => plainText(line.replace(/^\s*[-*] /, ''))) };
    case 'table': {
      const [head = [], ...rows] = lines.filter((line) => !/^\s*\|[\s:|-]+\|\s*$/.test(line)).map(cellsOf);
      return { kind: 'table', head, rows };
    }
    case 'paragraph':
      return { kind: 'paragraph', text: plainText(lines.map((line) => line.trim()).join(' ')) };
  }
};

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => plainText(cell.trim()));

/** Without the marks of Markdown; a picture is named, for the page shows none of a stranger's. */
const plainText = (text: string): string =>
  text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, (_, alt: string) => (alt === '' ? '' : `(picture: ${alt})`))
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .trim();
