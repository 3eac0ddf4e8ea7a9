import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdviceTable, parseAdvice } from '../../app/advice/adviceTable.ts';
import { accept, type Result, refuse } from '../../app/result.ts';
import { dataFolder } from './dataFolder.ts';

/** A department's own table, in the user's data folder. */
const ownTable = 'advice.json';
const mostBytes = 4e6;

/**
 * The table that a user named, or else the one in the data folder, if there is one; null when there is none and the one that
 * comes with the program holds. Errors: `unreadable` for a named file, `too-large`, and those of `parseAdvice`.
 */
export const readAdvice = async (named: string | null, folder = dataFolder()): Promise<Result<AdviceTable | null>> => {
  const path = named ?? join(folder, ownTable);
  let json: string;
  try {
    json = await readFile(path, 'utf8');
  } catch {
    return named === null ? accept(null) : refuse('unreadable', 'The table of advice cannot be read.', path);
  }
  if (json.length > mostBytes) return refuse('too-large', 'The table of advice is too large.', path);
  return parseAdvice(json, path);
};
