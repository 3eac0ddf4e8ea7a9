/** `MM-DD-YYYY`, `MM/DD/YYYY` or `YYYY-MM-DD` as ISO 8601; null for anything else. */
export const isoDate = (text: string | null): string | null => {
  const american = /^(0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])[-/](\d{4})$/.exec(text ?? '');
  if (american !== null) return `${american[3]}-${american[1]}-${american[2]}`;
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text ?? '') ? text : null;
};
