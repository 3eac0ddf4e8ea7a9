import { withDerivedLeads } from '../recording/derivedLeads.ts';
import type { Recording } from '../recording/recording.ts';
import { truthNotes } from '../recording/truthChecks.ts';
import { accept, type Result, refuse } from '../result.ts';
import { withSyntheticOrigin } from '../synth/origin.ts';
import { aecg } from './aecg/aecg.ts';
import { csv } from './csv/csv.ts';
import { dicom } from './dicom/dicom.ts';
import { edf } from './edf/edf.ts';
import type { DecodeHints, Format, FormatId, NamedBytes } from './format.ts';
import { ishne } from './ishne/ishne.ts';
import { muse } from './muse/muse.ts';
import { scp } from './scp/scp.ts';
import { sierra } from './sierra/sierra.ts';
import { wfdb } from './wfdb/wfdb.ts';

/** Every format that we read, those with the surest marks first. */
export const formats: readonly Format[] = [dicom, scp, ishne, edf, aecg, muse, sierra, wfdb, csv];

const headBytes = 64 * 1024;

/** The format of a file by its first bytes (more than 64 KiB are not looked at), or null when it is none that we read. */
export const recogniseFormat = (head: Uint8Array, name: string): Format | null => {
  if (head.length === 0) return null;
  const looked = head.subarray(0, headBytes);
  return formats.find((format) => format.recognises(looked, name)) ?? null;
};

/**
 * Recognises and decodes the first of `files` (the rest are its companions), adds the derived limb leads, and notes
 * what speaks against the recording being what its file says. Never throws; an error names the file and the reason.
 */
export const decodeFiles = (
  files: readonly NamedBytes[],
  hints: DecodeHints,
): Result<{ readonly recording: Recording; readonly format: FormatId }> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  if (opened.bytes.length === 0) return refuse('empty-file', `${opened.name} is empty.`, opened.name);
  const format = recogniseFormat(opened.bytes, opened.name);
  if (format === null) {
    const titles = formats.map(({ title }) => title).join(', ');
    return refuse('unknown-format', `${opened.name} is of no format that is read here (${titles}).`, opened.name);
  }
  try {
    const recording = format.decode(files, hints);
    if (!recording.ok) return recording;
    const named = withSyntheticOrigin(recording.value, files);
    const whole = withDerivedLeads(named);
    return accept({ recording: { ...whole, notes: [...whole.notes, ...truthNotes(whole)] }, format: format.id });
  } catch {
    // A decoder's mistake on one strange file must not end a batch of a thousand good ones.
    return refuse('internal', `${opened.name} could not be decoded: an error in the ${format.id} reader.`, opened.name);
  }
};
