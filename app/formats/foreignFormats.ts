/** ECG formats of other makers that are known by their first bytes but not read yet: said by name rather than passed over. */

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

/** The first kilobytes as text, whether of one or of two bytes a character. */
const beginning = (head: Uint8Array): string => latin1(head, 0, 4096).replaceAll('\0', '');

interface ForeignFormat {
  readonly title: string;
  readonly recognises: (head: Uint8Array) => boolean;
}

const foreignFormats: readonly ForeignFormat[] = [
  { title: 'GE MUSE XML', recognises: (head) => /<RestingECG\b/.test(beginning(head)) },
  { title: 'Philips Sierra XML', recognises: (head) => /<restingecgdata\b/i.test(beginning(head)) },
  { title: 'HL7 aECG', recognises: (head) => /<(?:\w+:)?AnnotatedECG\b/.test(beginning(head)) },
];

/** The name of the ECG format that these first bytes are of, when it is one that is not read yet; null otherwise. */
export const foreignFormat = (head: Uint8Array): string | null =>
  foreignFormats.find(({ recognises }) => recognises(head))?.title ?? null;
