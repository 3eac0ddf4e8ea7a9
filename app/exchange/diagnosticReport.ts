import { statementsInOrder } from '../analysis/reading.ts';
import type { MeasurementName } from '../analysis/schema.ts';
import type { JsonValue } from '../audit/canonicalJson.ts';
import { bytesHash } from '../report/sealed/hashes.ts';
import { areValuesSigned, isChangedSinceSigned } from '../report/standing.ts';
import { readingStatements, standingLine } from '../report/standingWords.ts';
import { unconfirmedText } from '../report/words.ts';
import type { ExportSource } from './exportSource.ts';

/** FHIR R4 (4.0.1), resource DiagnosticReport with everything that it refers to contained in it. */

const loincSystem = 'http://loinc.org';

/** Codes of LOINC 2.78 that mean exactly this; a measurement without one is named in words alone. */
const loincOf: Partial<Readonly<Record<MeasurementName, readonly [code: string, display: string]>>> = {
  heartRateBpm: ['8867-4', 'Heart rate'],
  prMs: ['8625-6', 'P-R Interval'],
  qrsMs: ['8633-0', 'QRS duration'],
  qtMs: ['8634-8', 'Q-T interval'],
  qtcBazettMs: ['76635-2', 'Q-T interval corrected based on Bazett formula'],
  qtcFridericiaMs: ['76634-5', 'Q-T interval corrected based on Fridericia formula'],
  qrsAxisDeg: ['8632-2', 'QRS axis'],
};

const words: Partial<Readonly<Record<MeasurementName, string>>> = {
  heartRateBpm: 'Heart rate',
  rrMeanMs: 'Mean RR interval',
  pMs: 'P duration',
  prMs: 'PR interval',
  qrsMs: 'QRS duration',
  qtMs: 'QT interval',
  qtcBazettMs: 'QTc, Bazett',
  qtcFridericiaMs: 'QTc, Fridericia',
  qtcFraminghamMs: 'QTc, Framingham',
  qtcHodgesMs: 'QTc, Hodges',
  pAxisDeg: 'P axis',
  qrsAxisDeg: 'QRS axis',
  tAxisDeg: 'T axis',
};

const unitOf = (name: MeasurementName): { readonly unit: string; readonly code: string } => {
  if (name.endsWith('Bpm')) return { unit: 'beats/minute', code: '/min' };
  return name.endsWith('Deg') ? { unit: 'degrees', code: 'deg' } : { unit: 'ms', code: 'ms' };
};

/** A FHIR dateTime with a time must have a zone: of a time without one the day alone can be said. */
const dateTime = (iso: string): string | null => {
  if (/T\d{2}:\d{2}:\d{2}.*(?:Z|[-+]\d{2}:\d{2})$/.test(iso)) return iso;
  return /^\d{4}-\d{2}-\d{2}/.exec(iso)?.[0] ?? null;
};

/** Nothing is final that holds values outside of the signature. */
const statusOf = ({ standing }: ExportSource): 'preliminary' | 'final' | 'amended' => {
  if (!areValuesSigned(standing)) return 'preliminary';
  return standing.kind === 'amended' ? 'amended' : 'final';
};

const observations = (source: ExportSource): { readonly [key: string]: JsonValue }[] => {
  const { analysis, corrected } = source;
  const when = dateTime(source.recording.startTime ?? '');
  return (Object.entries(words) as [MeasurementName, string][]).map(([name, label]) => {
    const byReader = corrected.find((value) => value.name === name);
    const value = byReader === undefined ? analysis.measurements[name] : byReader.corrected;
    const { unit, code } = unitOf(name);
    const loinc = loincOf[name];
    const coding = loinc === undefined ? {} : { coding: [{ system: loincSystem, code: loinc[0], display: loinc[1] }] };
    const reason = analysis.measurements.reasons[name];
    return {
      resourceType: 'Observation',
      id: name.toLowerCase(),
      status: statusOf(source),
      code: { ...coding, text: label },
      subject: { reference: '#patient' },
      device: { reference: '#device' },
      ...(when === null ? {} : { effectiveDateTime: when }),
      ...(value === null
        ? { dataAbsentReason: { text: reason ?? 'not measured' } }
        : { valueQuantity: { value: Math.round(value), unit, system: 'http://unitsofmeasure.org', code } }),
      ...(byReader === undefined ? {} : { note: [{ text: 'Corrected by a reader.' }] }),
    };
  });
};

const patientOf = ({ recording: { patient } }: ExportSource): JsonValue => ({
  resourceType: 'Patient',
  id: 'patient',
  ...(patient.id === null ? {} : { identifier: [{ value: patient.id }] }),
  // The name as one text: which part of it is the family's, files do not say in one way.
  ...(patient.name === null ? {} : { name: [{ text: patient.name }] }),
  gender: patient.sex === null ? 'unknown' : patient.sex === 'M' ? 'male' : 'female',
});

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

const conclusionOf = ({ standing, analysis }: ExportSource): string => {
  if (standing.kind === 'unconfirmed') {
    const stated = statementsInOrder(analysis).map(({ text, critical }) => (critical ? `CRITICAL: ${text}` : text));
    return [
      `${unconfirmedText}.`,
      ...(stated.length === 0 ? ['No statement.'] : stated.map((text) => `${text}.`)),
    ].join(' ');
  }
  const stated = readingStatements(standing).map(({ text, detail }) =>
    detail === null ? text : `${text} (${detail})`,
  );
  return [...stated, standingLine(standing) ?? ''].map(sentence).join(' ');
};

const base64Of = (bytes: Uint8Array): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => letters[(bits >> shift) & 63]);
    const missing = Math.max(0, at + 3 - bytes.length);
    groups.push(`${four.slice(0, 4 - missing).join('')}${'='.repeat(missing)}`);
  }
  return groups.join('');
};

/**
 * A recording's reading as FHIR R4 DiagnosticReport: patient, device and measurements contained, statements in the conclusion.
 * `preliminary` until somebody signed, then `final` or `amended`; `preliminary` again once the values are not those that were signed. `withPdf` puts the report itself in; without, its size and title
 * stand for it, and its SHA-256 as an identifier in both cases.
 */
export const diagnosticReport = (source: ExportSource, withPdf: boolean): { readonly [key: string]: JsonValue } => {
  const { analysis, recording, standing, writtenAt, programVersion, pdf } = source;
  const measured = observations(source);
  const when = dateTime(recording.startTime ?? '');
  const attachment = {
    contentType: 'application/pdf',
    language: 'en',
    size: pdf.length,
    title: `ECG report ${analysis.source.sha256.slice(0, 12)}`,
    creation: writtenAt,
    ...(withPdf ? { data: base64Of(pdf) } : {}),
  };
  return {
    resourceType: 'DiagnosticReport',
    identifier: [
      { system: 'urn:einthoven:recording-sha256', value: analysis.source.sha256 },
      { system: 'urn:einthoven:report-sha256', value: bytesHash(pdf) },
    ],
    status: statusOf(source),
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'EC' }] }],
    code: { coding: [{ system: loincSystem, code: '11524-6', display: 'EKG study' }], text: 'ECG' },
    subject: { reference: '#patient' },
    ...(when === null ? {} : { effectiveDateTime: when }),
    // What is outside of a signature is given out now, and not when that was made.
    issued: standing.kind === 'unconfirmed' || isChangedSinceSigned(standing) ? writtenAt : standing.at,
    ...(standing.kind === 'unconfirmed' ? {} : { resultsInterpreter: [{ display: standing.by }] }),
    result: measured.map(({ id }) => ({ reference: `#${String(id)}` })),
    conclusion: conclusionOf(source),
    presentedForm: [attachment],
    contained: [
      patientOf(source),
      {
        resourceType: 'Device',
        id: 'device',
        deviceName: [{ name: 'Einthoven', type: 'manufacturer-name' }],
        version: [{ value: programVersion }],
        note: [{ text: 'For research use, not a medical device.' }],
      },
      ...measured,
    ],
  };
};
