import { code, element, joined, text, whole } from '../formats/dicom/elementBytes.ts';
import { dicomFile } from '../formats/dicom/partTen.ts';
import { uidOf } from '../formats/dicom/uid.ts';
import type { NamedBytes } from '../formats/format.ts';
import { areValuesSigned } from '../report/standing.ts';
import { standingTitle } from '../report/standingWords.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { ExportSource } from './exportSource.ts';

const encapsulatedPdfClass = '1.2.840.10008.5.1.4.1.1.104.1';
/** The length of an element is a 32-bit number; padded to an even one. */
const mostBytes = 0xffff_fffe;

const oneLine = (value: string, longest: number): string =>
  value
    .replace(/[\\\r\n\0]+/g, ' ')
    .trim()
    .slice(0, longest);

const digits = (iso: string | null): { readonly date: string; readonly time: string } => {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(iso ?? '');
  return match === null
    ? { date: '', time: '' }
    : { date: `${match[1]}${match[2]}${match[3]}`, time: `${match[4]}${match[5]}${match[6]}` };
};

/**
 * The report as DICOM Encapsulated PDF (PS3.3 A.45.1), explicit VR little endian. Study and series are named after the recording,
 * so that every report of it lies in one study; a signed report is VERIFIED, unless its values were changed since. Where the recording came from DICOM its own UIDs
 * are not repeated. Errors: `too-large`.
 */
export const encodeEncapsulatedPdf = (source: ExportSource, name: string): Result<NamedBytes> => {
  const { recording, analysis, pdf, standing, writtenAt, programVersion } = source;
  if (pdf.length > mostBytes) return refuse('too-large', 'The report is larger than a DICOM element may be.');
  const { patient, startTime } = recording;
  const identity = new TextEncoder().encode(analysis.source.sha256);
  const instance = uidOf(pdf, 11);
  const recorded = digits(startTime);
  const written = digits(writtenAt);
  const padded = new Uint8Array(pdf.length + (pdf.length % 2));
  padded.set(pdf);
  const age =
    patient.ageYears === null
      ? []
      : [text(0x00101010, 'AS', `${String(Math.floor(patient.ageYears)).padStart(3, '0')}Y`)];
  const dataSet = joined([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', encapsulatedPdfClass),
    text(0x00080018, 'UI', instance),
    text(0x00080020, 'DA', recorded.date),
    text(0x00080023, 'DA', written.date),
    text(0x0008002a, 'DT', `${recorded.date}${recorded.time}`),
    text(0x00080030, 'TM', recorded.time),
    text(0x00080033, 'TM', written.time),
    text(0x00080050, 'SH', ''),
    text(0x00080060, 'CS', 'ECG'),
    text(0x00080064, 'CS', 'WSD'),
    text(0x00080070, 'LO', 'Einthoven'),
    text(0x00080090, 'PN', ''),
    text(0x00100010, 'PN', oneLine(patient.name ?? '', 64)),
    text(0x00100020, 'LO', oneLine(patient.id ?? '', 64)),
    text(0x00100030, 'DA', ''),
    text(0x00100040, 'CS', patient.sex ?? ''),
    ...age,
    text(0x00181020, 'LO', oneLine(programVersion, 64)),
    text(0x0020000d, 'UI', uidOf(identity, 12)),
    text(0x0020000e, 'UI', uidOf(identity, 13)),
    text(0x00200010, 'SH', ''),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
    text(0x00280301, 'CS', 'YES'),
    code(0x0040a043, '11524-6', 'LN', null, 'EKG study'),
    text(0x0040a493, 'CS', areValuesSigned(standing) ? 'VERIFIED' : 'UNVERIFIED'),
    text(0x00420010, 'ST', `ECG report: ${standingTitle(standing).join(' ')}`),
    element(0x00420011, 'OB', padded),
    text(0x00420012, 'LO', 'application/pdf'),
    whole(0x00420015, 'UL', [pdf.length]),
  ]);
  return accept({ name: `${name}.dcm`, bytes: dicomFile(encapsulatedPdfClass, instance, dataSet) });
};
