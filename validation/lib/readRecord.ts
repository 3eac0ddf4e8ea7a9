import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NamedBytes } from '../../app/formats/format.ts';
import { decodeFiles, recogniseFormat } from '../../app/formats/registry.ts';
import type { Recording } from '../../app/recording/recording.ts';

/** The files of one record, the header first, with all that it names. */
export const readFiles = (folder: string, record: string): NamedBytes[] => {
  const read = (name: string): NamedBytes => ({ name, bytes: readFileSync(join(folder, name)) });
  const files: NamedBytes[] = [read(`${basename(record)}.hea`)];
  const format = recogniseFormat(files[0]!.bytes, files[0]!.name);
  for (let wanted = format?.companions(files) ?? []; wanted.length > 0; wanted = format?.companions(files) ?? []) {
    const fresh = wanted.filter(({ name }) => !files.some((file) => file.name === name));
    if (fresh.length === 0) break;
    files.push(...fresh.map(({ name }) => read(name)));
  }
  return files;
};

/** One record of a folder. Throws with the refusal's text: validation must not skip. */
export const readRecord = (folder: string, record: string): Recording => {
  const decoded = decodeFiles(readFiles(folder, record), {});
  if (!decoded.ok) throw new Error(`${record}: ${decoded.error.message}`);
  return decoded.value.recording;
};
