import type { Client } from '../app/contract/client.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly einthoven: Client;
  }
}
