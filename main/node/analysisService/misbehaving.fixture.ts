import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { accept } from '../../../app/result.ts';
import { connectHost } from '../../worker/host.ts';
import { createJobLoop } from '../../worker/jobLoop.ts';

/**
 * An analysis process that does what the path of its job says, for the tests of the pool: the real host connection and job
 * loop around jobs that die, hang or wait. The answer to a job that lives is the id of its process.
 */
const host = connectHost();
host?.onMessage(
  createJobLoop(async (job, signal) => {
    const [what, file = ''] = job.kind === 'analyze' ? job.bundle.path.split('|') : ['answer'];
    switch (what) {
      case 'die':
        process.kill(process.pid, 'SIGKILL');
        break;
      case 'die-once':
        if (!existsSync(file)) {
          writeFileSync(file, '');
          process.kill(process.pid, 'SIGKILL');
        }
        break;
      case 'exit':
        process.exit(7);
        break;
      case 'hang':
        for (;;);
      case 'wait':
        writeFileSync(file, '');
        await wait(300);
        break;
      case 'wait-for-cancel':
        writeFileSync(file, '');
        while (!signal.aborted) await wait(5);
        break;
      case 'throw':
        throw new TypeError('Doe^John, 47 years');
    }
    return accept(process.pid);
  }, host.send),
);
