/**
 * The few globals that every host of the core has (Electron, Node, browser) and that the ECMAScript library does not
 * declare. The core has neither DOM nor Node types; what is not listed here does not exist for it.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
interface AbortSignal {
  readonly aborted: boolean;
}
