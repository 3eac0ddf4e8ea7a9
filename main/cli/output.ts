/**
 * Writes to stdout; waits while a slow reader has its pipe full, so that a long batch does not pile up in memory. That it
 * cannot be written is heard by `listenForInterruption`, once.
 */
export const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });

export const printLine = (text: string): Promise<void> => print(`${text}\n`);

/** For people, beside the results. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Control characters of a file name or a foreign text must not reach the terminal. */
export const plain = (text: string): string => text.replace(/\p{Cc}/gu, '?');
