import type { XmlElement } from './parseXml.ts';

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The first element along `path`, each step the first child of that name. */
export const find = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => found?.children.find((child) => child.name === name), element);

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Some exports put dashes where they took a name out. */
const holdsSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

const wordsOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const words = oneLine(text);
  return holdsSomething(words) ? words : null;
};

/** The element's words on one line; null when it is not there or holds neither letter nor digit. */
export const textAt = (element: XmlElement | undefined, ...path: readonly string[]): string | null =>
  wordsOf(find(element, ...path)?.text);

/** As `textAt`, for an attribute of the element itself. */
export const attributeOf = (element: XmlElement | undefined, name: string): string | null =>
  wordsOf(element?.attributes.get(name));

const plainNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i;

/** A finite number, or null for anything else; a decimal comma counts as a point. */
export const numberIn = (text: string | null): number | null => {
  if (text === null) return null;
  const plain = text.trim().replace(',', '.');
  if (!plainNumber.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
};

export const numberAt = (element: XmlElement | undefined, ...path: readonly string[]): number | null =>
  numberIn(textAt(element, ...path));
