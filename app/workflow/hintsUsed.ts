import type { Analysis } from '../analysis/schema.ts';
import type { DecodeHints } from '../formats/format.ts';
import type { Result } from '../result.ts';

/** Only what this file was read by: layouts of tables belong to those that used one. */
export const hintsUsed = (hints: DecodeHints, outcome: Result<Analysis>): DecodeHints => {
  if (hints.csvLayouts === undefined) return hints;
  const used = outcome.ok && outcome.value.recording.notes.some(({ code }) => code === 'layout-from-user');
  const { csvLayouts: _, ...others } = hints;
  return used ? hints : others;
};
