import { type Result, refuse } from '../../app/result.ts';
import { type JobRequest, type Response, requestSchema } from './messages.ts';

/** Runs one job; it may throw, the loop makes a Result of that. */
export type RunJob = (job: JobRequest, signal: AbortSignal) => Promise<Result<unknown>>;

/**
 * Takes messages in and runs their jobs one after the other, in order.
 * An exception inside a job is its answer (`internal`), never the end of the process.
 */
export const createJobLoop = (run: RunJob, send: (response: Response) => void): ((message: unknown) => void) => {
  const waiting: JobRequest[] = [];
  const cancels = new Map<number, AbortController>();
  let running = false;

  const drain = async () => {
    if (running) return;
    running = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { id } = job;
      const cancel = new AbortController();
      cancels.set(id, cancel);
      const result = await answer(run, job, cancel.signal);
      cancels.delete(id);
      send({ id, result });
    }
    running = false;
  };

  return (message) => {
    const parsed = requestSchema.safeParse(message);
    if (!parsed.success) {
      const id = idOf(message);
      if (id !== null)
        send({ id, result: refuse('invalid-input', 'The analysis process was sent a job that it does not know.') });
      return;
    }
    const request = parsed.data;
    if (request.kind !== 'cancel') {
      waiting.push(request);
      void drain();
      return;
    }
    const index = waiting.findIndex(({ id }) => id === request.id);
    if (index >= 0) waiting.splice(index, 1);
    cancels.get(request.id)?.abort();
  };
};

const answer = async (run: RunJob, job: JobRequest, signal: AbortSignal): Promise<Result<unknown>> => {
  try {
    return await run(job, signal);
  } catch (error) {
    return refuse('internal', `An error of the program stopped the job: ${whereOf(error)}.`, fileOf(job));
  }
};

const fileOf = (job: JobRequest): string | null => {
  if (job.kind === 'models' || job.kind === 'synthesise' || job.kind === 'verifyModel') return null;
  return (job.kind === 'analyze' ? job.bundle.files : job.files)[0]?.name ?? null;
};

/** Kind and place of an exception. Its text is left out: it may quote what stood in the file. */
const whereOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'something was thrown that is no Error';
  const place = error.stack?.match(/([^/\\()\s]+:\d+):\d+\)?$/m)?.[1];
  return place === undefined ? error.name : `${error.name} at ${place}`;
};

const idOf = (message: unknown): number | null =>
  typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'number'
    ? message.id
    : null;
