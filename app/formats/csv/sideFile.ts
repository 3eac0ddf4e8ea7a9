import { z } from 'zod';
import { accept, type Result } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { type CsvFacts, factsFrom, noFacts } from './facts.ts';
import { decodeText } from './text.ts';

const largestSideFileBytes = 1024 * 1024;

/** `x.csv` may have `x.json` or `x.csv.json` beside it. */
export const sideFileNames = (csvName: string): readonly string[] => {
  const stem = csvName.replace(/\.[^.]*$/, '');
  return stem === '' || stem === csvName ? [`${csvName}.json`] : [`${stem}.json`, `${csvName}.json`];
};

const scalar = z.union([z.string(), z.number()]).transform(String);
const sideFile = z.record(
  z.string(),
  z.union([scalar, z.array(z.string()).transform((items) => items.join(','))]).catch(''),
);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * Reads a side file: a flat JSON object with the keys that comment lines have (sampleRateHz, unit, leads, age ...). A file
 * of the right name that is something else is passed over with a note; it may belong to somebody else.
 */
export const readSideFile = (file: NamedBytes | undefined): Result<CsvFacts> => {
  if (file === undefined) return accept(noFacts);
  const parsed =
    file.bytes.length > largestSideFileBytes
      ? null
      : sideFile.safeParse(parseJson(decodeText(file.bytes).replace(/^\ufeff/, '')));
  if (parsed === null || !parsed.success) {
    return accept({
      ...noFacts,
      notes: [{ code: 'side-file-ignored', text: `${file.name} is not a JSON object; it was not used.` }],
    });
  }
  return factsFrom(Object.entries(parsed.data), file.name);
};
