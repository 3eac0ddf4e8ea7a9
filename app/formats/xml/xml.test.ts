import { describe, expect, it } from 'vitest';
import { decodeBase64, int16Of } from './base64.ts';
import { numbersIn } from './numberList.ts';
import { parseXml, xmlLimits } from './parseXml.ts';
import { attributeOf, childrenOf, find, numberIn, textAt } from './query.ts';
import { rootName } from './rootName.ts';
import { base64Of } from './testFiles.testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from([...text].map((char) => char.charCodeAt(0)));
const utf16 = (text: string, mark: boolean) =>
  Uint8Array.from([...(mark ? '\ufeff' : ''), ...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
const swapped = (bytes: Uint8Array) => bytes.map((_, i) => bytes[i ^ 1]!);
const parsed = (bytes: Uint8Array) => {
  const result = parseXml(bytes, 'f.xml');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const refusal = (text: string | Uint8Array) => {
  const result = parseXml(typeof text === 'string' ? utf8(text) : text, 'f.xml');
  if (result.ok) throw new Error('read, though it should have been refused');
  return result.error;
};

describe('encodings', () => {
  const body = '<a n="é"><b>Müller µV</b></a>';
  it.each([
    ['UTF-8', utf8(body)],
    ['UTF-8 with a mark', utf8(`\ufeff${body}`)],
    ['UTF-16 LE', utf16(`<?xml version="1.0" encoding="utf-16"?>${body}`, true)],
    ['UTF-16 BE', swapped(utf16(body, true))],
    ['UTF-16 without a mark', utf16(body, false)],
    ['UTF-16 BE without a mark', swapped(utf16(body, false))],
    ['ISO-8859-1', latin(`<?xml version="1.0" encoding="ISO-8859-1"?>${body}`)],
    ['Windows-1252', latin(`<?xml version='1.0' encoding='windows-1252'?>${body}`)],
    ['UTF-8 that says UTF-16', utf8(`<?xml version="1.0" encoding="utf-16"?>${body}`)],
  ])('%s', (_, bytes) => {
    const { root, notes } = parsed(bytes);
    expect([root.name, attributeOf(root, 'n'), textAt(root, 'b'), notes]).toEqual(['a', 'é', 'Müller µV', []]);
    expect(rootName(bytes)).toBe('a');
  });

  it('reads what is not the UTF-8 that it claims to be, and says so', () => {
    const { root, notes } = parsed(latin(body));
    expect(textAt(root, 'b')).toBe('Müller µV');
    expect(notes.map(({ code }) => code)).toEqual(['encoding-mismatch']);
  });

  it('refuses an encoding that it does not know', () => {
    expect(refusal('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>')).toMatchObject({ code: 'unsupported' });
  });
});

describe('what is in a document', () => {
  it('drops prefixes, joins text around children and comments, keeps lines', () => {
    const { root } = parsed(utf8('<x:a xmlns:x="u">\n1<!-- c -->2<b xsi:type="T"/><![CDATA[<3]]>\n</x:a>'));
    expect(textAt(root)).toBe('12<3');
    expect(find(root, 'b')).toMatchObject({ name: 'b', line: 2 });
    expect(attributeOf(find(root, 'b'), 'type')).toBe('T');
    expect(childrenOf(root, 'none')).toEqual([]);
    expect(textAt(root, 'b')).toBeNull();
  });

  it('passes over a bare DTD and a subset without entities', () => {
    expect(parsed(utf8('<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a>1</a>')).root.text).toBe('1');
    expect(parsed(utf8('<!DOCTYPE a [<!ELEMENT a (#PCDATA)>]><a>1</a>')).root.text).toBe('1');
  });

  it('has no words where there are dashes alone', () => {
    expect(textAt(parsed(utf8('<a> --- </a>')).root)).toBeNull();
  });
});

describe('what is refused', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY l "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i} "&l${i ? i - 1 : ''};&l;&l;">`).join('')}]><a>&l8;</a>`;
  it.each([
    ['an entity bomb', bomb, 'unsupported'],
    ['an entity from elsewhere', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'unsupported'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x "y">]><a/>', 'unsupported'],
    ['an entity that nobody declared', '<a>&x;</a>', 'header-invalid'],
    ['a wrong end', '<a><b></a></b>', 'header-invalid'],
    ['two roots', '<a/><b/>', 'header-invalid'],
    ['no element', '<?xml version="1.0"?>', 'truncated'],
    ['nothing', '', 'truncated'],
    ['a file cut off', '<a>\n<b>1</b>\n<c>', 'truncated'],
    ['a file cut off inside a tag', '<a>\n<b>1</b>\n<c x="', 'truncated'],
    ['too deep', '<a>'.repeat(xmlLimits.depth + 1), 'too-large'],
    ['too many elements', `<a>${'<b/>'.repeat(xmlLimits.elements)}</a>`, 'too-large'],
    ['too many attributes', `<a ${Array.from({ length: 100 }, (_, i) => `a${i}=""`).join(' ')}/>`, 'too-large'],
    ['too long an attribute', `<a b="${'x'.repeat(xmlLimits.attributeChars + 1)}"/>`, 'too-large'],
    ['a NUL', '<a>\0</a>', 'header-invalid'],
  ])('%s', (_, text, code) => {
    const started = process.cpuUsage();
    expect(refusal(text)).toMatchObject({ code, file: 'f.xml' });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });

  it('names the line', () => {
    expect(refusal('<a>\n\n<b>&x;</b></a>').message).toContain('f.xml, line 3');
  });
});

describe('rootName', () => {
  it.each([
    ['<?xml version="1.0"?>\n<!-- <b> -->\n<!DOCTYPE a [<!ELEMENT a EMPTY>]>\n<x:a>', 'a'],
    ['<!DOCTYPE a SYSTEM "a.dtd"><a b="">', 'a'],
    ['<?xml version="1.0"?><!-- never ends', null],
    ['plain', null],
    ['', null],
  ])('%s', (text, name) => {
    expect(rootName(utf8(text))).toBe(name);
  });
});

describe('base64', () => {
  it('gives back what was written, with blanks and without padding', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 131) & 255);
      expect(decodeBase64(` ${base64Of(bytes)}\r\n`)).toEqual(bytes);
      expect(decodeBase64(base64Of(bytes).replace(/=+/, ''))).toEqual(bytes);
    }
  });
  it.each(['A', 'AA===', 'AB=C', 'A!AA', '====', 'AAAA=', 'é'])('refuses %s', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
  it('reads 16-bit values, low byte first', () => {
    expect([...int16Of(Uint8Array.from([1, 0, 0xff, 0xff, 0, 0x80, 9]))]).toEqual([1, -1, -32768]);
  });
});

describe('numbers', () => {
  it('reads whole numbers, fractions and exponents', () => {
    expect(numbersIn(' 1 -2\n+3,4.5 -.5e1 12345678901 ')).toEqual(Float64Array.of(1, -2, 3, 4.5, -5, 12345678901));
    expect(numbersIn('')).toEqual(new Float64Array(0));
  });
  it.each(['1 x', '1 0x10', '1 -', '1 1e999', '1 Infinity', '1 1.2.3'])('names the place in %s', (text) => {
    expect(numbersIn(text)).toEqual({ notANumberAt: 2 });
  });
  it('takes a decimal comma in single figures', () => {
    expect([numberIn('4,88'), numberIn('4.88'), numberIn('x'), numberIn(null), numberIn('1e999')]).toEqual([
      4.88,
      4.88,
      null,
      null,
      null,
    ]);
  });
});
