import { resolve } from 'node:path';

/** Paths after `--open`, up to the next switch, made absolute against `cwd`. Without `--open` nothing is opened. */
export const pathsToOpen = (argv: readonly string[], cwd: string): readonly string[] => {
  const at = argv.indexOf('--open');
  if (at < 0) return [];
  const rest = argv.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return (end < 0 ? rest : rest.slice(0, end)).filter((word) => word !== '').map((word) => resolve(cwd, word));
};
