import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import { decodeFiles } from '../formats/registry.ts';
import type { Recording } from '../recording/recording.ts';
import { accept, type Result } from '../result.ts';

/** A recording ready to be drawn. Errors: those of the decoder. */
export const openRecording = (files: readonly NamedBytes[], hints: DecodeHints): Result<Recording> => {
  const decoded = decodeFiles(files, hints);
  return decoded.ok ? accept(decoded.value.recording) : decoded;
};
