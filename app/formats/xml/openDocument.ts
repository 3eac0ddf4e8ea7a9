import { accept, type Result, refuse } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { parseXml, type XmlDocument } from './parseXml.ts';

/** The opened file's document and name; refused where it is no XML that is read here, or its root is not `rootElement`. */
export const openDocument = (
  files: readonly NamedBytes[],
  rootElement: string,
): Result<XmlDocument & { readonly file: string }> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const file = opened.name;
  const document = parseXml(opened.bytes, file);
  if (!document.ok) return document;
  if (document.value.root.name !== rootElement) {
    return refuse('unknown-format', `${file}: expected <${rootElement}>, found another document.`, file);
  }
  return accept({ ...document.value, file });
};
