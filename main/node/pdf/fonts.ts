import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { coverageOf } from './fontCoverage.ts';
import { unpackWoff } from './unpackWoff.ts';
import { writtenForm } from './writtenForm.ts';

export const weights = ['regular', 'semibold'] as const;
export type Weight = (typeof weights)[number];

/** One design in both weights, and the characters that it has. */
export interface Face {
  readonly name: string;
  readonly files: Readonly<Record<Weight, Buffer>>;
  readonly covered: ReadonlySet<number>;
}

const fileWeights = { regular: 'Regular', semibold: 'SemiBold' } as const;

/**
 * The same family for scripts beyond Latin, Greek and Cyrillic, in the order they are asked; each from a package of its own,
 * used where it is installed. Chinese before Japanese: a name in Han characters does not say which it is.
 */
const further = ['hebrew', 'arabic', 'devanagari', 'thai', 'kr', 'sc', 'jp', 'tc'] as const;
const packageNames: Readonly<Record<string, string>> = Object.fromEntries(
  further.map((name) => [name, `@ibm/plex-sans-${name}`]),
);
const fileStem = (name: string): string => {
  if (name === 'base') return 'IBMPlexSans';
  return `IBMPlexSans${name.length === 2 ? name.toUpperCase() : `${name.charAt(0).toUpperCase()}${name.slice(1)}`}`;
};

const packageFolder = (packageName: string): string | null => {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch {
    return null;
  }
};

const readFace = async (name: string, folder: string): Promise<Face | null> => {
  const places = ['fonts/complete/woff', 'fonts/complete/woff/hinted', 'fonts/complete/woff/unhinted'];
  const stem = fileStem(name);
  const place = places
    .map((each) => path.join(folder, each))
    .find((each) => existsSync(path.join(each, `${stem}-Regular.woff`)));
  if (place === undefined) return null;
  const [regular, semibold] = await Promise.all(
    weights.map(async (weight) => unpackWoff(await readFile(path.join(place, `${stem}-${fileWeights[weight]}.woff`)))),
  );
  if (regular === undefined || semibold === undefined) return null;
  return { name, files: { regular, semibold }, covered: coverageOf(regular) };
};

/** IBM Plex Sans from the installed package: the one family of screen and paper. Rejects when the package is missing. */
export const readBaseFace = async (): Promise<Face> => {
  const folder = packageFolder('@ibm/plex-sans');
  const face = folder === null ? null : await readFace('base', folder);
  if (face === null) throw new Error('IBM Plex Sans is missing or incomplete');
  return face;
};

/** The faces of other scripts that are installed. */
const readFurtherFaces = async (): Promise<readonly Face[]> => {
  const faces = await Promise.all(
    further.map((name) => {
      const folder = packageFolder(packageNames[name] ?? '');
      return folder === null ? null : readFace(name, folder);
    }),
  );
  return faces.filter((face) => face !== null);
};

/** Controls of direction and joining draw nothing themselves; control characters become blanks before they are drawn. */
export const drawsNothing = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff;

/** Whether every character of a text has a glyph in one of the faces. */
export const covers = (faces: readonly Face[], text: string): boolean => {
  for (const character of writtenForm(text)) {
    const code = character.codePointAt(0) ?? 0;
    if (!drawsNothing(code) && !faces.some(({ covered }) => covered.has(code))) return false;
  }
  return true;
};

/** Reads what the given texts need: the large fonts of other scripts when the first text asks for one, each once. */
export const facesReader = (): ((texts: readonly string[]) => Promise<readonly Face[]>) => {
  let base: Promise<Face> | null = null;
  let others: Promise<readonly Face[]> | null = null;
  return async (texts) => {
    base ??= readBaseFace();
    const first = [await base];
    if (texts.every((text) => covers(first, text))) return first;
    others ??= readFurtherFaces();
    return [...first, ...(await others)];
  };
};

/** The words of pages. */
export const textsOf = (pages: readonly DisplayList[]): readonly string[] =>
  pages.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));
