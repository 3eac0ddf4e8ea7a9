import { SaxesParser } from 'saxes';
import { accept, type RefusalCode, type Result, refuse } from '../../result.ts';
import { readXmlText, type XmlText } from './text.ts';

export interface XmlElement {
  /** Without namespace prefix. */
  readonly name: string;
  /** Line of the file where it begins, from 1. */
  readonly line: number;
  /** By name without prefix; the first of two that differ in the prefix alone. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

export interface XmlDocument {
  readonly root: XmlElement;
  readonly notes: XmlText['notes'];
}

/** No maker's file comes near these; what does is built to exhaust a reader. */
export const xmlLimits = { depth: 64, elements: 100_000, attributes: 64, attributeChars: 64 * 1024 } as const;

interface Growing {
  readonly name: string;
  readonly line: number;
  readonly attributes: Map<string, string>;
  readonly children: Growing[];
  text: string;
}

/** Ends the parser's work from inside one of its events; never leaves this file. */
class Stop extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const attributesOf = (attributes: Readonly<Record<string, string>>): Map<string, string> => {
  const byName = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    if (!byName.has(localName(name))) byName.set(localName(name), value);
  }
  return byName;
};

const build = (text: string): XmlElement => {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let elements = 0;
  let attributes = 0;
  const at = (): string => `line ${parser.line}`;
  parser.on('error', () => {
    throw new Stop('header-invalid', `${at()}: expected well-formed XML.`);
  });
  // Nothing is fetched, nothing is expanded: a bare reference to a DTD is passed over, declarations of entities are not.
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) {
      throw new Stop('unsupported', `${at()}: the document type declares entities, which are never expanded here.`);
    }
  });
  parser.on('attribute', ({ value }) => {
    attributes += 1;
    if (attributes > xmlLimits.attributes || value.length > xmlLimits.attributeChars) {
      throw new Stop('too-large', `${at()}: more or longer attributes than any ECG file has.`);
    }
  });
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= xmlLimits.depth) {
      throw new Stop('too-large', `${at()}: elements are nested more than ${xmlLimits.depth} deep.`);
    }
    if (elements > xmlLimits.elements) {
      throw new Stop('too-large', `${at()}: more than ${xmlLimits.elements} elements.`);
    }
    const element: Growing = {
      name: localName(tag.name),
      line: parser.line,
      attributes: attributesOf(tag.attributes),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text);
  if (root === null || open.length > 0) {
    const unclosed = open.length === 0 ? 'before its first element' : `inside <${open.at(-1)!.name}>`;
    throw new Stop('truncated', `${at()}: the file ends ${unclosed}.`);
  }
  parser.close();
  return root;
};

/**
 * The elements of an XML file. Strict: neither entities nor a DTD are followed. Errors name file and line: `header-invalid`
 * for what is not well-formed, `truncated` for a file that ends inside an element, `too-large` for what crosses `xmlLimits`,
 * `unsupported` for entity declarations and unknown encodings.
 */
export const parseXml = (bytes: Uint8Array, file: string): Result<XmlDocument> => {
  const read = readXmlText(bytes, file);
  if (!read.ok) return read;
  try {
    return accept({ root: build(read.value.text), notes: read.value.notes });
  } catch (cause) {
    if (cause instanceof Stop) return refuse(cause.code, `${file}, ${cause.message}`, file);
    return refuse('header-invalid', `${file}: expected well-formed XML.`, file);
  }
};
