/** ECG formats of other makers that are known by their first bytes but not read yet: said by name rather than passed over. */

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

interface ForeignFormat {
  readonly title: string;
  readonly recognises: (head: Uint8Array) => boolean;
}

const foreignFormats: readonly ForeignFormat[] = [
  { title: 'GDF', recognises: (head) => /^GDF \d\.\d\d$/.test(latin1(head, 0, 8)) },
  { title: 'BDF', recognises: (head) => head[0] === 0xff && latin1(head, 1, 8) === 'BIOSEMI' },
];

/** The name of the ECG format that these first bytes are of, when it is one that is not read yet; null otherwise. */
export const foreignFormat = (head: Uint8Array): string | null =>
  foreignFormats.find(({ recognises }) => recognises(head))?.title ?? null;
