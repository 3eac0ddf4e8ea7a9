import type { Progress } from '../../app/ports.ts';

/** Between two lines where no terminal overwrites them. */
const everyMs = 5000;

/** Shows progress on stderr: one line that moves on a terminal, a line now and then elsewhere. */
export function createProgressLine(): { readonly show: (progress: Progress) => void; readonly end: () => void } {
  const terminal = process.stderr.isTTY;
  let shownMs = performance.now();
  let open = false;
  return {
    show: ({ stage, done, total }) => {
      if (total === 0) return;
      const text = `${stage} ${done} of ${total}`;
      if (terminal) {
        process.stderr.write(`\r${text}\u001b[K`);
        open = true;
      } else if (performance.now() - shownMs >= everyMs) {
        shownMs = performance.now();
        process.stderr.write(`${text}\n`);
      }
    },
    end: () => {
      if (open) process.stderr.write('\r\u001b[K');
      open = false;
    },
  };
}
