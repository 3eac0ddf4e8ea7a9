/** `KeyboardEvent.key` with Ctrl and Shift before it; Shift not where it made the character. */
export const chordOf = ({ key, ctrlKey, shiftKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey'>): string =>
  `${ctrlKey ? 'Ctrl+' : ''}${shiftKey && key.length > 1 ? 'Shift+' : ''}${key}`;
