import type { Progress } from '../../app/ports.ts';
import { type Result, refuse } from '../../app/result.ts';

export interface JobHandle {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Jobs {
  /** Runs a job under an id that its window chose; a second job of the same id is refused while the first runs. */
  readonly run: <T>(
    windowId: number,
    jobId: string,
    send: (progress: Progress) => void,
    work: (job: JobHandle) => Promise<Result<T>>,
  ) => Promise<Result<T>>;
  /** Nothing happens when the window has no such job. */
  readonly cancel: (windowId: number, jobId: string) => void;
  readonly cancelWindow: (windowId: number) => void;
}

/**
 * Ten reports a second are all that an eye can follow: what comes faster is dropped, except a new stage and the last
 * step, which always pass.
 */
const everyMs = 100;

const throttled = (send: (progress: Progress) => void, nowMs: () => number): ((progress: Progress) => void) => {
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastStage: string | null = null;
  return (progress) => {
    const now = nowMs();
    if (now - lastMs < everyMs && progress.stage === lastStage && progress.done < progress.total) return;
    lastMs = now;
    lastStage = progress.stage;
    send(progress);
  };
};

export const createJobs = (nowMs: () => number): Jobs => {
  const running = new Map<number, Map<string, AbortController>>();

  return {
    run: async (windowId, jobId, send, work) => {
      const ofWindow = running.get(windowId) ?? new Map<string, AbortController>();
      if (ofWindow.has(jobId)) return refuse('invalid-input', 'A job with this id is running already.');
      const controller = new AbortController();
      ofWindow.set(jobId, controller);
      running.set(windowId, ofWindow);
      try {
        return await work({ signal: controller.signal, onProgress: throttled(send, nowMs) });
      } finally {
        ofWindow.delete(jobId);
        if (ofWindow.size === 0 && running.get(windowId) === ofWindow) running.delete(windowId);
      }
    },
    cancel: (windowId, jobId) => running.get(windowId)?.get(jobId)?.abort(),
    cancelWindow: (windowId) => {
      for (const controller of running.get(windowId)?.values() ?? []) controller.abort();
    },
  };
};
