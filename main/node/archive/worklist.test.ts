import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis, Statement } from '../../../app/analysis/schema.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept, refuse } from '../../../app/result.ts';
import { sortColumns, type WorklistQuery, wholeWorklist } from '../../../app/worklist/query.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow, wholeList } from './fixtures.ts';
import { migrations } from './migrations.ts';
import { worklistStep } from './worklistStep.ts';

interface Made {
  readonly name: string;
  readonly patientName?: string;
  readonly patientId?: string;
  readonly ageYears?: number | null;
  readonly device?: string;
  readonly startTime?: string | null;
  readonly bpm?: number | null;
  readonly quality?: Analysis['quality']['verdict'];
  readonly statements?: readonly (readonly [code: string, text: string, critical?: boolean])[];
}

const statement = ([code, text, critical = false]: readonly [string, string, boolean?]): Statement => ({
  code,
  text,
  confidence: 0.8,
  critical,
  evidence: { beats: [], leads: [], criterion: '', value: null, threshold: null, unit: null, flipsAt: null },
  source: '',
  models: [],
});

const analysisFrom = (made: Made): Analysis => {
  const bundle = bundleOf(made.name);
  const usual = analysisOf(bundle, made.patientId ?? 'p');
  const { patient } = usual.recording;
  const { ageYears = 61, startTime = '2020-02-03T04:05:06', bpm = 70, quality = 'acceptable', statements = [] } = made;
  return {
    ...usual,
    recording: {
      ...usual.recording,
      patient: { ...patient, name: made.patientName ?? null, ageYears },
      device: made.device ?? null,
      startTime,
    },
    quality: { ...usual.quality, verdict: quality },
    measurements: { ...usual.measurements, heartRateBpm: bpm },
    statements: statements.map(statement),
    diagnoses: [],
  };
};

const withArchive = (made: readonly Made[], work: (archive: Archive, path: string) => Promise<void>) =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const archive = await openOrThrow(path);
    for (const each of made) await archive.takeIn(bundleOf(each.name), {}, accept(analysisFrom(each)));
    await work(archive, path);
    await archive.close();
  });

const named = async (archive: Archive, change: Partial<WorklistQuery>): Promise<string[]> => {
  const { ids } = await archive.find({ ...wholeWorklist, ...change });
  return (await archive.rows([...ids])).map(({ record }) => record);
};

const few: readonly Made[] = [
  { name: 'a-normal', patientName: 'Müller, Änne', statements: [['sinus-rhythm', 'Sinus rhythm.']] },
  {
    name: 'b-block',
    patientName: "O'Neill",
    patientId: 'X-17',
    ageYears: 17.5,
    bpm: 88,
    device: 'MAC 5500',
    startTime: '2021-05-31T23:59:59',
    statements: [['rbbb', 'Right bundle branch block.']],
  },
  {
    name: 'c-critical',
    quality: 'limited',
    bpm: null,
    statements: [['st-elevation', 'ST elevation, inferior.', true]],
  },
  { name: 'd-silent', ageYears: null, startTime: null, quality: 'unacceptable' },
];

describe('worklist', () => {
  it('stands with what is critical on top, what nobody read before what is normal', () =>
    withArchive(few, async (archive) => {
      await archive.takeIn(bundleOf('e-refused'), {}, refuse('truncated', 'the file ends too soon'));
      expect(await named(archive, {})).toEqual(['c-critical', 'b-block', 'd-silent', 'e-refused', 'a-normal']);
      expect(await archive.find({ ...wholeWorklist, statuses: ['refused'] })).toEqual({
        ids: Int32Array.of(5),
        all: 5,
      });
      expect(await named(archive, { search: 'ends soon' })).toEqual(['e-refused']);
    }));

  it('is searched by beginnings of words of patient, record, device and findings, whatever case and accents', () =>
    withArchive(few, async (archive) => {
      for (const [search, record] of [
        ['muller', 'a-normal'],
        ['MÜLL ann', 'a-normal'],
        ["o'nei", 'b-block'],
        ['x-17', 'b-block'],
        ['mac 55', 'b-block'],
        ['bundle right', 'b-block'],
        ['inferior', 'c-critical'],
        ['d-sil', 'd-silent'],
      ] as const)
        expect(await named(archive, { search }), search).toEqual([record]);
      expect(await named(archive, { search: 'uller' })).toEqual([]);
      expect(await named(archive, { search: 'inferior right' })).toEqual([]);
      expect(await named(archive, { search: '***' })).toHaveLength(4);
    }));

  it('is searched beside the findings alone when they are withheld', () =>
    withArchive(few, async (archive) => {
      const found = async (search: string) => (await archive.find({ ...wholeWorklist, search }, false)).ids.length;
      for (const search of ['bundle right', 'inferior', 'sinus', 'inferior c-crit'])
        expect(await found(search)).toBe(0);
      for (const search of ['muller', "o'nei", 'x-17', 'mac 55', 'd-sil']) expect(await found(search)).toBe(1);
      expect(await found('')).toBe(4);
    }));

  it('gives the same in the same order however much of it fits', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await (await openOrThrow(path)).close();
      const db = new Database(path);
      // More than are looked up one by one: rows alone, for the search asks for nothing else.
      const insert =
        db.prepare(`INSERT INTO recordings (sha256, record, path, bytes, imported_at, hints, status, summary,
        urgency, listed) VALUES (?, ?, '', 0, '', '{}', 'analysed', '', ?, 1)`);
      db.transaction(() => {
        for (let n = 0; n < 6000; n++)
          insert.run(String(n).padStart(64, '0'), n % 10 === 0 ? `few-${n}` : `many-${n}`, (n * 7) % 4);
      })();
      db.close();
      const archive = await openOrThrow(path);
      const found = async (search: string) => [...(await archive.find({ ...wholeWorklist, search })).ids];
      const whole = await found('');
      expect(whole).toHaveLength(6000);
      const many = await found('many');
      const few = await found('few');
      expect([many.length, few.length]).toEqual([5400, 600]);
      expect(many).toEqual(whole.filter((id) => (id - 1) % 10 !== 0));
      expect(few).toEqual(whole.filter((id) => (id - 1) % 10 === 0));
      await archive.close();
    }));

  it('is filtered by status, urgency, quality, finding, age and day, all together', () =>
    withArchive(few, async (archive) => {
      expect(await named(archive, { statuses: ['signed'] })).toEqual([]);
      expect(await named(archive, { urgencies: ['critical', 'normal'] })).toEqual(['c-critical', 'a-normal']);
      expect(await named(archive, { qualities: ['limited'] })).toEqual(['c-critical']);
      expect(await named(archive, { findings: ['rbbb'] })).toEqual(['b-block']);
      expect(await named(archive, { findings: ['rbbb', 'st-elevation'] })).toEqual([]);
      expect(await named(archive, { ageFromYears: 17, ageToYears: 17 })).toEqual(['b-block']);
      expect(await named(archive, { ageToYears: 16 })).toEqual([]);
      expect(await named(archive, { recordedTo: '2021-05-31', recordedFrom: '2021-05-31' })).toEqual(['b-block']);
      expect(await named(archive, { recordedTo: '2021-05-30' })).toEqual(['c-critical', 'a-normal']);
      expect(await named(archive, { urgencies: ['abnormal'], search: 'inferior' })).toEqual([]);
    }));

  it('is sorted by every column both ways, what is not known last', () =>
    withArchive(few, async (archive) => {
      for (const by of sortColumns)
        for (const descending of [false, true])
          expect(await named(archive, { sort: { by, descending } }), `${by} ${descending}`).toHaveLength(4);
      const rate = (descending: boolean) => named(archive, { sort: { by: 'rate', descending } });
      expect(await rate(false)).toEqual(['a-normal', 'd-silent', 'b-block', 'c-critical']);
      expect(await rate(true)).toEqual(['b-block', 'a-normal', 'd-silent', 'c-critical']);
      expect((await named(archive, { sort: { by: 'recorded', descending: true } }))[3]).toBe('d-silent');
    }));

  it('tells which findings there are, and follows an analysis that says something else', () =>
    withArchive(few, async (archive) => {
      const codes = async () => (await archive.statedFindings()).map(({ code, recordings }) => `${code} ${recordings}`);
      expect(await codes()).toEqual(['rbbb 1', 'sinus-rhythm 1', 'st-elevation 1']);
      const again = { ...few[1], name: 'b-block', statements: [['sinus-rhythm', 'Sinus rhythm.']] } as const;
      await archive.takeIn(bundleOf('b-block'), {}, accept(analysisFrom(again)));
      expect(await codes()).toEqual(['sinus-rhythm 2', 'st-elevation 1']);
      expect(await named(archive, { search: 'bundle' })).toEqual([]);
      expect(await named(archive, { urgencies: ['normal'] })).toEqual(['a-normal', 'b-block']);
    }));

  it('answers any text and any ids without a fault', () =>
    withArchive(few, async (archive) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (search) => {
          await archive.find({ ...wholeWorklist, search });
        }),
        { numRuns: 300 },
      );
      expect(await archive.rows([])).toEqual([]);
      expect((await archive.rows([3, 99, 1])).map(({ id }) => id)).toEqual([3, 1]);
      expect((await archive.find({ ...wholeWorklist, search: '\u{1E030}x \u{10FFFD}' })).ids).toHaveLength(0);
    }));

  it('keeps views by name, and passes over one that it cannot read', () =>
    withArchive([], async (archive, path) => {
      const query: WorklistQuery = { ...wholeWorklist, urgencies: ['critical'] };
      await archive.keepView({ name: 'tonight', query: wholeWorklist });
      await archive.keepView({ name: 'tonight', query });
      await archive.keepView({ name: 'a', query });
      const other = new Database(path);
      other.exec(`INSERT INTO worklist_views VALUES ('newer', '{"search": 1}'), ('broken', '{')`);
      other.close();
      expect(await archive.views()).toEqual([
        { name: 'a', query },
        { name: 'tonight', query },
      ]);
      await archive.dropView('a');
      await archive.dropView('never');
      expect(await archive.views()).toEqual([{ name: 'tonight', query }]);
    }));
});

describe('an archive of an earlier version', () => {
  /** Takes away what this version added, as if the step had never been taken. */
  const older = (path: string): void => {
    const db = new Database(path);
    db.pragma('foreign_keys = OFF');
    const at = migrations.indexOf(worklistStep);
    for (const [name] of db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'worklist%'")
      .raw()
      .all() as [string][])
      db.exec(`DROP TRIGGER ${name}`);
    // What later steps made; they are taken again too.
    for (const table of [
      'first_impressions',
      'people',
      'settings',
      'erased_recordings',
      'import_batches',
      'watched_folder',
      'watched_files',
    ])
      db.exec(`DROP TABLE ${table}`);
    db.exec(`DROP TABLE worklist_search; DROP TABLE worklist_views; DROP TABLE findings;
      ${['urgency', 'time', 'patient', 'record', 'rate'].map((by) => `DROP INDEX recordings_by_${by};`).join(' ')}
      DROP INDEX recordings_to_list; DROP INDEX recordings_of_patient;
      ${['patient_name', 'age_years', 'sex', 'device', 'urgency', 'finding_words', 'listed'].map((column) => `ALTER TABLE recordings DROP COLUMN ${column};`).join(' ')}
      PRAGMA user_version = ${at};`);
    db.close();
  };

  it('is opened, shown and verified before and after its columns are filled', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      const first = await openOrThrow(path);
      for (const each of few) await first.takeIn(bundleOf(each.name), {}, accept(analysisFrom(each)));
      await first.takeIn(bundleOf('e-refused'), {}, refuse('truncated', 'the file ends too soon'));
      const whole = await wholeList(first);
      const findings = await first.statedFindings();
      await first.close();
      older(path);

      const archive = await openOrThrow(path);
      expect(await named(archive, { search: 'b-block' })).toEqual(['b-block']);
      expect((await archive.get(3)).ok).toBe(true);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
      expect(await archive.catchUp()).toBe(5);
      expect(await archive.catchUp()).toBe(0);
      expect(await wholeList(archive)).toEqual(whole);
      expect(await archive.statedFindings()).toEqual(findings);
      expect(await named(archive, { search: 'muller' })).toEqual(['a-normal']);
      expect(await named(archive, { search: 'ends soon' })).toEqual(['e-refused']);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
      await archive.close();
    }));
});
