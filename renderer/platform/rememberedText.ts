/** Choices of the reader that outlast the window, as text. Nothing about a recording or a patient is kept here. */
type Name = 'settings' | 'tour' | `panes:${string}`;

const keyOf = (name: Name): string => `einthoven.${name}`;

/** Null where nothing was kept, or where the page may keep nothing. */
export const rememberedText = (name: Name): string | null => {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
};

export const rememberText = (name: Name, value: string): void => {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // A choice that cannot be kept holds until the window closes.
  }
};
