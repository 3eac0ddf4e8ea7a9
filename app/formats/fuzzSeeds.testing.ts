import type { Recording } from '../recording/recording.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { encodeCsv } from './csv/write.ts';
import { dicomBytes, int16 } from './dicom/dicom.testing.ts';
import { encodeDicom } from './dicom/write.ts';
import { edfBytes } from './edf/edf.testing.ts';
import { encodeEdf } from './edf/write.ts';
import type { FormatId, NamedBytes } from './format.ts';
import { ishneBytes } from './ishne/ishne.testing.ts';
import type { FuzzSeed, Mend } from './mutate.testing.ts';
import { demographic, mendChecksums, type ScpContent, scpBytes } from './scp/scp.testing.ts';
import { encodeWfdb } from './wfdb/write.ts';
import { aecgFile, museFile, sierraFile } from './xml/testFiles.testing.ts';

/** By format, what makes checksums fit again after a mutation. */
export const menders: Partial<Record<FormatId, Mend>> = { scp: mendChecksums };

const heart = (): Recording => ({
  ...synthesise(synthSpec({ seed: 5, durationS: 4, sampleRateHz: 250 })).recording,
  startTime: '2026-11-21T09:30:05',
  patient: { id: 'H-17', name: 'Ada Muster', ageYears: 61, sex: 'F' },
  fromDevice: {
    measurements: [{ name: 'QT Interval', value: 402, unit: 'ms' }],
    statements: ['Sinus rhythm'],
    medianBeat: null,
  },
});

const whole = (samplesMv: Float32Array): readonly number[] => [...samplesMv].map((mv) => Math.round(mv * 400) | 0);

const scpOf = ({ leads }: Recording, further: Partial<ScpContent>): Uint8Array =>
  scpBytes({
    leads: [0, 1].map((place) => ({ code: place + 1, first: 1, values: whole(leads[place]!.samplesMv) })),
    nanovolts: 2500,
    intervalUs: 4000,
    differences: 2,
    huffman: 'default',
    further: new Map([[1, demographic(2, 'H-17')]]),
    ...further,
  });

const reference = (values: readonly (readonly number[])[]): NonNullable<ScpContent['reference']> => ({
  ms: 160,
  fiducial: 20,
  nanovolts: 2500,
  intervalUs: 4000,
  isSubtracted: true,
  values,
  qrs: [60, 300, 700].map((fiducial) => ({
    type: 0,
    from: fiducial - 15,
    fiducial,
    to: fiducial + 15,
    protectedFirst: fiducial - 11,
    protectedLast: fiducial + 12,
  })),
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One file or more of every format that the repository itself can write, made from a synthetic heart. */
export const madeSeeds = (): readonly FuzzSeed[] => {
  const recording = heart();
  const one = (format: FormatId, name: string, bytes: Uint8Array): FuzzSeed => ({
    name,
    format,
    files: [{ name, bytes }],
  });
  const written = (
    format: FormatId,
    name: string,
    result: { ok: true; value: NamedBytes } | { ok: false },
  ): readonly FuzzSeed[] => (result.ok ? [{ name, format, files: [result.value] }] : []);
  const beat = Array.from({ length: 40 }, (_, i) => Math.round(300 * Math.exp(-((i - 19) ** 2) / 20)) | 0);
  const channel = { code: ['5.6.3-9-1', 'SCPECG', 'Lead I'] as const, sensitivity: '2.5' };
  return [
    { name: 'made.hea', format: 'wfdb', files: encodeWfdb(recording, 'made') },
    { name: 'made.csv', format: 'csv', files: [encodeCsv(recording, 'made')] },
    ...written('edf', 'made.edf', encodeEdf(recording, 'made')),
    one(
      'edf',
      'gaps.edf',
      edfBytes({
        kind: 'EDF+D',
        patient: 'H-17 F 02-MAY-1951 Ada_Muster',
        recording: 'Startdate 02-MAR-2002 X X Cart',
        lists: ['+0\x14\x14\0', '+2.5\x14\x14pain\x14\0', '+4\x14\x14\0'],
        signals: ['ECG I', 'ECG II', 'Resp'].map((label) => ({
          label,
          records: [1, 2, 3].map((k) => new Array<number>(100).fill(k)),
        })),
      }),
    ),
    ...written('dicom', 'made.dcm', encodeDicom(recording, 'made')),
    one(
      'dicom',
      'groups.dcm',
      dicomBytes({
        groups: [
          {
            channels: [channel],
            samples: 40,
            offsetMs: '0',
            data: int16(...new Array<number>(40).fill(7)),
            padding: [0, 0x80],
          },
          {
            channels: [{ ...channel, code: ['2:2', 'MDC', 'II'] }],
            samples: 40,
            offsetMs: '80',
            bits: 8,
            interpretation: 'UB',
            data: new Uint8Array(40),
          },
          {
            label: 'MEDIAN',
            originality: 'DERIVED',
            channels: [channel],
            samples: 9,
            data: int16(...new Array<number>(9).fill(3)),
          },
        ],
      }),
    ),
    one('aecg', 'aecg.xml', utf8(aecgFile())),
    one('muse', 'muse.xml', utf8(museFile({ count: 120 }))),
    one('sierra', 'xli.xml', utf8(sierraFile({ count: 120 }))),
    one('sierra', 'plain.xml', utf8(sierraFile({ count: 120, encoding: 'plain', version: '1.03' }))),
    one('scp', 'plain.scp', scpOf(recording, { huffman: 'none', differences: 0 })),
    one('scp', 'default.scp', scpOf(recording, {})),
    one('scp', 'bimodal.scp', scpOf(recording, { bimodalRate: 4, reference: reference([beat, beat]) })),
    one(
      'scp',
      'tables.scp',
      scpOf(recording, {
        huffman: [
          [
            { prefixBits: 1, totalBits: 1, mode: 1, value: 0, code: 0 },
            { prefixBits: 2, totalBits: 12, mode: 1, value: 0, code: 1 },
            { prefixBits: 2, totalBits: 2, mode: 0, value: 2, code: 3 },
          ],
          [{ prefixBits: 1, totalBits: 17, mode: 1, value: 0, code: 0 }],
        ],
      }),
    ),
    one(
      'ishne',
      'made.ecg',
      ishneBytes({
        sampleRateHz: 250,
        leads: [0, 1, 6].map((place) => ({
          code: 5 + place,
          nanovolts: 2500,
          values: whole(recording.leads[place]!.samplesMv),
        })),
      }),
    ),
  ];
};
