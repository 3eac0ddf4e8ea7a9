/** What canonical JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * The one text of a value, after RFC 8785: members sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript prints them. Members that are undefined are left out. Differs from the RFC in one point: a lone surrogate is
 * written as its \\u escape instead of being an error, so that no file name can stop the audit trail.
 * Throws a RangeError on NaN and infinities, which JSON cannot hold.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('canonical JSON holds finite numbers only');
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

// Array.isArray does not narrow a readonly array out of a union.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
