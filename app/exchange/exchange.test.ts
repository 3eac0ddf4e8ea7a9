import { createHash } from 'node:crypto';
import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Standing } from '../report/standing.ts';
import { unconfirmed } from '../report/standing.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import { diagnosticReport } from './diagnosticReport.ts';
import { encodeEncapsulatedPdf } from './encapsulatedPdf.ts';
import type { ExportSource } from './exportSource.ts';

const recording = {
  ...twelveLeads(),
  startTime: '2026-03-04T10:22:01',
  patient: { id: 'P\\1', name: 'Łukasz Ёж', ageYears: 50.5, sex: 'F' as const },
};
const pdf = new TextEncoder().encode('%PDF-1.7 odd');
const signed: Standing = {
  kind: 'signed',
  statements: [{ text: 'Sinus rhythm', critical: null }],
  criticalBeside: [],
  comment: '',
  by: 'R. Reader',
  role: 'reader',
  at: '2026-11-21T10:00:02.000Z',
  version: 3,
  sha256: 'ab'.repeat(32),
  meaning: 'review',
  byPassword: true,
  reason: null,
  beingAmended: false,
  onAnotherAnalysis: false,
};
const source = (changes: Partial<ExportSource> = {}): ExportSource => ({
  recording,
  analysis: analysisOf(recording),
  corrected: [],
  standing: unconfirmed,
  pdf,
  writtenAt: '2026-11-21T10:11:12.345Z',
  programVersion: '0.1.0',
  ...changes,
});

/** The needed part of FHIR R4, written down by hand from its definitions; strict, so that no element is invented. */
const coding = z
  .object({ system: z.string(), code: z.string().regex(/^\S+( \S+)*$/), display: z.string().optional() })
  .strict();
const concept = z.object({ coding: z.array(coding).min(1).optional(), text: z.string().optional() }).strict();
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
const dateTime = z.union([instant, z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)]);
const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);
const status = z.enum(['preliminary', 'final', 'amended']);
const local = z.object({ reference: z.string().regex(/^#[A-Za-z0-9.-]{1,64}$/) }).strict();
const quantity = z
  .object({ value: z.number(), unit: z.string(), system: z.literal('http://unitsofmeasure.org'), code: z.string() })
  .strict();
const observation = z
  .object({
    resourceType: z.literal('Observation'),
    id,
    status,
    code: concept,
    subject: local,
    device: local,
    effectiveDateTime: dateTime.optional(),
    valueQuantity: quantity.optional(),
    dataAbsentReason: concept.optional(),
    note: z.array(z.object({ text: z.string() }).strict()).optional(),
  })
  .strict()
  .refine((each) => (each.valueQuantity === undefined) !== (each.dataAbsentReason === undefined));
const patient = z
  .object({
    resourceType: z.literal('Patient'),
    id,
    identifier: z.array(z.object({ value: z.string() }).strict()).optional(),
    name: z.array(z.object({ text: z.string() }).strict()).optional(),
    gender: z.enum(['male', 'female', 'other', 'unknown']),
  })
  .strict();
const device = z
  .object({
    resourceType: z.literal('Device'),
    id,
    deviceName: z.array(z.object({ name: z.string(), type: z.literal('manufacturer-name') }).strict()),
    version: z.array(z.object({ value: z.string() }).strict()),
    note: z.array(z.object({ text: z.string() }).strict()),
  })
  .strict();
const attachment = z
  .object({
    contentType: z.string(),
    language: z.string(),
    size: z.int(),
    title: z.string(),
    creation: dateTime,
    data: z.base64().optional(),
  })
  .strict();
const report = z
  .object({
    resourceType: z.literal('DiagnosticReport'),
    identifier: z.array(z.object({ system: z.string(), value: z.string() }).strict()),
    status,
    category: z.array(concept),
    code: concept,
    subject: local,
    effectiveDateTime: dateTime.optional(),
    issued: instant,
    resultsInterpreter: z.array(z.object({ display: z.string() }).strict()).optional(),
    result: z.array(local),
    conclusion: z.string().min(1),
    presentedForm: z.array(attachment),
    contained: z.array(z.union([patient, device, observation])),
  })
  .strict();

describe('diagnosticReport', () => {
  it.each([
    ['unconfirmed', unconfirmed, 'preliminary'],
    ['signed', signed, 'final'],
    ['amended', { ...signed, kind: 'amended', reason: 'T waves' } satisfies Standing, 'amended'],
  ] as const)('of a recording that is %s fits FHIR R4', (_, standing, wanted) => {
    const made = report.parse(JSON.parse(JSON.stringify(diagnosticReport(source({ standing }), false))));
    expect(made.status).toBe(wanted);
    const ids = new Set(made.contained.map((each) => `#${each.id}`));
    for (const { reference } of made.result) expect(ids).toContain(reference);
    expect(ids.size).toBe(made.contained.length);
  });

  it('says of an unconfirmed interpretation that it is that, and gives a reader’s words under the reader’s name', () => {
    expect(diagnosticReport(source(), false).conclusion).toContain('Unconfirmed computer interpretation');
    const made = report.parse(diagnosticReport(source({ standing: signed }), false));
    expect(made.conclusion).toMatch(/^Sinus rhythm\. Signed by R\. Reader/);
    expect(made.resultsInterpreter).toEqual([{ display: 'R. Reader' }]);
  });

  it('says in its conclusion what is critical, and whether the reader acknowledged it', () => {
    const standing = { ...signed, statements: [{ text: 'ST elevation', critical: 'acknowledged' }] } as const;
    expect(diagnosticReport(source({ standing }), false).conclusion).toMatch(
      /^CRITICAL: ST elevation \(acknowledged by the reader\)\. Signed by/,
    );
  });

  it.each(['signed', 'amended'] as const)(
    'is preliminary, every value too, where the values of a %s one were changed since',
    (kind) => {
      const standing = { ...signed, kind, onAnotherAnalysis: true } as const;
      const made = report.parse(diagnosticReport(source({ standing }), false));
      expect(made.status).toBe('preliminary');
      expect(made.issued).toBe('2026-11-21T10:11:12.345Z');
      const statuses = made.contained.flatMap((each) => (each.resourceType === 'Observation' ? [each.status] : []));
      expect(statuses.length).toBeGreaterThan(5);
      expect(new Set(statuses)).toEqual(new Set(['preliminary']));
      expect(made.conclusion).toContain('the values are not signed');
    },
  );

  it('gives measurements with LOINC where there is a code, a reason where there is no value, and what a reader corrected', () => {
    const corrected = [{ name: 'qtMs', computer: 400, corrected: 388 }] as const;
    const { contained } = report.parse(diagnosticReport(source({ corrected }), false));
    const named = (key: string) => contained.find((each) => each.id === key);
    expect(named('qrsms')).toMatchObject({
      code: { coding: [{ code: '8633-0' }] },
      valueQuantity: { value: 96, code: 'ms' },
      effectiveDateTime: '2026-03-04',
    });
    expect(named('prms')).toMatchObject({ dataAbsentReason: {} });
    expect(named('qtms')).toMatchObject({ valueQuantity: { value: 388 }, note: [{ text: 'Corrected by a reader.' }] });
  });

  it('carries the PDF byte by byte where it is wanted', () => {
    const { presentedForm } = report.parse(diagnosticReport(source(), true));
    expect(Buffer.from(presentedForm[0]?.data ?? '', 'base64')).toEqual(Buffer.from(pdf));
    for (const length of [0, 1, 2, 3, 4]) {
      const some = pdf.slice(0, length);
      const { presentedForm: form } = report.parse(diagnosticReport(source({ pdf: some }), true));
      expect(form[0]?.data).toBe(Buffer.from(some).toString('base64'));
    }
  });
});

describe('encodeEncapsulatedPdf', () => {
  const read = (changes: Partial<ExportSource> = {}) => {
    const made = encodeEncapsulatedPdf(source(changes), 'report');
    if (!made.ok) throw new Error(made.error.message);
    return dicomParser.parseDicom(made.value.bytes);
  };

  it('is read by another parser, with its class, patient and time, and the PDF as it was', () => {
    const set = read();
    expect(set.string('x00080016')).toBe('1.2.840.10008.5.1.4.1.1.104.1');
    expect(set.string('x00020010')).toBe('1.2.840.10008.1.2.1');
    expect(set.string('x00420012')).toBe('application/pdf');
    expect(set.string('x00080020')).toBe('20260304');
    expect(set.string('x00100020')).toBe('P 1');
    expect(set.string('x0040a493')).toBe('UNVERIFIED');
    expect(set.uint32('x00420015')).toBe(pdf.length);
    const element = set.elements.x00420011!;
    expect(element.length % 2).toBe(0);
    const inside = set.byteArray.slice(element.dataOffset, element.dataOffset + pdf.length);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(inside)).toBe(hash(pdf));
    const name = set.elements.x00100010!;
    const bytes = set.byteArray.slice(name.dataOffset, name.dataOffset + name.length);
    expect(new TextDecoder().decode(bytes).trim()).toBe('Łukasz Ёж');
  });

  it('has its elements in rising order, and is VERIFIED once it is signed', () => {
    const tags = Object.keys(read().elements).filter((tag) => !tag.startsWith('x0002'));
    expect(tags).toEqual([...tags].sort());
    expect(read({ standing: signed }).string('x0040a493')).toBe('VERIFIED');
  });

  it('is UNVERIFIED, and its title says why, where the values are not those that were signed', () => {
    const set = read({ standing: { ...signed, onAnotherAnalysis: true } });
    expect(set.string('x0040a493')).toBe('UNVERIFIED');
    expect(set.string('x00420010')).toBe('ECG report: Signed, but changed since: values below are not signed');
  });

  it('lies in one study with every other report of the recording, each an instance of its own', () => {
    const [one, two] = [read(), read({ pdf: new TextEncoder().encode('%PDF-1.7 other') })];
    expect(one.string('x0020000d')).toBe(two.string('x0020000d'));
    expect(one.string('x00080018')).not.toBe(two.string('x00080018'));
  });
});
