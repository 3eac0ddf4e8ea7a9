/** Age in years from a file's words, or null for what is no age (`?`, `NaN`, 300 as some archives write "over 89"). */
export const parseAge = (text: string): number | null => {
  const match = /^(\d{1,3}(?:\.\d+)?)(?:\s*(?:y|yr|yrs|years?))?$/i.exec(text.trim());
  if (match === null) return null;
  const age = Number(match[1]);
  return age <= 130 ? age : null;
};

/** Sex from a file's words, or null when it says neither. */
export const parseSex = (text: string): 'M' | 'F' | null => {
  const word = text.trim().toLowerCase();
  if (word === 'm' || word === 'male') return 'M';
  if (word === 'f' || word === 'female') return 'F';
  return null;
};
