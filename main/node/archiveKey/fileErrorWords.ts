const words: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'you may not',
  EPERM: 'you may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
};

/** What went wrong with a file, in words; never its content. */
export const fileErrorWords = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return words[code] ?? (code || 'unknown error');
};
