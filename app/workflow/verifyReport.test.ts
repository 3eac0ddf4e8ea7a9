import { describe, expect, it } from 'vitest';
import type { NamedBytes } from '../formats/format.ts';
import type { ReadReport } from '../ports.ts';
import { carriedBy } from '../report/sealed/carried.ts';
import { sourceHash } from '../report/sealed/hashes.ts';
import { analysisName, auditHeadName, manifestName } from '../report/sealed/manifest.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { accept, refuse } from '../result.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import { verifyReport } from './verifyReport.ts';

const recording = twelveLeads();
const files: readonly NamedBytes[] = [
  { name: 'Müller.hea', bytes: Uint8Array.of(1, 2, 3) },
  { name: 'pulses.dat', bytes: Uint8Array.of(4, 5) },
];
const source = { ...analysisOf(recording).source, sha256: sourceHash(files) };
const model = { id: 'superclass-ensemble', sha256: 'cd'.repeat(32), card: '# Card' };
const carried = carriedBy({
  files,
  hints: { sampleRateHz: 500 },
  recording,
  analysis: analysisOf(recording, { source }),
  corrections: null,
  models: [model, { ...model, id: 'another', card: 'unused' }],
  review: null,
  audit: { events: 3, head: '0a'.repeat(32) },
  printedAt: '2026-11-21T10:11:12.345Z',
  programVersion: '0.1.0',
});

const whole: ReadReport = {
  parts: [{ label: 'page 1', intact: true }],
  addedBytes: 0,
  leadingBytes: 0,
  ending: 'whole',
  whole: true,
  attachments: carried.attachments,
  signature: null,
};

const check = async (changes: Partial<ReadReport>, opened = accept(recording)) => {
  const asked: (readonly NamedBytes[])[] = [];
  const result = await verifyReport(
    new Uint8Array(),
    {
      reader: { read: () => accept({ ...whole, ...changes }) },
      analysis: {
        open: async (given) => {
          asked.push(given);
          return opened;
        },
      },
    },
    { aborted: false } as AbortSignal,
  );
  if (!result.ok) throw new Error(result.error.message);
  return { ...result.value, asked };
};

const without = (name: string) => carried.attachments.filter((each) => each.name !== name);
const replaced = (name: string, bytes: Uint8Array | null) =>
  carried.attachments.map((each) => (each.name === name ? { ...each, bytes } : each));
const textBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('carriedBy', () => {
  it('gives plain names to attachments, cards to the models that took part alone, and names all in the manifest', () => {
    expect(carried.attachments.map(({ name }) => name)).toEqual([
      manifestName,
      'waveform-1.hea',
      'pulses.dat',
      analysisName,
      'einthoven-card-superclass-ensemble.md',
      auditHeadName,
    ]);
    expect(carried.manifest.files.map(({ originalName }) => originalName)).toEqual([
      'Müller.hea',
      'pulses.dat',
      null,
      null,
      null,
    ]);
  });

  it('keeps a source file that bears the name of an attachment of ours apart', () => {
    const clash = carriedBy({
      files: [
        { name: manifestName, bytes: Uint8Array.of(1) },
        { name: 'a.dat', bytes: Uint8Array.of(2) },
        { name: 'A.dat', bytes: Uint8Array.of(3) },
      ],
      hints: {},
      recording,
      analysis: analysisOf(recording, { models: [] }),
      corrections: null,
      models: [],
      review: null,
      audit: null,
      printedAt: '',
      programVersion: '',
    });
    expect(clash.attachments.map(({ name }) => name)).toEqual([
      manifestName,
      'waveform-1.json',
      'a.dat',
      'waveform-3.dat',
      analysisName,
    ]);
  });
});

describe('verifyReport', () => {
  it('finds nothing in a report that nobody touched, and decodes under the names that the format knows', async () => {
    const { faults, recording: again, asked, manifest } = await check({});
    expect(faults).toEqual([]);
    expect(again?.sampleCount).toBe(recording.sampleCount);
    expect(asked[0]?.map(({ name }) => name)).toEqual(['Müller.hea', 'pulses.dat']);
    expect(manifest?.audit?.events).toBe(3);
  });

  it.each([
    ['waveform', 'pulses.dat'],
    ['analysis', analysisName],
    ['card', 'einthoven-card-superclass-ensemble.md'],
    ['audit-head', auditHeadName],
  ])('names a changed and a missing %s', async (what, name) => {
    const changed = await check({ attachments: replaced(name, Uint8Array.of(9)) });
    expect(changed.faults).toContainEqual({ what, text: expect.stringContaining(`${name} was changed`) });
    const missing = await check({ attachments: without(name) });
    expect(missing.faults).toContainEqual({ what, text: expect.stringContaining(`${name} is missing`) });
    const unreadable = await check({ attachments: replaced(name, null) });
    expect(unreadable.faults[0]?.what).toBe(what);
  });

  it('names a manifest that is missing, damaged, or does not know an attachment', async () => {
    for (const attachments of [without(manifestName), replaced(manifestName, Uint8Array.of(0x7b))]) {
      const { faults, manifest } = await check({ attachments });
      expect(faults).toEqual([{ what: 'manifest', text: expect.stringContaining('missing or damaged') }]);
      expect(manifest).toBeNull();
    }
    const stranger = { name: 'added.exe', bytes: Uint8Array.of(1) };
    const { faults } = await check({ attachments: [...carried.attachments, stranger] });
    expect(faults).toEqual([{ what: 'manifest', text: expect.stringContaining('added.exe') }]);
  });

  it('finds another recording behind a manifest that was made to fit', async () => {
    const bytes = Uint8Array.of(4, 6);
    const forged = {
      ...carried.manifest,
      files: carried.manifest.files.map((file) =>
        file.name === 'pulses.dat'
          ? { ...file, sha256: '14c0c1b4b1b54ab5ab2c8a3b3ac66bd2a3b7a1f1c35ad4f6c2ac87a1c3a0d25e' }
          : file,
      ),
    };
    const attachments = replaced('pulses.dat', bytes).map((each) =>
      each.name === manifestName ? { ...each, bytes: textBytes(forged) } : each,
    );
    const { faults } = await check({ attachments });
    expect(faults.map(({ what }) => what)).toContain('waveform');
  });

  it('finds samples that decode to something else, and a waveform that no longer decodes', async () => {
    const lead = recording.leads[1]!;
    const samplesMv = lead.samplesMv.slice();
    samplesMv[100] = Math.fround(samplesMv[100]! + 0.0001);
    const leads = recording.leads.map((each, index) => (index === 1 ? { ...each, samplesMv } : each));
    const differs = await check({}, accept({ ...recording, leads }));
    expect(differs.faults).toEqual([{ what: 'waveform', text: expect.stringContaining('decoded samples differ') }]);
    const broken = await check({}, refuse('truncated', 'too short') as never);
    expect(broken.faults).toEqual([
      { what: 'waveform', text: expect.stringContaining('cannot be decoded: too short') },
    ]);
  });

  it('names parts of the file: pages, fonts, bytes added, something behind the end, the seal, the signature', async () => {
    const of = async (changes: Partial<ReadReport>) =>
      (await check(changes)).faults.map(({ what, text }) => `${what}: ${text}`);
    expect(await of({ parts: [{ label: 'page 2', intact: false }], whole: false })).toEqual([
      'page: The content of page 2 was changed.',
    ]);
    expect(await of({ parts: [{ label: 'fonts', intact: false }] })).toEqual([
      'page: The fonts of the pages were changed.',
    ]);
    expect(await of({ addedBytes: 1 })).toEqual(['file: 1 byte was added to the file.']);
    expect(await of({ addedBytes: -2 })).toEqual(['file: 2 bytes were taken out of the file.']);
    expect(await of({ leadingBytes: 1, whole: false })).toEqual([
      'file: 1 byte stands before the beginning of the report.',
    ]);
    expect(await of({ ending: 'followed', whole: false })).toEqual([
      'file: Something follows the end of the report: another program has saved over it.',
    ]);
    expect(await of({ whole: false })).toEqual([
      'seal: The seal itself was changed; pages and attachments fit the hashes in it.',
    ]);
    expect(await of({ signature: { keySha256: 'ab', valid: false } })).toEqual([
      'signature: The signature does not belong to this seal.',
    ]);
  });
});
