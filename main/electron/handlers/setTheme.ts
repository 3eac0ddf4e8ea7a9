import type { Theme } from '../../../app/contract/table.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

export const setTheme =
  (put: (theme: Theme) => void): Handler<'setTheme'> =>
  async ({ theme }) => {
    put(theme);
    return accept({});
  };
