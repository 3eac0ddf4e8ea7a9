import type { Progress } from '../ports.ts';
import type { Result } from '../result.ts';
import type { CallName, Input, JobName, Output } from './table.ts';

export type { Progress, Result };

/** What `window.einthoven` is to the screen: one closed method a row of the contract, nothing generic. */
export type Client = {
  readonly [N in CallName]: (input: Input<N>) => Promise<Result<Output<N>>>;
} & {
  readonly [N in JobName]: (input: Input<N>, onProgress: (progress: Progress) => void) => Job<Output<N>>;
} & {
  /** A token for files that the user dropped on the window; null when they are not files of this machine. */
  readonly tokenForDrop: (
    files: readonly unknown[],
  ) => Promise<Result<{ readonly token: string; readonly label: string }>>;
  /** The archive or the menu changed something: 'worklist' to read the list again, menu words to act on. */
  readonly onEvent: (listener: (event: MainEvent) => void) => () => void;
};

export interface Job<T> {
  readonly result: Promise<Result<T>>;
  readonly cancel: () => void;
}

export const mainEvents = [
  'worklist-changed',
  'desk-changed', // somebody logged in or out, or a setting changed: ask deskState
  'watch-changed', // ask watchState
  'input-pending', // ask pendingInput
  'menu-open-files',
  'menu-open-folder',
  'menu-export-report',
] as const;
export type MainEvent = (typeof mainEvents)[number];

/** Channel names of the bridge, for preload and main. */
export const channels = {
  call: 'einthoven:call',
  cancel: 'einthoven:cancel',
  progress: 'einthoven:progress',
  drop: 'einthoven:drop',
  event: 'einthoven:event',
} as const;
