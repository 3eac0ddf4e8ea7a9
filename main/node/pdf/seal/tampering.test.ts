import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeWfdb } from '../../../../app/formats/wfdb/write.ts';
import type { ReportSigner } from '../../../../app/ports.ts';
import { fewestParts } from '../../../../app/report/reportInput.ts';
import { sourceHash } from '../../../../app/report/sealed/hashes.ts';
import { analysisOf } from '../../../../app/report/testAnalysis.ts';
import { synthSpec } from '../../../../app/synth/spec.ts';
import { synthesise } from '../../../../app/synth/synthesise.ts';
import { writeReport } from '../../../../app/workflow/exportReport.ts';
import { openRecording } from '../../../../app/workflow/openRecording.ts';
import { unread } from '../../../../app/workflow/reportReading.ts';
import { verifyReport } from '../../../../app/workflow/verifyReport.ts';
import { createReportWriter } from '../createReportWriter.ts';
import { readSealedPdf } from './readSealedPdf.ts';
import { sealStart } from './sealText.ts';

const signal = { aborted: false } as AbortSignal;
const service = { open: async (...[files, hints]: Parameters<typeof openRecording>) => openRecording(files, hints) };

const archiveKey = (): ReportSigner => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: async (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
};

let report: Buffer;

beforeAll(async () => {
  const { recording } = synthesise(synthSpec({ seed: 3, durationS: 10, heartRateBpm: 70 }));
  const files = encodeWfdb(recording, 'heart');
  const analysis = analysisOf(recording);
  const made = await writeReport(
    {
      files,
      hints: {},
      analysis: { ...analysis, source: { ...analysis.source, sha256: sourceHash(files) } },
      corrections: null,
      reading: unread,
      audit: { events: 12, head: '5c'.repeat(32) },
      signer: archiveKey(),
    },
    { paper: 'A4', parts: { ...fewestParts, leadRows: true }, programVersion: '0.1.0' },
    {
      analysis: {
        open: async (given, hints) => service.open(given, hints),
        models: async () => [
          {
            ...{ id: 'superclass-ensemble', version: '1.0.0', sha256: 'cd'.repeat(32), card: '# A card\n' },
            ...{
              title: '',
              task: null,
              bytes: 1,
              place: 'shipped',
              folder: '',
              intendedUse: '',
              replaced: false,
              refusal: null,
            },
          },
        ],
      },
      report: createReportWriter(),
      clock: { nowUtc: () => '2026-11-21T10:11:12.345Z' },
    },
    signal,
  );
  if (!made.ok) throw new Error(made.error.message);
  report = Buffer.from(made.value);
});

const faultsOf = async (pdf: Uint8Array): Promise<readonly string[]> => {
  const checked = await verifyReport(pdf, { reader: { read: readSealedPdf }, analysis: service }, signal);
  return checked.ok
    ? checked.value.faults.map(({ what, text }) => `${what}: ${text}`)
    : [`refused: ${checked.error.code}`];
};

const withByte = (at: number, change = 1): Buffer => {
  const copy = Buffer.from(report);
  copy[at] = (copy[at] ?? 0) ^ change;
  return copy;
};

interface Part {
  readonly label: string;
  readonly from: number;
  readonly bytes: number;
}

const parts = (): readonly Part[] => {
  let from = 0;
  const text = report.toString('latin1', report.lastIndexOf(sealStart));
  return [...text.matchAll(/\(part (\d+) [0-9a-f]{64} ([^)]+)\)/g)].map((match) => {
    const part = { label: match[2] ?? '', from, bytes: Number(match[1]) };
    from += part.bytes;
    return part;
  });
};

/** In the middle of the largest part of this name, where its content is. */
const within = (label: string): number => {
  const largest = parts()
    .filter((part) => part.label === label)
    .reduce((a, b) => (b.bytes > a.bytes ? b : a));
  return largest.from + Math.floor(largest.bytes / 2);
};

describe('a report', () => {
  it('is intact as it was written, signed, and decodes to the recording that was analysed', async () => {
    const checked = await verifyReport(report, { reader: { read: readSealedPdf }, analysis: service }, signal);
    expect(checked).toMatchObject({
      ok: true,
      value: { faults: [], signature: { valid: true }, recording: { sampleCount: 5000 } },
    });
  });

  it.each([
    ['page 1', 'page: The content of page 1 was changed.'],
    ['page 2', 'page: The content of page 2 was changed.'],
    ['fonts', 'page: The fonts of the pages were changed.'],
    ['attachment heart.dat', 'waveform: The waveform file heart.dat was changed.'],
    ['attachment heart.hea', 'waveform: The waveform file heart.hea was changed.'],
    ['attachment einthoven-analysis.json', 'analysis: The analysis einthoven-analysis.json was changed.'],
    [
      'attachment einthoven-card-superclass-ensemble.md',
      'card: The model card einthoven-card-superclass-ensemble.md was changed.',
    ],
    [
      'attachment einthoven-audit-head.json',
      'audit-head: The head of the audit trail einthoven-audit-head.json was changed.',
    ],
    [
      'attachment einthoven-manifest.json',
      'manifest: The manifest of attachments einthoven-manifest.json was changed.',
    ],
    ['document information', 'file: The document information of the PDF was changed.'],
    ['list of attachments', 'file: The list of attachments of the PDF was changed.'],
    ['list of objects', 'file: The list of objects of the PDF was changed.'],
  ])('changed in %s is found and named', async (label, named) => {
    expect(await faultsOf(withByte(within(label)))).toContain(named);
  });

  it('is found out whichever byte is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: report.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        expect(await faultsOf(withByte(at, change))).not.toEqual([]);
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  it('is found out all over its seal, and in every byte of its end', () => {
    const start = report.lastIndexOf(sealStart);
    for (let at = start; at < report.length; at += at < report.length - 120 ? 29 : 1) {
      const read = readSealedPdf(withByte(at));
      const isFound =
        !read.ok ||
        !read.value.whole ||
        read.value.ending !== 'whole' ||
        read.value.addedBytes !== 0 ||
        read.value.parts.some(({ intact }) => !intact);
      expect(isFound, `byte ${at}`).toBe(true);
    }
  });

  it('is refused when it is cut off anywhere', () => {
    for (const length of [0, 3, 100, Math.floor(report.length / 2), report.length - 300, report.length - 1]) {
      const read = readSealedPdf(report.subarray(0, length));
      const isFound = !read.ok || read.value.ending !== 'whole' || !read.value.whole;
      expect(isFound, `${length} bytes`).toBe(true);
    }
    for (const part of [0.1, 0.5, 0.9])
      expect(readSealedPdf(report.subarray(0, report.length * part))).toMatchObject({
        ok: false,
        error: { code: 'truncated', message: expect.stringContaining('cut off') },
      });
  });

  it('says where a byte is missing behind its seal, changed there, or stands before its beginning', async () => {
    for (const missing of [1, 5, 10, 15, 20])
      expect(await faultsOf(report.subarray(0, -missing)), String(missing)).toEqual([
        'file: The end of the report is cut off: bytes are missing behind its seal.',
      ]);
    const changed = Buffer.from(report);
    changed[changed.length - 3] = 0x58;
    expect(await faultsOf(changed)).toEqual(['file: The end of the report, behind its seal, was changed.']);
    expect(await faultsOf(Buffer.concat([Buffer.from('x'), report]))).toEqual([
      'file: 1 byte stands before the beginning of the report.',
    ]);
  });

  it('is not mistaken for another program’s file', () => {
    const foreign = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n');
    expect(readSealedPdf(foreign)).toMatchObject({ ok: false, error: { code: 'unknown-format' } });
    expect(readSealedPdf(Buffer.from('hello'))).toMatchObject({ ok: false, error: { code: 'unknown-format' } });
  });

  it('tells of bytes added, taken out, or saved behind its end by another program', async () => {
    const at = within('page 1');
    const added = Buffer.concat([report.subarray(0, at), Buffer.from('x'), report.subarray(at)]);
    expect(await faultsOf(added)).toContain('file: 1 byte was added to the file.');
    const taken = Buffer.concat([report.subarray(0, at), report.subarray(at + 2)]);
    expect(await faultsOf(taken)).toContain('file: 2 bytes were taken out of the file.');
    const appended = Buffer.concat([report, Buffer.from('5 0 obj\n<<>>\nendobj\n%%EOF\n')]);
    expect(await faultsOf(appended)).toContain(
      'file: Something follows the end of the report: another program has saved over it.',
    );
  });

  it('names the signature when the seal was made anew without the archive’s key', async () => {
    const text = report.toString('latin1');
    const key = archiveKey().publicKey;
    const forged = Buffer.from(text.replace(/\(key [^)]+\)/, `(key ${key})`), 'latin1');
    expect((await faultsOf(forged)).join()).toContain('signature: The signature does not belong to this seal.');
  });

  it('does not inflate without end', () => {
    const label = 'attachment heart.dat';
    const part = parts().find((each) => each.label === label)!;
    const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
    const body = Buffer.concat([
      Buffer.from(`1 0 obj\n<<\n/Length ${bomb.length}\n/Filter /FlateDecode\n>>\nstream\n`),
      bomb,
      Buffer.from('\nendstream\nendobj\n'),
    ]);
    const grown = Buffer.concat([report.subarray(0, part.from), body, report.subarray(part.from + part.bytes)]);
    const line = new RegExp(`\\(part ${part.bytes} ([0-9a-f]{64}) ${label}\\)`);
    const pdf = Buffer.from(grown.toString('latin1').replace(line, `(part ${body.length} $1 ${label})`), 'latin1');
    const read = readSealedPdf(pdf);
    expect(read.ok && read.value.attachments.find(({ name }) => name === 'heart.dat')).toEqual({
      name: 'heart.dat',
      bytes: null,
    });
  });
});
