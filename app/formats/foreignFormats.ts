/** ECG formats of other makers that are known by their first bytes but not read yet: said by name rather than passed over. */

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

interface ForeignFormat {
  readonly title: string;
  readonly recognises: (head: Uint8Array) => boolean;
}

const foreignFormats: readonly ForeignFormat[] = [
  { title: 'DICOM', recognises: (head) => latin1(head, 128, 132) === 'DICM' },
  // Section 0 begins after the six bytes of the file's CRC and length; its reserved bytes spell SCPECG (EN 1064, 5.3).
  { title: 'SCP-ECG', recognises: (head) => latin1(head, 16, 22) === 'SCPECG' },
  { title: 'ISHNE Holter', recognises: (head) => latin1(head, 0, 8) === 'ISHNE1.0' },
  // Version "0" in eight characters, then the patient field; bytes 184-191 are the header's length in digits.
  {
    title: 'EDF',
    recognises: (head) => latin1(head, 0, 8) === '0       ' && /^\d+ *$/.test(latin1(head, 184, 192)),
  },
  { title: 'GDF', recognises: (head) => /^GDF \d\.\d\d$/.test(latin1(head, 0, 8)) },
  { title: 'BDF', recognises: (head) => head[0] === 0xff && latin1(head, 1, 8) === 'BIOSEMI' },
];

/** The name of the ECG format that these first bytes are of, when it is one that is not read yet; null otherwise. */
export const foreignFormat = (head: Uint8Array): string | null =>
  foreignFormats.find(({ recognises }) => recognises(head))?.title ?? null;
