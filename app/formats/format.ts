import type { Recording } from '../recording/recording.ts';
import type { Result } from '../result.ts';
import type { CsvLayout } from './csv/layout.ts';

export interface NamedBytes {
  /** File name without folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the user may add where a file is silent; never guessed by a decoder. */
export interface DecodeHints {
  readonly sampleRateHz?: number;
  readonly unit?: 'mV' | 'uV';
  /** Layouts of tables that a person gave; the one whose signature a table has is used. */
  readonly csvLayouts?: readonly CsvLayout[];
}

export const formatIds = ['wfdb', 'csv', 'edf', 'ishne', 'dicom', 'scp', 'aecg', 'muse', 'sierra'] as const;
export type FormatId = (typeof formatIds)[number];

/** One file format: recognised by content, decoded purely. */
export interface Format {
  readonly id: FormatId;
  readonly title: string;
  /** True when the first bytes (up to 64 KiB) are of this format. The name is a tie-breaker at most. */
  readonly recognises: (head: Uint8Array, name: string) => boolean;
  /**
   * Names of further files that must or may be read beside `files` to decode the first of them, each name without
   * folder and not in `files` yet. Called again after every round of reading until it asks for nothing new
   * (a multi-segment header names headers, which name signal files).
   */
  readonly companions: (
    files: readonly NamedBytes[],
  ) => readonly { readonly name: string; readonly required: boolean }[];
  /** `files[0]` is the file that was opened, the rest its companions. Never throws; the error names the file. */
  readonly decode: (files: readonly NamedBytes[], hints: DecodeHints) => Result<Recording>;
}
