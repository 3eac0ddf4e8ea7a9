const longestName = 255;

/**
 * True for a plain file name: no folder, no drive, no step upwards, no control character. Names inside a file come
 * from strangers; anything else could make us read a file that the user never meant.
 */
export const isPlainFileName = (name: string): boolean => {
  if (name.length === 0 || name.length > longestName || name === '.' || name === '..') return false;
  for (const char of name) {
    if (char < ' ' || char === '/' || char === '\\' || char === ':' || char === '\u007f') return false;
  }
  return true;
};
