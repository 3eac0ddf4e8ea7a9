import type { Client } from '../../app/contract/client.ts';

/** Everything that the screen can ask of main: the contract's rows, a token for a drop, and main's words. */
export const client: Client = window.einthoven;
