import { describe, expect, it } from 'vitest';
import type { AuditEventDraft } from '../audit/event.ts';
import { trendValuesOf } from '../comparison/patientSeries.ts';
import type { StoredRecording, WorklistRow } from '../ports.ts';
import { fewestParts } from '../report/reportInput.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { wordsOf } from '../report/textFaults.testing.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { ReviewGround } from '../review/advance.ts';
import type { SealedVersion } from '../review/review.ts';
import { confirm, ground, performed, save, sign } from '../review/testReviews.testing.ts';
import type { DisplayList } from '../tracing/displayList.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import type { ComparedWith } from './comparedSource.ts';
import { exportReport, type ReportForm } from './exportReport.ts';

const recording = { ...twelveLeads(), patient: { id: 'P1', name: 'Secret Name', ageYears: 50, sex: null } };
const analysis = analysisOf(recording);

const stored: StoredRecording = {
  row: {
    id: 7,
    record: 'pulses',
    status: 'analysed',
    urgency: 'abnormal',
    patientId: 'P1',
    patientName: 'Secret Name',
    ageYears: 50,
    sex: null,
    device: null,
    startTime: null,
    importedAt: '2026-11-21T10:00:00.000Z',
    heartRateBpm: 60,
    quality: 'limited',
    summary: '',
  },
  path: 'pulses.hea',
  files: [],
  hints: {},
  analysis,
  refusal: null,
  corrections: null,
};

const other: StoredRecording = {
  ...stored,
  row: { ...stored.row, id: 5, record: 'a-year-before' },
  analysis: { ...analysis, record: 'a-year-before', source: { ...analysis.source, sha256: 'bc34'.repeat(16) } },
};
const values = trendValuesOf(analysis.measurements);
/** The one just before has no analysis. */
const series = [
  { id: 5, startTime: '2024-01-01T10:00:00', values },
  { id: 6, startTime: '2025-01-01T10:00:00', values: null },
  { id: 7, startTime: '2026-01-01T10:00:00', values },
  { id: 8, startTime: '2026-02-01T10:00:00', values },
].map((each) => ({ ...each, record: `r${each.id}`, importedAt: '2026-11-21T10:00:00.000Z' }));

interface World {
  readonly stored: Result<StoredRecording>;
  readonly other: Result<StoredRecording>;
  readonly patientId: string | null;
  readonly comparedWith: ComparedWith | null;
  readonly isWithheld: (row: WorklistRow) => boolean;
  readonly versions: readonly SealedVersion[];
  readonly ground: ReviewGround;
  readonly form: ReportForm;
  readonly trailBroken: boolean;
  readonly trailFails: boolean;
  readonly writerFails: boolean;
  readonly placeFails: boolean;
}

const run = async (changes: Partial<World> = {}, signal: AbortSignal = { aborted: false } as AbortSignal) => {
  const world: World = {
    stored: accept(stored),
    other: accept(other),
    patientId: 'P1',
    comparedWith: null,
    isWithheld: () => false,
    versions: [],
    ground,
    form: 'pdf',
    trailBroken: false,
    trailFails: false,
    writerFails: false,
    placeFails: false,
    ...changes,
  };
  const events: AuditEventDraft[] = [];
  const placed: Uint8Array[] = [];
  const drawn: { pages: readonly DisplayList[]; title: string; createdAt: string }[] = [];
  const result = await exportReport(
    7,
    {
      paper: 'A4',
      parts: fewestParts,
      programVersion: '0.1.0',
      form: world.form,
      comparedWith: world.comparedWith,
      isWithheld: world.isWithheld,
    },
    {
      archive: {
        get: async (id) => (id === 7 ? world.stored : world.other),
        patientOf: async () => accept(world.patientId),
        recordingsOfPatient: async () => accept({ recordings: series, total: series.length }),
        verifyAudit: async () =>
          world.trailBroken
            ? { intact: false, events: 1, firstBadSeq: 2, reason: 'changed' }
            : { intact: true, events: 3, head: '0a'.repeat(32) },
        reviews: { read: async () => accept({ ground: world.ground, versions: world.versions }) },
        reportSigner: async () => ({ publicKey: 'AA==', sign: async () => 'AA==' }),
        appendAudit: async (event) => {
          expect(placed).toHaveLength(1);
          if (world.trailFails) throw new Error('disk full');
          events.push(event);
          return { ...event, seq: 1, at: '', actor: '', previousHash: '', hash: '' };
        },
      },
      analysis: { open: async () => accept(recording), models: async () => [] },
      report: {
        unprintable: async () => new Set(),
        toPdf: async (pages, { title, createdAt }) => {
          if (world.writerFails) throw new Error('no font');
          drawn.push({ pages, title, createdAt });
          return Uint8Array.of(1, 2, 3);
        },
      },
      place: async (pdf) => {
        if (world.placeFails) return refuse('unreadable', 'disk full');
        placed.push(pdf);
        return accept(null);
      },
      clock: { nowUtc: () => '2026-11-21T10:11:12.345Z' },
    },
    signal,
  );
  return { result, events, drawn, placed };
};

describe('exportReport', () => {
  it('puts the PDF in its place, then the export on the trail, by content hash and without the patient', async () => {
    const { result, events, drawn, placed } = await run();
    expect(result).toEqual({ ok: true, value: null });
    expect(placed).toEqual([Uint8Array.of(1, 2, 3)]);
    expect(drawn[0]).toMatchObject({ title: 'ECG report ab12ab12ab12', createdAt: '2026-11-21T10:11:12.345Z' });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'report-exported',
      subject: 'recording:7',
      detail: { sourceSha256: analysis.source.sha256, paper: 'A4' },
    });
    expect(JSON.stringify(events)).not.toMatch(/Secret|P1/);
  });

  it('refuses a recording that is not there or has no analysis, without an event', async () => {
    const gone = await run({ stored: refuse('not-found', 'No recording 7.') });
    expect(gone.result).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const bare = await run({ stored: accept({ ...stored, analysis: null }) });
    expect(bare.result).toMatchObject({ ok: false, error: { code: 'not-found', file: 'pulses' } });
    expect([...gone.events, ...bare.events]).toEqual([]);
  });

  it('says so when the file is in place and the trail cannot be written', async () => {
    const { result, placed } = await run({ trailFails: true });
    expect(placed).toHaveLength(1);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'archive-failed', message: expect.stringMatching(/was written, but .* audit trail: disk full/) },
    });
  });

  it('records no export of a file that could not be put in its place', async () => {
    const { result, events } = await run({ placeFails: true });
    expect(result).toMatchObject({ ok: false, error: { code: 'unreadable' } });
    expect(events).toEqual([]);
  });

  it('turns a writer that fails into a refusal, and records no export', async () => {
    const { result, events } = await run({ writerFails: true });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(events).toEqual([]);
  });

  it('records no export that was cancelled', async () => {
    const { result, events, placed } = await run({}, { aborted: true } as AbortSignal);
    expect(placed).toEqual([]);
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(events).toEqual([]);
  });

  it('makes no report of an archive whose trail is broken', async () => {
    const { result, placed } = await run({ trailBroken: true });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'archive-failed', message: expect.stringContaining('event 2') },
    });
    expect(placed).toEqual([]);
  });

  it('shows a signed reading with its reader, and puts the version that it shows on the trail', async () => {
    const versions = performed(save, confirm, sign);
    const { drawn, events } = await run({ versions });
    const words = wordsOf(drawn[0]!.pages[0]!);
    expect(words).toContain('Signed');
    expect(words).toContain('Signed by R. Reader, reader');
    expect(words).toContain('Inferior myocardial infarction, old');
    expect(words).not.toContain('Unconfirmed');
    expect(words).not.toContain('Left ventricular hypertrophy');
    expect(events[0]?.detail).toMatchObject({ standing: 'signed', reviewSha256: versions[2]?.sha256 });
  });

  it.each(['analysisSha256', 'correctionsSha256'] as const)(
    'never says of values under another %s that they are signed',
    async (bound) => {
      const versions = performed(save, confirm, sign);
      const changed = { versions, ground: { ...ground, [bound]: 'd'.repeat(64) } };
      const words = wordsOf((await run(changed)).drawn[0]!.pages[0]!);
      expect(words).toContain('values below are not signed');
      const statusIn = async (world: Partial<World>): Promise<unknown> =>
        JSON.parse(new TextDecoder().decode((await run({ ...world, form: 'fhir' })).placed[0])).status;
      expect(await statusIn(changed)).toBe('preliminary');
      expect(await statusIn({ versions })).toBe('final');
    },
  );

  it('leaves as DICOM and as FHIR, and the trail says so', async () => {
    const dicom = await run({ form: 'dicom' });
    expect(new TextDecoder('latin1').decode(dicom.placed[0]?.slice(128, 132))).toBe('DICM');
    expect(dicom.events[0]?.detail).toMatchObject({ form: 'dicom' });
    const fhir = await run({ form: 'fhir' });
    expect(JSON.parse(new TextDecoder().decode(fhir.placed[0]))).toMatchObject({ resourceType: 'DiagnosticReport' });
  });
});

describe('a page of comparison', () => {
  const wordsFor = async (
    changes: Partial<World>,
  ): Promise<{ words: string; detail: AuditEventDraft['detail'] | undefined }> => {
    const { result, drawn, events } = await run(changes);
    expect(result.ok).toBe(true);
    return { words: (drawn[0]?.pages ?? []).map(wordsOf).join('\n'), detail: events[0]?.detail };
  };

  it('is with the latest recording before this one that has an analysis, and the trail names it by its hash', async () => {
    const { words, detail } = await wordsFor({ comparedWith: 'previous' });
    expect(words).toContain('Record a-year-before');
    expect(words).toContain(`SHA-256 ${'bc34'.repeat(16)}`);
    expect(detail).toMatchObject({ comparedSha256: 'bc34'.repeat(16) });
    expect((await wordsFor({ comparedWith: 5 })).words).toContain('Record a-year-before');
  });

  it('says why there is none where the patient is not known, and is not there where nobody asked', async () => {
    const { words, detail } = await wordsFor({ comparedWith: 'previous', patientId: null });
    expect(words).toContain('Not compared: this recording names no patient');
    expect(detail).toMatchObject({ comparedSha256: null });
    expect((await wordsFor({})).words).not.toMatch(/compar/i);
  });

  it('withholds the statements where those of the other one are not for this reader yet', async () => {
    const withheld = 'Withheld until a first impression of both recordings is committed.';
    const hidden = await wordsFor({ comparedWith: 'previous', isWithheld: ({ record }) => record === 'a-year-before' });
    expect(hidden.words.replaceAll('\n', ' ')).toContain(withheld);
    expect((await wordsFor({ comparedWith: 'previous' })).words.replaceAll('\n', ' ')).not.toContain(withheld);
  });

  it('is not made of a recording and itself', async () => {
    expect((await run({ comparedWith: 7 })).result).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});
