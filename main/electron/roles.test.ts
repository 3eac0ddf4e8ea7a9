import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noCorrections } from '../../app/analysis/correctedMarks.ts';
import { accessTo } from '../../app/contract/access.ts';
import { channels } from '../../app/contract/client.ts';
import { callNames, jobNames } from '../../app/contract/names.ts';
import type { MethodName } from '../../app/contract/table.ts';
import { roles } from '../../app/people/person.ts';
import type { Archive } from '../../app/ports.ts';
import { accept, refuse } from '../../app/result.ts';
import { emptyContent } from '../../app/review/review.ts';
import { wholeWorklist } from '../../app/worklist/query.ts';
import { analysisToRead, bundleOf, inTemporaryFolder, openOrThrow, readingOf } from '../node/archive/fixtures.ts';
import { actingAs, actorNow } from '../node/desk/actor.ts';
import { createDesk, type Desk } from '../node/desk/createDesk.ts';
import { bind, type PageEvent, type Wire } from './bind.ts';
import type { Handlers } from './handler.ts';
import { correctMarks } from './handlers/correctMarks.ts';
import { deskHandlers } from './handlers/desk.ts';
import { explainRecording } from './handlers/explainRecording.ts';
import { findRecordings } from './handlers/findRecordings.ts';
import { listAudit } from './handlers/listAudit.ts';
import { listRecordings } from './handlers/listRecordings.ts';
import { openRecording } from './handlers/openRecording.ts';
import { reviewHandlers } from './handlers/reviews.ts';
import { unlessBlind } from './handlers/unlessBlind.ts';
import { createJobs } from './jobs.ts';
import { createKeyring } from './keyring.ts';

/** Main as it is, with the page's messages made by hand: what a screen that was tampered with could send. */
const password = 'correct horse battery';
const givenPassword = 'from an administrator';
const reached = () => Promise.reject(new Error('the handler was reached'));

interface Bench {
  readonly call: (name: MethodName, input?: object) => Promise<unknown>;
  readonly desk: Desk;
  readonly archive: Archive;
  readonly id: number;
}

const onBench = (work: (bench: Bench) => Promise<void>) =>
  inTemporaryFolder(async (folder) => {
    const clock = { nowUtc: () => new Date().toISOString() };
    const archive = await openOrThrow(join(folder, 'a.sqlite'), clock, () => actorNow('program'));
    const passwords = { memorySize: 64, iterations: 1 };
    const desk = await createDesk({ archive, clock, nowMs: () => performance.now(), userName: 'owner', passwords });
    const analysis = {
      open: async () => refuse('unknown-format', 'no samples in this test'),
      explain: async () => accept([]),
    };
    const house = { archive, clock, analysis };
    const tell = { deskChanged: () => {}, worklistChanged: () => {} };
    const handlers = {
      ...Object.fromEntries([...callNames, ...jobNames].map((name) => [name, reached])),
      ...reviewHandlers(house, desk, tell.worklistChanged),
      ...deskHandlers(house, desk, createKeyring(null, '', null), tell),
      findRecordings: findRecordings(house),
      listRecordings: listRecordings(house),
      openRecording: openRecording(house),
      correctMarks: unlessBlind(house, correctMarks(house)),
      listAudit: listAudit(house),
      explainRecording: unlessBlind(house, explainRecording(house)),
    } as unknown as Handlers;
    const answering = new Map<string, (event: PageEvent, ...args: unknown[]) => Promise<unknown>>();
    const wire: Wire = { handle: (channel, listener) => void answering.set(channel, listener), on: () => {} };
    bind({
      wire,
      handlers,
      jobs: createJobs(() => performance.now()),
      person: desk.person,
      actingAs,
      noteRefusal: async (call) => {
        await archive.appendAudit({ type: 'call-refused', subject: `call:${call}`, detail: { why: 'role' } });
      },
      takeDrop: () => ({ token: 't'.repeat(20), label: '' }),
      checkOutput: true,
      reportDefect: () => {},
    });
    const sender = { id: 1, isDestroyed: () => false, send: () => {} };
    const page: PageEvent = { sender, senderFrame: { origin: 'app://einthoven', parent: null } };
    const bundle = bundleOf('one');
    const taken = await archive.takeIn(bundle, {}, accept(analysisToRead(bundle, 'p')));
    if (!taken.ok) throw new Error(taken.error.message);
    await work({
      call: (name, input = {}) =>
        answering.get(channels.call)!(page, {
          name,
          input,
          jobId: (jobNames as readonly string[]).includes(name) ? 'j' : null,
        }),
      desk,
      archive,
      id: taken.value.id,
    });
    await archive.close();
  });

const withPeople = (work: (bench: Bench) => Promise<void>) =>
  onBench(async (bench) => {
    const { desk } = bench;
    for (const role of roles) await desk.addPerson(`one ${role}`, role, givenPassword);
    await desk.changeSettings({ mode: 'people' });
    for (const role of roles) {
      await desk.login(`one ${role}`, givenPassword);
      await desk.changeOwnPassword(givenPassword, password);
    }
    await desk.lock();
    await work(bench);
  });

const login = ({ call }: Bench, role: string) => call('login', { name: `one ${role}`, password });
const refusedAs = (code: string) => ({ ok: false, error: { code } });
const sealIn = (answer: unknown): string => {
  const { ok, value } = answer as { ok: boolean; value?: { sha256?: string } };
  if (!ok || value?.sha256 === undefined) throw new Error(JSON.stringify(answer));
  return value.sha256;
};
const lastVersion = async ({ archive, id }: Bench) => {
  const read = await archive.reviews.read(id);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.versions.at(-1) ?? null;
};

describe('a locked desk', () => {
  test('answers nothing but who may log in', () =>
    withPeople(async ({ call }) => {
      for (const name of [...callNames, ...jobNames]) {
        if (accessTo[name] !== 'anyone') expect(await call(name)).toMatchObject(refusedAs('locked'));
      }
      expect(await call('deskState')).toMatchObject({ ok: true, value: { person: null } });
    }));
});

describe('a technician, whatever the screen sends', () => {
  test('cannot save, confirm or sign a review, nor commit an impression', () =>
    withPeople(async (bench) => {
      const { call, id, archive } = bench;
      await login(bench, 'reader');
      const draft = sealIn(
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      );
      await login(bench, 'technician');
      const tries: readonly [MethodName, object][] = [
        ['saveReview', { recordingId: id, expected: draft, content: readingOf('mine'), reason: null }],
        ['confirmReview', { recordingId: id, expected: draft }],
        ['signReview', { recordingId: id, expected: draft, meaning: 'review', password }],
        ['commitImpression', { recordingId: id, statements: [{ code: null, modifiers: [], text: 'x' }] }],
      ];
      for (const [name, input] of tries) expect(await call(name, input)).toMatchObject(refusedAs('not-allowed'));
      expect((await lastVersion(bench))?.sha256).toBe(draft);
      // Signing what a reader has confirmed, with the technician's own password.
      await login(bench, 'reader');
      const confirmed = sealIn(await call('confirmReview', { recordingId: id, expected: draft }));
      await login(bench, 'technician');
      expect(
        await call('signReview', { recordingId: id, expected: confirmed, meaning: 'review', password }),
      ).toMatchObject(refusedAs('not-allowed'));
      const refusals = (await archive.auditEvents({ fromSeq: 1, limit: 99 })).filter(
        ({ type }) => type === 'call-refused',
      );
      expect(refusals.map(({ actor, subject }) => [actor, subject])).toEqual([
        ['one technician', 'call:saveReview'],
        ['one technician', 'call:confirmReview'],
        ['one technician', 'call:signReview'],
        ['one technician', 'call:commitImpression'],
        ['one technician', 'call:signReview'],
      ]);
    }));

  test('cannot change people, settings or the archive; neither can a reader', () =>
    withPeople(async (bench) => {
      for (const role of ['technician', 'reader']) {
        await login(bench, role);
        for (const name of [...callNames, ...jobNames])
          if (accessTo[name] === 'administer') expect(await bench.call(name)).toMatchObject(refusedAs('not-allowed'));
      }
    }));
});

describe('a reader', () => {
  test('who mistypes three times waits before even the right password counts', () =>
    withPeople(async (bench) => {
      const { call, id } = bench;
      await login(bench, 'reader');
      const draft = sealIn(
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      );
      const confirmed = sealIn(await call('confirmReview', { recordingId: id, expected: draft }));
      const sign = { recordingId: id, expected: confirmed, meaning: 'responsibility' };
      for (const wrong of [null, '', 'wrong'])
        expect(await call('signReview', { ...sign, password: wrong })).toMatchObject(refusedAs('not-allowed'));
      expect(await call('signReview', { ...sign, password })).toMatchObject(refusedAs('not-allowed'));
    }));

  test('who sits at a desk left open signs nothing without the password of the session', () =>
    withPeople(async (bench) => {
      const { call, id } = bench;
      await login(bench, 'reader');
      const draft = sealIn(
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      );
      const confirmed = sealIn(await call('confirmReview', { recordingId: id, expected: draft }));
      const sign = { recordingId: id, expected: confirmed, meaning: 'responsibility' };
      expect(await call('signReview', { ...sign, password: 'guess' })).toMatchObject(refusedAs('not-allowed'));
      expect(await call('signReview', { ...sign, password })).toMatchObject({
        ok: true,
        value: {
          version: {
            status: 'signed',
            signature: { name: 'one reader', role: 'reader', meaning: 'responsibility', knownBy: 'password' },
          },
        },
      });
      expect(await call('signReview', { ...sign, password })).toMatchObject(refusedAs('conflict'));
    }));
});

describe('a password that an administrator set', () => {
  test('signs nothing until the person has chosen another one, giving the old one', () =>
    withPeople(async (bench) => {
      const { call, desk, id, archive } = bench;
      await desk.addPerson('second', 'reader', givenPassword);
      await call('login', { name: 'second', password: givenPassword });
      expect(await call('deskState')).toMatchObject({ ok: true, value: { mustChangePassword: true } });
      const draft = sealIn(
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      );
      const confirmed = sealIn(await call('confirmReview', { recordingId: id, expected: draft }));
      const sign = { recordingId: id, expected: confirmed, meaning: 'review' };
      expect(await call('signReview', { ...sign, password: givenPassword })).toMatchObject(refusedAs('not-allowed'));
      for (const [old, chosen, code] of [
        ['guessed by somebody', password, 'not-allowed'],
        [givenPassword, givenPassword, 'invalid-input'],
        [givenPassword, 'short', 'invalid-input'],
        [givenPassword, 'I am the second', 'invalid-input'],
      ] as const)
        expect(await call('changePassword', { old, chosen })).toMatchObject(refusedAs(code));
      expect(await call('changePassword', { old: givenPassword, chosen: password })).toMatchObject({ ok: true });
      expect(await call('deskState')).toMatchObject({ ok: true, value: { mustChangePassword: false } });
      expect(await call('signReview', { ...sign, password: givenPassword })).toMatchObject(refusedAs('not-allowed'));
      expect(await call('signReview', { ...sign, password })).toMatchObject({ ok: true });
      const events = await archive.auditEvents({ fromSeq: 1, limit: 999 });
      expect(events.findLast(({ type }) => type === 'person-changed')).toMatchObject({
        actor: 'second',
        detail: { passwordChanged: true, byThemself: true },
      });
      expect(JSON.stringify(events)).not.toMatch(/from an administrator|correct horse/);

      // Set anew by the administrator, it signs no more.
      const second = (await archive.people.list()).find(({ name }) => name === 'second');
      await login(bench, 'administrator');
      await call('changePerson', { id: second?.id, password: 'another from there' });
      await call('login', { name: 'second', password: 'another from there' });
      expect(await call('deskState')).toMatchObject({ ok: true, value: { mustChangePassword: true } });
    }));
});

describe('an administrator', () => {
  test('looks after people and erases, and does not read', () =>
    withPeople(async (bench) => {
      const { call, id } = bench;
      await login(bench, 'administrator');
      expect(
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      ).toMatchObject(refusedAs('not-allowed'));
      expect(await call('exportReports', { recordingIds: [id] })).toMatchObject(refusedAs('not-allowed'));
      expect(await call('listPeople')).toMatchObject({ ok: true, value: { length: 3 } });
      expect(await call('eraseRecording', { recordingId: id, reason: 'asked for by the patient' })).toMatchObject({
        ok: true,
      });
      expect(await call('openRecording', { recordingId: id })).toMatchObject(refusedAs('not-found'));
    }));
});

test('an empty reading is not kept as a draft', () =>
  onBench(async (bench) => {
    const { call, id } = bench;
    expect(
      await call('saveReview', { recordingId: id, expected: null, content: emptyContent, reason: null }),
    ).toMatchObject(refusedAs('invalid-input'));
    expect(await lastVersion(bench)).toBeNull();
  }));

describe('blind-first reading', () => {
  const words = /QTc above|hypertrophy|qtc-very-long|lvh|"MI"|0\.72/;

  test('keeps every word and figure of the computer in main until the impression is committed', () =>
    onBench(async ({ call, desk, id }) => {
      expect(JSON.stringify(await call('openRecording', { recordingId: id }))).toMatch(words);
      await desk.changeSettings({ blindFirst: true });
      const answers = [
        await call('listRecordings'),
        await call('openRecording', { recordingId: id }),
        await call('readReview', { recordingId: id }),
        await call('explainRecording', { recordingId: id }),
        await call('saveReview', { recordingId: id, expected: null, content: readingOf(), reason: null }),
      ];
      for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(words);
      expect(answers[1]).toMatchObject({
        ok: true,
        value: { blind: true, analysis: { measurements: { heartRateBpm: 71.5 } } },
      });
      expect(answers[3]).toMatchObject(refusedAs('not-allowed'));
      expect(answers[4]).toMatchObject(refusedAs('not-allowed'));

      const bad = [{ code: 'lvh', modifiers: [], text: 'something else' }];
      expect(await call('commitImpression', { recordingId: id, statements: bad })).toMatchObject(
        refusedAs('invalid-input'),
      );
      const statements = [{ code: 'normal-ecg', modifiers: [], text: 'Normal ECG' }];
      expect(await call('commitImpression', { recordingId: id, statements })).toMatchObject({ ok: true });
      expect(await call('commitImpression', { recordingId: id, statements })).toMatchObject(refusedAs('conflict'));
      expect(JSON.stringify(await call('openRecording', { recordingId: id }))).toMatch(words);
      expect(await call('readReview', { recordingId: id })).toMatchObject({
        ok: true,
        value: { blind: false, impression: { reader: 'owner', statements }, computer: { length: 2 } },
      });
    }));

  test('takes no corrections of marks before the impression, and does not tell by the trail what others corrected', () =>
    onBench(async ({ call, archive, desk, id }) => {
      const changes = 'qtMs 380 -> 402';
      await archive.correct(id, noCorrections, { median: { tOffsetS: 0.41 }, beats: [] }, [], changes);
      const trail = async () => JSON.stringify(await call('listAudit', { fromSeq: 1, limit: 99 }));
      expect(await trail()).toContain(changes);
      await desk.changeSettings({ blindFirst: true });
      const correction = { recordingId: id, expected: noCorrections, marks: noCorrections };
      expect(await call('correctMarks', correction)).toMatchObject(refusedAs('not-allowed'));
      expect(await trail()).toContain('recording-corrected');
      expect(await trail()).not.toContain(changes);
      const statements = [{ code: null, modifiers: [], text: 'unsure' }];
      await call('commitImpression', { recordingId: id, statements });
      expect(await trail()).toContain(changes);
      // The samples are none: it comes as far as opening them.
      expect(await call('correctMarks', correction)).toMatchObject(refusedAs('unknown-format'));
    }));

  test('does not tell it by what the search finds, and still finds record and patient', () =>
    onBench(async ({ call, desk, id }) => {
      const found = async (search: string) => {
        const answer = await call('findRecordings', { query: { ...wholeWorklist, search } });
        const { ok, value } = answer as { ok: boolean; value?: { ids: Int32Array } };
        if (!ok || value === undefined) throw new Error(JSON.stringify(answer));
        return [...value.ids];
      };
      const computers = ['hypertrophy', 'qtc above', 'MI'];
      for (const search of [...computers, 'p']) expect(await found(search), search).toEqual([id]);
      await desk.changeSettings({ blindFirst: true });
      for (const search of computers) expect(await found(search), search).toEqual([]);
      for (const search of ['p', 'one', '']) expect(await found(search), search).toEqual([id]);
    }));

  test('does not tell it through a technician, nor to a second reader through the first one', () =>
    withPeople(async (bench) => {
      const { call, desk, id } = bench;
      await desk.addPerson('second', 'reader', password);
      await desk.changeSettings({ blindFirst: true });
      await login(bench, 'technician');
      expect(
        JSON.stringify([await call('listRecordings'), await call('openRecording', { recordingId: id })]),
      ).not.toMatch(words);
      await login(bench, 'reader');
      await call('commitImpression', { recordingId: id, statements: [{ code: null, modifiers: [], text: 'unsure' }] });
      expect(JSON.stringify(await call('openRecording', { recordingId: id }))).toMatch(words);
      await call('login', { name: 'second', password });
      expect(JSON.stringify(await call('openRecording', { recordingId: id }))).not.toMatch(words);
    }));
});
