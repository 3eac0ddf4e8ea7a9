import type { Input, MethodName, Output } from '../../app/contract/table.ts';
import type { Person } from '../../app/people/person.ts';
import type { Progress } from '../../app/ports.ts';
import { type Result, refuse } from '../../app/result.ts';

/** What a use case may know about who called it. */
export interface Caller {
  /** Who sits at the desk; null only for calls that anyone may make of a locked desk. */
  readonly person: Person | null;
  readonly windowId: number;
  readonly signal: AbortSignal;
  /** Does nothing for a call; a job's reports reach its window. */
  readonly onProgress: (progress: Progress) => void;
}

export type Handler<N extends MethodName> = (input: Input<N>, caller: Caller) => Promise<Result<Output<N>>>;

/** One handler a row of the contract: a row without one does not compile. */
export type Handlers = { readonly [N in MethodName]: Handler<N> };

/** A handler that needs a person. `bind` turns others away before; this is for the types, and for a row whose access was forgotten. */
export const forPerson =
  <N extends MethodName>(
    work: (input: Input<N>, person: Person, caller: Caller) => Promise<Result<Output<N>>>,
  ): Handler<N> =>
  async (input, caller) =>
    caller.person === null ? refuse('locked', 'The desk is locked.') : work(input, caller.person, caller);
