import { describe, expect, it } from 'vitest';
import { createRandom } from '../../synth/random.ts';
import { decodeFiles } from '../registry.ts';
import { aecgFile, museFile, sierraFile } from './testFiles.testing.ts';

const random = createRandom(20261121, 'mutated XML');
/** Of this process alone: what else the machine does is none of the reader's doing. */
const cpuMs = (since: NodeJS.CpuUsage): number => process.cpuUsage(since).user / 1000;
const below = (count: number): number => Math.floor(random.uniform() * count);
const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
  Uint8Array.from([...`\ufeff${text}`].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));

const seeds: readonly (readonly [name: string, text: string])[] = [
  ['aecg.xml', aecgFile()],
  ['muse.xml', museFile({ count: 120 })],
  ['xli.xml', sierraFile({ count: 120 })],
  ['plain.xml', sierraFile({ count: 120, encoding: 'plain', version: '1.03' })],
  ['base64.xml', sierraFile({ count: 120, encoding: 'base64', version: '1.04.01' })],
];

const giants = ['0', '-1', '1e308', 'NaN', 'Infinity', '4294967296', '99999999999999999999', '0.0000001', '', ' ', 'x'];
const pieces = [
  '<',
  '>',
  '&',
  '&amp;',
  '&x;',
  '&#0;',
  '&#x41;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x?>',
  '"',
  "'",
  '=',
  '\0',
  '\uffff',
  '<!DOCTYPE a [<!ENTITY x "y">]>',
  '<a>'.repeat(200),
  '<a/>'.repeat(500),
  `<a b="${'c'.repeat(5000)}"/>`,
  '\u00e9',
];

/** Changes of the text that keep it XML now and then, so that what lies behind the parser is tried as well. */
const changeText = (text: string): string => {
  const kind = below(7);
  const at = below(text.length);
  if (kind === 0) {
    const numbers = [...text.matchAll(/(?<=[>"])-?\d+(?:\.\d+)?(?=[<"])/g)];
    const hit = pick(numbers);
    return text.slice(0, hit.index) + pick(giants) + text.slice(hit.index + hit[0].length);
  }
  if (kind === 1) return text.slice(0, at) + pick(pieces) + text.slice(at);
  const elements = [...text.matchAll(/<(\w+)[^<>]*>[^<]*<\/\1>/g)];
  const element = pick(elements);
  const end = element.index + element[0].length;
  if (kind === 2) return text.slice(0, end) + element[0].repeat(1 + below(40)) + text.slice(end);
  if (kind === 3) return text.slice(0, element.index) + text.slice(end);
  if (kind === 4)
    return text.slice(0, element.index) + '<a>'.repeat(30) + element[0] + '</a>'.repeat(30) + text.slice(end);
  if (kind === 5) {
    const inside = element.index + element[0].indexOf('>') + 1 + below(Math.max(1, element[0].length));
    return text.slice(0, inside) + pick(['*', '=', 'A', '/', '+++', '\n']) + text.slice(inside + below(3));
  }
  const from = below(text.length);
  return text.slice(0, at) + text.slice(from, from + below(400)) + text.slice(at);
};

const changeBytes = (bytes: Uint8Array): Uint8Array => {
  if (below(3) === 0) return bytes.subarray(0, below(bytes.length + 1));
  const flipped = bytes.slice();
  for (let i = 0; i <= below(4); i += 1) {
    const at = below(flipped.length);
    flipped[at] = flipped[at]! ^ (1 << below(8));
  }
  return flipped;
};

describe('mutated XML files', () => {
  it('become a recording of finite or missing samples or a typed refusal, quickly', { timeout: 60_000 }, () => {
    let decoded = 0;
    let slowestMs = 0;
    const refused = new Map<string, number>();
    const rounds = 1500;
    for (let round = 0; round < rounds; round += 1) {
      const [name, seed] = seeds[round % seeds.length]!;
      let text = seed;
      for (let i = below(3); i > 0; i -= 1) text = changeText(text);
      const written = below(6) === 0 ? utf16(text) : utf8(text);
      const bytes = text === seed || below(4) === 0 ? changeBytes(written) : written;
      const started = process.cpuUsage();
      const result = decodeFiles([{ name, bytes }], {});
      slowestMs = Math.max(slowestMs, cpuMs(started));
      if (!result.ok) {
        refused.set(result.error.code, (refused.get(result.error.code) ?? 0) + 1);
        expect(result.error.code, `mutation ${round}: ${result.error.message}`).not.toBe('internal');
        expect(result.error.file).not.toBeNull();
        continue;
      }
      decoded += 1;
      const { leads, sampleCount, sampleRateHz, fromDevice } = result.value.recording;
      expect(leads.length).toBeGreaterThan(0);
      expect(sampleCount).toBeGreaterThan(0);
      expect(sampleRateHz > 0 && Number.isFinite(sampleRateHz)).toBe(true);
      for (const { samplesMv } of leads) {
        expect(samplesMv.length).toBe(sampleCount);
        expect(samplesMv.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
      }
      for (const { value } of fromDevice?.measurements ?? []) expect(Number.isFinite(value)).toBe(true);
    }
    expect(slowestMs).toBeLessThan(2000);
    // Were every mutation refused at the door, nothing behind it would have been tried.
    expect(decoded).toBeGreaterThan(rounds / 10);
    expect(decoded).toBeLessThan(rounds * 0.9);
    expect([...refused.keys()].length).toBeGreaterThan(4);
  });

  it('a long text is read or refused within the time', { timeout: 60_000 }, () => {
    const digits = '-12 3 '.repeat(1_000_000);
    const bytes = utf8(aecgFile().replace(/<digits>[^<]*/, `<digits>${digits}`));
    const started = process.cpuUsage();
    expect(decodeFiles([{ name: 'long.xml', bytes }], {})).toMatchObject({ error: { code: 'header-invalid' } });
    expect(cpuMs(started)).toBeLessThan(2000);
  });
});
