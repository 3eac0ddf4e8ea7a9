import { AsyncLocalStorage } from 'node:async_hooks';

const acting = new AsyncLocalStorage<string>();

/**
 * Whatever `work` does, and whatever that starts, is done in this person's name: a long import stays the technician's who began
 * it, whoever sits at the desk when it ends.
 */
export const actingAs = <T>(name: string, work: () => T): T => acting.run(name, work);

/** Who acts right now; the program itself where nobody does. */
export const actorNow = (program: string): string => acting.getStore() ?? program;
