/** Choices of the reader that outlast the window. Nothing about a recording or a patient is kept here. */
type Name =
  | 'marksShown'
  | 'medianInReport'
  | 'leadRowsInReport'
  | 'evidenceInReport'
  | 'qualityInReport'
  | 'comparisonInReport'
  | 'letterPaper';

const keyOf = (name: Name): string => `einthoven.${name}`;

/** What was chosen last; `usual` where nothing was, or where the page may keep nothing. */
export const remembered = (name: Name, usual: boolean): boolean => {
  try {
    const kept = localStorage.getItem(keyOf(name));
    return kept === null ? usual : kept === 'true';
  } catch {
    return usual;
  }
};

export const remember = (name: Name, value: boolean): void => {
  try {
    localStorage.setItem(keyOf(name), String(value));
  } catch {
    // A choice that cannot be kept holds until the window closes.
  }
};
