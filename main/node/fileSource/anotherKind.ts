import { extname } from 'node:path';
import type { Refusal } from '../../../app/result.ts';

/** Names that nothing but an ECG bears. */
const ecgExtensions = new Set(['.hea', '.dcm', '.scp', '.edf', '.ecg']);
/** Names that ECGs bear, among others. */
const sharedExtensions = new Set(['.csv', '.tsv', '.xml', '.dat']);

/** Whether a name says that the file is an ECG: what cannot be read under such a name is refused. */
export function claimsEcg(path: string): boolean {
  const extension = extname(path).toLowerCase();
  return ecgExtensions.has(extension) || sharedExtensions.has(extension);
}

/**
 * Whether a file that nobody named is left out rather than refused: it lies beside ECGs and is of another kind, as a photo or a
 * letter is. A table or an XML file may well be something else; with nothing in it, it is an ECG that was lost.
 */
export function isOfAnotherKind(path: string, code: Refusal['code']): boolean {
  // Nobody may think that such a file was read, whatever its name.
  if (code === 'unreadable' || code === 'unsupported') return false;
  if (code === 'unknown-format') return !ecgExtensions.has(extname(path).toLowerCase());
  return !claimsEcg(path);
}
