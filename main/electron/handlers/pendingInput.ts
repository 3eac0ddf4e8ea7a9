import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';
import { inputLabel } from '../inputLabel.ts';
import type { PendingInput } from '../pendingInput.ts';
import type { Tokens } from '../tokens.ts';

export const pendingInput =
  (pending: PendingInput, tokens: Tokens): Handler<'pendingInput'> =>
  async (_input, { windowId }) => {
    const paths = pending.take();
    return accept(paths.length === 0 ? null : { token: tokens.issue(windowId, paths), label: inputLabel(paths) });
  };
