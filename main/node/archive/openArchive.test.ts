import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import type { Archive, TakeInOutcome } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { syntheticNote } from '../../../app/synth/origin.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow, systemClock, wholeList } from './fixtures.ts';
import { openArchive } from './openArchive.ts';

/** A fresh archive in a folder of its own, closed and removed afterwards. */
const withArchive = <T>(work: (archive: Archive, path: string) => Promise<T>): Promise<T> =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'deep', 'archive.sqlite');
    const archive = await openOrThrow(path);
    try {
      return await work(archive, path);
    } finally {
      await archive.close();
    }
  });

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const open = (path: string) =>
  openArchive({ path, actor: 'tester', clock: systemClock, nativeBinding: null, key: null });
const models = [{ id: 'm', version: '1', sha256: 'a'.repeat(64) }];

describe('archive', () => {
  it('keeps a recording bit for bit with its analysis and its worklist line', () =>
    withArchive(async (archive) => {
      const bundle = bundleOf('a');
      const analysis = analysisOf(bundle, 'patient-7');
      const hints = { sampleRateHz: 250, unit: 'uV' } as const;
      const taken = value(await archive.takeIn(bundle, hints, accept(analysis)));
      expect(taken).toEqual({ id: 1, kind: 'taken' });
      expect(await archive.idOf(bundle.sha256)).toBe(1);
      const stored = value(await archive.get(1));
      expect(stored).toMatchObject({ path: bundle.path, hints, analysis, refusal: null });
      expect(stored.files).toEqual(bundle.files);
      expect(Buffer.isBuffer(stored.files[0]?.bytes)).toBe(false);
      expect(await wholeList(archive)).toEqual([
        {
          id: 1,
          record: 'a',
          status: 'analysed',
          urgency: 'abnormal',
          patientId: 'patient-7',
          patientName: null,
          ageYears: 61,
          sex: 'F',
          device: null,
          startTime: '2020-02-03T04:05:06',
          importedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          heartRateBpm: 71.5,
          quality: 'limited',
          summary: 'MI 72 %',
        },
      ]);
      expect(await archive.get(2)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }));

  it('stores no recording twice; an analysis that says something else stands beside the first', () =>
    withArchive(async (archive) => {
      const bundle = bundleOf('a');
      const outcomes: TakeInOutcome[] = [];
      for (const used of [[], [], models, models]) {
        const analysis = analysisOf(bundle, 'p', used);
        // The same work done twice takes another time, and perhaps finds the file elsewhere.
        const again = { ...analysis, timingMs: { ...analysis.timingMs, total: outcomes.length } };
        const path = `/place-${outcomes.length}/a.hea`;
        outcomes.push(
          value(
            await archive.takeIn(
              { ...bundle, path },
              {},
              accept({ ...again, source: { ...again.source, file: path } }),
            ),
          ),
        );
      }
      expect(outcomes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
        '1 taken',
        '1 duplicate',
        '1 duplicate',
        '1 duplicate',
      ]);
      expect(await wholeList(archive)).toHaveLength(1);
      expect(value(await archive.get(1)).analysis?.models).toEqual(models);
      const types = (await archive.auditEvents({ fromSeq: 1, limit: 100 })).map(({ type }) => type);
      expect(types).toEqual(['archive-created', 'recording-imported', 'recording-analysed', 'recording-analysed']);
      // A crash in a second try takes nothing away from the first.
      await archive.takeIn(bundle, {}, refuse('analysis-crashed', 'died twice'));
      expect(value(await archive.get(1))).toMatchObject({ row: { status: 'analysed' }, refusal: null });
    }));

  it('says in the trail which recordings are synthetic', () =>
    withArchive(async (archive) => {
      for (const name of ['real', 'made']) {
        const bundle = bundleOf(name);
        const analysis = analysisOf(bundle, 'p');
        const notes = name === 'made' ? [syntheticNote] : [];
        await archive.takeIn(bundle, {}, accept({ ...analysis, recording: { ...analysis.recording, notes } }));
      }
      const events = await archive.auditEvents({ fromSeq: 1, limit: 100 });
      const imported = events.filter(({ type }) => type === 'recording-imported');
      expect(imported.map(({ detail }) => detail.synthetic)).toEqual([undefined, true]);
    }));

  it('keeps an analysis with another content, by the same models, and the hints that it was made with', () =>
    withArchive(async (archive) => {
      const bundle = bundleOf('a');
      const first = analysisOf(bundle, 'p');
      const patient = { ...first.recording.patient, ageYears: 10 };
      const second = { ...first, recording: { ...first.recording, patient } };
      await archive.takeIn(bundle, {}, accept(first));
      await archive.takeIn(bundle, { sampleRateHz: 250 }, accept(second));
      expect(value(await archive.get(1))).toMatchObject({ analysis: second, hints: { sampleRateHz: 250 } });
      const types = (await archive.auditEvents({ fromSeq: 3, limit: 100 })).map(({ type }) => type);
      expect(types).toEqual(['recording-analysed', 'recording-analysed']);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
    }));

  it('keeps a refused recording and takes the analysis of a better program in its place', () =>
    withArchive(async (archive) => {
      const bundle = bundleOf('a');
      const refusal = refuse('rate-missing', 'no sampling rate', 'a.hea');
      expect(value(await archive.takeIn(bundle, {}, refusal)).kind).toBe('taken');
      expect(value(await archive.takeIn(bundle, {}, refusal)).kind).toBe('duplicate');
      expect(await archive.idOf(bundle.sha256)).toBeNull();
      const stored = value(await archive.get(1));
      expect(stored.row).toMatchObject({ status: 'refused', summary: 'no sampling rate' });
      expect(stored).toMatchObject({ files: bundle.files, analysis: null, refusal: refusal.error });

      const hints = { sampleRateHz: 500 };
      expect(value(await archive.takeIn(bundle, hints, accept(analysisOf(bundle, 'p'))))).toEqual({
        id: 1,
        kind: 'taken',
      });
      expect(value(await archive.get(1))).toMatchObject({
        row: { status: 'analysed' },
        hints,
        refusal: null,
        files: bundle.files,
      });
      const types = (await archive.auditEvents({ fromSeq: 2, limit: 100 })).map(({ type }) => type);
      expect(types).toEqual(['recording-imported', 'recording-refused', 'recording-analysed']);
    }));

  it('puts neither patient data nor file names on the trail', () =>
    withArchive(async (archive) => {
      const good = bundleOf('Doe^Jane');
      const bad = bundleOf('Roe^Richard');
      await archive.takeIn(good, {}, accept(analysisOf(good, 'patient-7')));
      await archive.takeIn(bad, {}, refuse('truncated', 'Roe^Richard.dat is too short', bad.path));
      const text = JSON.stringify(await archive.auditEvents({ fromSeq: 1, limit: 100 }));
      expect(text).toContain(good.sha256);
      expect(text).not.toMatch(/Doe|Roe|patient-7|2020-02-03|somewhere/);
    }));

  it('writes nothing of a recording when one part of it cannot be stored', () =>
    withArchive(async (archive, path) => {
      const other = new Database(path);
      other.exec(`CREATE TRIGGER fault BEFORE INSERT ON audit WHEN NEW.type = 'recording-analysed'
        BEGIN SELECT RAISE(ABORT, 'made to fail'); END`);
      const bundle = bundleOf('a');
      const taken = await archive.takeIn(bundle, {}, accept(analysisOf(bundle, 'p')));
      expect(taken).toMatchObject({ ok: false, error: { code: 'archive-failed', file: bundle.path } });
      for (const table of ['recordings', 'recording_files', 'analyses']) {
        expect(other.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
      }
      other.close();
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 1 });
    }));

  it('keeps everything over closing and opening, and one creation event', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      for (let i = 0; i < 3; i++) {
        const archive = await openOrThrow(path);
        await archive.appendAudit({ type: 'note', subject: 'archive', detail: { i } });
        await archive.close();
      }
      const archive = await openOrThrow(path);
      const events = await archive.auditEvents({ fromSeq: 1, limit: 10 });
      expect(events.map(({ type }) => type)).toEqual(['archive-created', 'note', 'note', 'note']);
      await archive.close();
    }));

  it('never dates an event before the last one', () =>
    inTemporaryFolder(async (folder) => {
      const times = ['2026-01-01T00:00:02.000Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:03.000Z'];
      const archive = await openOrThrow(join(folder, 'a.sqlite'), { nowUtc: () => times.shift() ?? '' });
      for (let i = 0; i < 2; i++) await archive.appendAudit({ type: 'note', subject: 'archive', detail: {} });
      const at = (await archive.auditEvents({ fromSeq: 1, limit: 10 })).map((event) => event.at.slice(17, 19));
      expect(at).toEqual(['02', '02', '03']);
      await archive.close();
    }));
});

describe('opening', () => {
  it.each<[string, (path: string) => void, RegExp]>([
    [
      'a file that is no database',
      (path) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(40)),
      /no SQLite database/,
    ],
    ['a folder', (path) => mkdirSync(path), /folder/],
    [
      'the database of another program',
      (path) => new Database(path).exec('CREATE TABLE t (a)').close(),
      /another program/,
    ],
    [
      'an archive of a newer program',
      (path) => {
        const db = new Database(path);
        db.pragma(`application_id = ${0x45434731}`);
        db.pragma('user_version = 99');
        db.exec('CREATE TABLE t (a)').close();
      },
      /newer/,
    ],
  ])('refuses %s in words', (_, make, words) =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'x.sqlite');
      make(path);
      const opened = await open(path);
      expect(opened).toMatchObject({ ok: false, error: { code: 'archive-failed', file: path } });
      expect(opened.ok ? '' : opened.error.message).toMatch(words);
    }),
  );

  it('refuses a place inside a file, and leaves the file as it is', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, 'text');
      expect(await open(join(file, 'a.sqlite'))).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      expect(readFileSync(file, 'utf8')).toBe('text');
    }));

  it('says so when another program keeps the archive locked', { timeout: 40_000 }, () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      const other = new Database(path);
      other.exec('BEGIN EXCLUSIVE; CREATE TABLE t (a)');
      const opened = await open(path);
      expect(opened.ok ? '' : opened.error.message).toMatch(/locked by another program/);
      other.close();
    }),
  );
});
