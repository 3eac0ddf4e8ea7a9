import { describe, expect, it } from 'vitest';
import type { AuditEventDraft } from '../audit/event.ts';
import { usualSettings } from '../people/deskSettings.ts';
import { type Person, soleUser } from '../people/person.ts';
import type { StoredRecording, WorklistRow } from '../ports.ts';
import { fewestParts } from '../report/reportInput.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { accept, refuse } from '../result.ts';
import { ground } from '../review/testReviews.testing.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import { exportReports } from './exportReports.ts';

const recording = twelveLeads();
const analysis = analysisOf(recording);

const rowOf = (id: number, record: string): WorklistRow => ({
  id,
  record,
  status: 'analysed',
  urgency: 'abnormal',
  patientId: null,
  patientName: null,
  ageYears: 50,
  sex: null,
  device: null,
  startTime: null,
  importedAt: '2026-11-21T10:00:00.000Z',
  heartRateBpm: 60,
  quality: 'limited',
  summary: '',
});

/** Recordings 1 to 4; 3 could not be analysed, 9 is not there. */
const rows = [rowOf(1, 'one'), rowOf(2, 'two'), rowOf(3, 'three'), rowOf(4, 'four')];
const storedOf = (row: WorklistRow): StoredRecording => ({
  row,
  path: `${row.record}.hea`,
  files: [],
  hints: {},
  analysis: row.id === 3 ? null : { ...analysis, record: row.record },
  refusal: null,
  corrections: null,
});

interface World {
  readonly ids: readonly number[];
  readonly person: Person;
  readonly blindFirst: boolean;
  readonly committed: readonly number[];
  /** Records whose file cannot be written. */
  readonly full: readonly string[];
  /** The record with which the user presses Cancel. */
  readonly cancelAt: string | null;
}

const run = async (changes: Partial<World>) => {
  const world: World = {
    ids: [1, 2, 4],
    person: soleUser('R. Reader'),
    blindFirst: false,
    committed: [],
    full: [],
    cancelAt: null,
    ...changes,
  };
  const control = new AbortController();
  const events: AuditEventDraft[] = [];
  const placed: string[] = [];
  const progress: string[] = [];
  const result = await exportReports(
    world.ids,
    { paper: 'A4', parts: fewestParts, programVersion: '0.1.0' },
    world.person,
    {
      archive: {
        rows: async (ids) => rows.filter(({ id }) => ids.includes(id)),
        get: async (id) => {
          const row = rows.find((each) => each.id === id);
          return row === undefined ? refuse('not-found', `No recording ${id}.`) : accept(storedOf(row));
        },
        settings: {
          read: async () => ({ ...usualSettings, blindFirst: world.blindFirst }),
          change: () => Promise.reject(new Error('no setting is changed by an export')),
        },
        patientOf: async () => accept(null),
        recordingsOfPatient: async () => accept({ recordings: [], total: 0 }),
        verifyAudit: async () => ({ intact: true, events: 3, head: '0a'.repeat(32) }),
        reviews: {
          read: async () => accept({ ground, versions: [] }),
          impressionsOf: async () => world.committed,
        } as never,
        reportSigner: async () => ({ publicKey: 'AA==', sign: async () => 'AA==' }),
        appendAudit: async (event) => {
          events.push(event);
          return { ...event, seq: 1, at: '', actor: '', previousHash: '', hash: '' };
        },
      },
      analysis: { open: async () => accept(recording), models: async () => [] },
      report: { unprintable: async () => new Set(), toPdf: async () => Uint8Array.of(1, 2, 3) },
      clock: { nowUtc: () => '2026-11-21T10:11:12.345Z' },
      place: async (record) => {
        if (world.full.includes(record)) return refuse('unreadable', 'disk full');
        placed.push(record);
        if (record === world.cancelAt) control.abort();
        return accept(null);
      },
    },
    { signal: control.signal, onProgress: ({ done, total }) => progress.push(`${done}/${total}`) },
  );
  return { result, placed, progress, exported: events.map(({ type, subject }) => `${type} ${subject}`) };
};

describe('exportReports', () => {
  it('writes each recording once, with an event of its own', async () => {
    const { result, placed, progress, exported } = await run({ ids: [4, 1, 4, 2] });
    expect(result).toEqual({ written: 3, failed: [], cancelled: false });
    expect(placed).toEqual(['four', 'one', 'two']);
    expect(progress).toEqual(['0/3', '1/3', '2/3']);
    expect(exported).toEqual([
      'report-exported recording:4',
      'report-exported recording:1',
      'report-exported recording:2',
    ]);
  });

  it('names what could not be exported, with its reason, and goes on with the others', async () => {
    const { result, placed, exported } = await run({ ids: [3, 9, 1, 2], full: ['one'] });
    expect(result).toMatchObject({
      written: 1,
      cancelled: false,
      failed: [
        { recordingId: 3, record: 'three', error: { code: 'not-found', message: expect.stringContaining('analysis') } },
        { recordingId: 9, record: '#9', error: { code: 'not-found' } },
        { recordingId: 1, record: 'one', error: { code: 'unreadable', message: 'disk full' } },
      ],
    });
    expect(placed).toEqual(['two']);
    expect(exported).toEqual(['report-exported recording:2']);
  });

  it('keeps back what the reader must not see yet in blind-first reading', async () => {
    const { result, placed } = await run({ blindFirst: true, committed: [2] });
    expect(placed).toEqual(['two']);
    expect(result.failed.map(({ record, error }) => [record, error.code])).toEqual([
      ['one', 'not-allowed'],
      ['four', 'not-allowed'],
    ]);
  });

  it('stops at a cancel and keeps what was written', async () => {
    const { result, placed, exported } = await run({ cancelAt: 'one' });
    expect(result).toEqual({ written: 1, failed: [], cancelled: true });
    expect(placed).toEqual(['one']);
    expect(exported).toEqual(['report-exported recording:1']);
  });
});
