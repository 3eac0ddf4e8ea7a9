import type { Input, MethodName, Output } from '../../app/contract/table.ts';
import type { Progress } from '../../app/ports.ts';
import type { Result } from '../../app/result.ts';

/** What a use case may know about who called it. */
export interface Caller {
  readonly windowId: number;
  readonly signal: AbortSignal;
  /** Does nothing for a call; a job's reports reach its window. */
  readonly onProgress: (progress: Progress) => void;
}

export type Handler<N extends MethodName> = (input: Input<N>, caller: Caller) => Promise<Result<Output<N>>>;

/** One handler a row of the contract: a row without one does not compile. */
export type Handlers = { readonly [N in MethodName]: Handler<N> };
