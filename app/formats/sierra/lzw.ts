const bitsPerCode = 10;
const literals = 256;
/** The all-ones code ends the data; the table keeps below it. */
const endCode = (1 << bitsPerCode) - 1;

/**
 * Expands LZW with codes of ten bits, high bit first, whose table is filled once and then kept. Null for a code that cannot
 * stand where it does, and for more than `mostBytes` of output.
 */
export const expandLzw = (bytes: Uint8Array, mostBytes: number): Uint8Array | null => {
  const prefix = new Uint16Array(endCode);
  const last = new Uint8Array(endCode);
  const first = new Uint8Array(endCode);
  const lengthOf = new Uint32Array(endCode);
  for (let code = 0; code < literals; code += 1) {
    last[code] = code;
    first[code] = code;
    lengthOf[code] = 1;
  }
  let output = new Uint8Array(Math.min(mostBytes, Math.max(1024, bytes.length * 8)));
  let count = 0;
  let next = literals;
  let previous = -1;
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffffff;
    held += 8;
    if (held < bitsPerCode) continue;
    held -= bitsPerCode;
    const code = (buffer >>> held) & endCode;
    if (code === endCode) break;
    if (code > next || (code === next && (previous === -1 || next >= endCode))) return null;
    // A code that is only now being made is the previous string followed by its own first byte.
    const isNew = code === next;
    const head = first[isNew ? previous : code]!;
    if (previous !== -1 && next < endCode) {
      prefix[next] = previous;
      last[next] = head;
      first[next] = first[previous]!;
      lengthOf[next] = lengthOf[previous]! + 1;
      next += 1;
    }
    const length = lengthOf[code]!;
    if (length === 0 || count + length > mostBytes) return null;
    if (count + length > output.length) {
      const larger = new Uint8Array(Math.min(mostBytes, Math.max(output.length * 2, count + length)));
      larger.set(output.subarray(0, count));
      output = larger;
    }
    let from = code;
    for (let at = count + length - 1; at > count; at -= 1) {
      output[at] = last[from]!;
      from = prefix[from]!;
    }
    output[count] = first[code]!;
    count += length;
    previous = code;
  }
  return output.subarray(0, count);
};
