import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { crcCcitt } from '../crcCcitt.ts';
import { latin1 } from '../text.ts';

/** One section's bytes behind its 16-byte header. */
export interface Section {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export interface ScpSections {
  readonly sections: ReadonlyMap<number, Section>;
  readonly notes: readonly RecordingNote[];
}

const fileHeaderBytes = 6;
const sectionHeaderBytes = 16;
const pointerBytes = 10;
/** Sections that hold samples or what is needed to decode them: with a wrong checksum they are not believed. */
const signalSections: ReadonlySet<number> = new Set([2, 3, 4, 5, 6]);

/** Section 0 follows the six bytes of the file's own checksum and length; its reserved bytes spell SCPECG (EN 1064, 5.3). */
export const looksLikeScp = (head: Uint8Array): boolean => latin1(head, 16, 22) === 'SCPECG';

const sectionOf = (bytes: Uint8Array): Section => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
});

/**
 * Finds the sections by section 0's pointers and checks every checksum. A wrong one in a section of samples (2 to 6) refuses the
 * file: compressed samples behind it would be an ECG that nobody recorded. A wrong one elsewhere leaves that section out, and a
 * wrong one of the whole file alone becomes a note. Errors: `truncated`, `header-invalid`, `values-invalid`.
 */
export const readSections = (bytes: Uint8Array, file: string): Result<ScpSections> => {
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < fileHeaderBytes + sectionHeaderBytes)
    return refuse('truncated', `${file} holds ${bytes.length} bytes, too few for SCP-ECG.`, file);
  const length = whole.getUint32(2, true);
  if (length > bytes.length) {
    return refuse('truncated', `${file} should hold ${length} bytes by its header and holds ${bytes.length}.`, file);
  }
  const invalid = (problem: string) => refuse('header-invalid', `${file}: ${problem}.`, file);
  const pointersLength = whole.getUint32(fileHeaderBytes + 4, true);
  if (pointersLength < sectionHeaderBytes || fileHeaderBytes + pointersLength > length) {
    return invalid(`its table of sections has ${pointersLength} bytes`);
  }
  const notes: RecordingNote[] = [];
  const wrong = (from: number, to: number): boolean => crcCcitt(bytes, from + 2, to) !== whole.getUint16(from, true);
  const sections = new Map<number, Section>();
  const count = Math.floor((pointersLength - sectionHeaderBytes) / pointerBytes);
  for (let place = 0; place < count; place += 1) {
    const at = fileHeaderBytes + sectionHeaderBytes + pointerBytes * place;
    const id = whole.getUint16(at, true);
    const sectionLength = whole.getUint32(at + 2, true);
    const start = whole.getUint32(at + 6, true) - 1;
    if (id === 0 || sectionLength <= sectionHeaderBytes || sections.has(id)) continue;
    if (start < fileHeaderBytes || start + sectionLength > length) {
      return refuse(
        'truncated',
        `${file}: section ${id} should reach to byte ${start + sectionLength} of ${length}.`,
        file,
      );
    }
    if (whole.getUint16(start + 2, true) !== id)
      return invalid(`section ${whole.getUint16(start + 2, true)} stands where section ${id} is promised`);
    if (wrong(start, start + sectionLength)) {
      if (signalSections.has(id)) {
        return refuse(
          'values-invalid',
          `${file}: the checksum of section ${id} does not fit it; its samples cannot be trusted.`,
          file,
        );
      }
      notes.push({
        code: 'checksum-mismatch',
        text: `The checksum of section ${id} does not fit it; the section was left out.`,
      });
      continue;
    }
    sections.set(id, sectionOf(bytes.subarray(start + sectionHeaderBytes, start + sectionLength)));
  }
  if (wrong(0, length)) {
    notes.push({ code: 'checksum-mismatch', text: `The checksum of ${file} as a whole does not fit it.` });
  }
  return accept({ sections, notes });
};
