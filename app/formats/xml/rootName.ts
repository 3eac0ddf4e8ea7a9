const latin1 = new TextDecoder('windows-1252');

/**
 * The name of the first element that these first bytes open, without its prefix; null where there is none. Zeros are
 * passed over, so that UTF-16 reads as well; nothing is parsed yet.
 */
export const rootName = (head: Uint8Array): string | null => {
  if (!head.subarray(0, 64).some((byte) => byte === 0x3c)) return null;
  let rest = latin1
    .decode(head.filter((byte) => byte !== 0))
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  for (;;) {
    rest = rest.trimStart();
    const skip = /^<\?[\s\S]*?\?>|^<!--[\s\S]*?-->|^<!DOCTYPE(?:[^[>]|\[[\s\S]*?\]\s*(?=>))*>/i.exec(rest)?.[0];
    if (skip === undefined) break;
    rest = rest.slice(skip.length);
  }
  return /^<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(rest)?.[1] ?? null;
};
