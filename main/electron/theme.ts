import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Theme, themes } from '../../app/contract/table.ts';
import { writeWindowFile } from './windowState.ts';

const themeSchema = z.object({ theme: z.enum(themes) });

/** The theme that was chosen last; as the system has it when that is unknown. Read before the window is there, which opens in it. */
export const readTheme = (path: string): Theme => {
  try {
    return themeSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).theme;
  } catch {
    return 'system';
  }
};

export const writeTheme = (path: string, theme: Theme): void => writeWindowFile(path, { theme });
