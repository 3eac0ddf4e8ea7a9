import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { unpackWoff } from './unpackWoff.ts';

export interface Fonts {
  readonly regular: Buffer;
  readonly semibold: Buffer;
}

/** IBM Plex Sans from the installed package: the one family of screen and paper. Rejects when the package is missing. */
export const readFonts = async (): Promise<Fonts> => {
  const packageFile = createRequire(import.meta.url).resolve('@ibm/plex-sans/package.json');
  const folder = path.join(path.dirname(packageFile), 'fonts', 'complete', 'woff');
  const [regular, semibold] = await Promise.all(
    ['Regular', 'SemiBold'].map((weight) => readFile(path.join(folder, `IBMPlexSans-${weight}.woff`))),
  );
  if (regular === undefined || semibold === undefined) throw new Error('IBM Plex Sans is incomplete');
  return { regular: unpackWoff(regular), semibold: unpackWoff(semibold) };
};
