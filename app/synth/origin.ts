import type { NamedBytes } from '../formats/format.ts';
import type { Patient, Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpecSchema } from './spec.ts';

/**
 * How a synthetic recording is known for one, wherever its file has been: by its device in every format, and in WFDB also
 * by the spec that it was made from, which stands in the header's comments.
 */

export const syntheticDevice = 'Einthoven synthetic heart (synthetic, not a person)';

/** Stands where a person's name stands: on screen, in the worklist and on paper. */
export const syntheticName = 'Synthetic heart';

/** The note of every synthetic recording. */
export const syntheticNote = {
  code: 'synthetic',
  text: 'Synthetic: computed by the Einthoven synthetic heart from a seed. Not a person, not patient data.',
} as const;

export const syntheticPatient = ({ seed, patient }: Pick<SynthSpec, 'seed' | 'patient'>): Patient => ({
  ...patient,
  id: patient.id ?? `SYNTHETIC-${seed}`,
  name: syntheticName,
});

const specMark = 'Synthetic heart spec: ';
/** With the mark, well below the 255 characters that header(5) allows a line. */
const specCharacters = 180;

/** The spec as comments of a WFDB header, in pieces of one line each. */
export const specComments = (spec: SynthSpec): string[] => {
  // The schema's order, so that a spec that was read again is written as it was; no blank that a line's end could lose.
  const json = JSON.stringify(synthSpecSchema.parse(spec)).replaceAll(' ', '\\u0020');
  const pieces = Math.ceil(json.length / specCharacters);
  return Array.from(
    { length: pieces },
    (_, i) => `${specMark}${json.slice(i * specCharacters, (i + 1) * specCharacters)}`,
  );
};

/** The spec that the first of `files` carries; null: none, or none of this program. */
export const specOfFiles = (files: readonly NamedBytes[]): SynthSpec | null => {
  const header = files[0];
  if (header === undefined || !header.name.endsWith('.hea')) return null;
  const start = `# ${specMark}`;
  const json = new TextDecoder()
    .decode(header.bytes)
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length))
    .join('');
  try {
    const spec = synthSpecSchema.safeParse(JSON.parse(json));
    return spec.success ? spec.data : null;
  } catch {
    return null;
  }
};

/** Names what comes from the synthetic heart by what it is; any other recording stays as it is. */
export const withSyntheticOrigin = (recording: Recording, files: readonly NamedBytes[]): Recording => {
  if (recording.device !== syntheticDevice) return recording;
  const { patient } = recording;
  const spec = specOfFiles(files);
  return {
    ...recording,
    patient: { ...patient, name: syntheticName, id: spec === null ? 'SYNTHETIC' : syntheticPatient(spec).id },
    notes: [...recording.notes, syntheticNote],
  };
};

export const isSynthetic = (recording: { readonly notes: readonly { readonly code: string }[] }): boolean =>
  recording.notes.some(({ code }) => code === syntheticNote.code);
