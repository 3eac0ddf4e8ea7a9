import { create } from 'zustand';

/** Something the reader did that can be taken back: what it was, in words, and both ways. */
export interface Deed {
  readonly label: string;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** More than anyone takes back. */
const mostDeeds = 100;

interface UndoStack {
  readonly done: readonly Deed[];
  readonly undone: readonly Deed[];
}

/** One stack for the whole window, whatever part of it the deed was done in. */
export const useUndo = create<UndoStack>()(() => ({ done: [], undone: [] }));

/** Remembers a deed that is done already. What was undone before it cannot be done again. */
export const rememberDeed = (deed: Deed): void =>
  useUndo.setState(({ done }) => ({ done: [...done, deed].slice(-mostDeeds), undone: [] }));

/** Takes the last deed back; null when there is none. */
export const undo = (): Deed | null => {
  const { done, undone } = useUndo.getState();
  const deed = done.at(-1);
  if (deed === undefined) return null;
  useUndo.setState({ done: done.slice(0, -1), undone: [...undone, deed] });
  deed.undo();
  return deed;
};

/** Does again what was undone last; null when there is nothing. */
export const redo = (): Deed | null => {
  const { done, undone } = useUndo.getState();
  const deed = undone.at(-1);
  if (deed === undefined) return null;
  useUndo.setState({ done: [...done, deed], undone: undone.slice(0, -1) });
  deed.redo();
  return deed;
};

/** Forgets what belongs to what is no longer on screen: a mark of a recording that was left, say. */
export const forgetDeeds = (which: (deed: Deed) => boolean): void =>
  useUndo.setState(({ done, undone }) => ({
    done: done.filter((deed) => !which(deed)),
    undone: undone.filter((deed) => !which(deed)),
  }));
