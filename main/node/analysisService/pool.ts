import { type Result, refuse } from '../../../app/result.ts';
import { type JobRequest, responseSchema } from '../../worker/messages.ts';
import type { WorkerProcess } from './workerProcess.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

export interface PoolJob {
  readonly request: WithoutId<JobRequest>;
  /** What a refusal names. */
  readonly file: string | null;
  /** Goes before those that are not. */
  readonly urgent: boolean;
}

export interface Pool {
  /**
   * Resolves with the worker's answer; never rejects.
   * Errors: those of the job, `cancelled`, `analysis-crashed`, `internal` when the job cannot be sent.
   */
  readonly submit: (job: PoolJob, signal: AbortSignal | null) => Promise<Result<unknown>>;
  /** Refuses what is queued or running (`cancelled`), ends the processes and waits until they are gone. */
  readonly close: () => Promise<void>;
}

interface PoolOptions {
  readonly spawn: () => WorkerProcess;
  readonly processes: number;
  readonly jobLimitMs: number;
}

interface Job extends PoolJob {
  readonly id: number;
  /** How its processes ended. */
  readonly crashes: string[];
  /** Settles the caller's promise; later calls do nothing. */
  readonly settle: (result: Result<unknown>) => void;
  settled: boolean;
}

interface Slot {
  readonly worker: WorkerProcess;
  job: Job | null;
  timer: NodeJS.Timeout | null;
  /** Why we ended it ourselves; goes before what the operating system says. */
  killedBecause: string | null;
}

const maximumTries = 2;

/** Processes for jobs: started when needed, one job each at a time, replaced when they die. */
export const createPool = ({ spawn, processes, jobLimitMs }: PoolOptions): Pool => {
  const slots = new Set<Slot>();
  const queue: Job[] = [];
  let nextId = 0;
  let closed = false;
  const whenEmpty: (() => void)[] = [];

  const dispatch = () => {
    while (queue.length > 0 && !closed) {
      const slot = [...slots].find(({ job, killedBecause }) => job === null && killedBecause === null);
      if (slot === undefined && slots.size >= processes) return;
      const job = queue.shift()!;
      if (slot === undefined) startOnFresh(job);
      else assign(slot, job);
    }
  };

  const startOnFresh = (job: Job) => {
    let worker: WorkerProcess;
    try {
      worker = spawn();
    } catch (error) {
      crashed(job, `it could not be started (${error instanceof Error ? error.name : 'unknown error'})`);
      return;
    }
    const slot: Slot = { worker, job: null, timer: null, killedBecause: null };
    slots.add(slot);
    worker.onMessage((message) => answered(slot, message));
    worker.onExit((reason) => exited(slot, reason));
    assign(slot, job);
  };

  const assign = (slot: Slot, job: Job) => {
    slot.job = job;
    slot.timer = setTimeout(() => kill(slot, `it took longer than ${Math.round(jobLimitMs / 100) / 10} s`), jobLimitMs);
    try {
      slot.worker.post({ ...job.request, id: job.id });
    } catch {
      job.settle(refuse('internal', 'The recording could not be sent to the analysis process.', job.file));
      free(slot);
    }
  };

  const free = (slot: Slot): Job | null => {
    const { job, timer } = slot;
    if (timer !== null) clearTimeout(timer);
    slot.job = null;
    slot.timer = null;
    return job;
  };

  const kill = (slot: Slot, because: string) => {
    slot.killedBecause ??= because;
    slot.worker.kill();
  };

  const answered = (slot: Slot, message: unknown) => {
    const parsed = responseSchema.safeParse(message);
    if (!parsed.success || slot.job === null || parsed.data.id !== slot.job.id) return;
    free(slot)?.settle(parsed.data.result);
    dispatch();
  };

  const exited = (slot: Slot, reason: string) => {
    slots.delete(slot);
    const job = free(slot);
    if (job !== null && !job.settled) crashed(job, slot.killedBecause ?? reason);
    dispatch();
    if (slots.size === 0) for (const tell of whenEmpty.splice(0)) tell();
  };

  /** The retry starts at once in the place of the dead process: it is not to wait behind a batch, nor meet an old process. */
  const crashed = (job: Job, reason: string) => {
    job.crashes.push(reason);
    if (job.crashes.length >= maximumTries || closed)
      job.settle(
        refuse(
          'analysis-crashed',
          `The analysis process died ${job.crashes.length} times on this recording: ${job.crashes.join('; ')}.`,
          job.file,
        ),
      );
    else startOnFresh(job);
  };

  const withdraw = (job: Job) => {
    job.settle(refuse('cancelled', 'The analysis was cancelled.', job.file));
    const index = queue.indexOf(job);
    if (index >= 0) queue.splice(index, 1);
    for (const slot of slots) if (slot.job === job) tellCancelled(slot, job);
  };

  const tellCancelled = (slot: Slot, job: Job) => {
    try {
      slot.worker.post({ kind: 'cancel', id: job.id });
    } catch {
      // The process is going; its answer would have been ignored anyway.
    }
  };

  return {
    submit: (poolJob, signal) =>
      new Promise((resolve) => {
        const onAbort = () => withdraw(job);
        const job: Job = {
          ...poolJob,
          id: nextId++,
          crashes: [],
          settled: false,
          settle: (result) => {
            if (job.settled) return;
            job.settled = true;
            signal?.removeEventListener('abort', onAbort);
            resolve(result);
          },
        };
        if (closed || signal?.aborted) {
          withdraw(job);
          return;
        }
        signal?.addEventListener('abort', onAbort);
        const firstNotUrgent = queue.findIndex(({ urgent }) => !urgent);
        if (job.urgent && firstNotUrgent >= 0) queue.splice(firstNotUrgent, 0, job);
        else queue.push(job);
        dispatch();
      }),
    close: () => {
      closed = true;
      for (const job of [...queue]) withdraw(job);
      for (const slot of slots) {
        if (slot.job !== null) withdraw(slot.job);
        kill(slot, 'the service was closed');
      }
      return new Promise((resolve) => {
        if (slots.size === 0) resolve();
        else whenEmpty.push(resolve);
      });
    },
  };
};
