import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../app/ports.ts';
import { inTemporaryFolder, openOrThrow } from '../archive/fixtures.ts';
import { actorNow } from './actor.ts';
import { createDesk, type Desk } from './createDesk.ts';
import { hashPassword, passwordFits, whyWeak } from './passwords.ts';

const password = 'correct horse battery';

interface Setting {
  readonly archive: Archive;
  readonly desk: Desk;
  readonly reopened: () => Promise<Desk>;
  readonly pass: (seconds: number) => void;
}

const withDesk = (work: (setting: Setting) => Promise<void>) =>
  inTemporaryFolder(async (folder) => {
    let ms = Date.parse('2026-11-21T10:00:00.000Z');
    const clock = { nowUtc: () => new Date(ms).toISOString() };
    const archive = await openOrThrow(join(folder, 'a.sqlite'), clock, () => actorNow('program'));
    const make = () =>
      createDesk({ archive, clock, nowMs: () => ms, userName: 'owner', passwords: { memorySize: 64, iterations: 1 } });
    const pass = (seconds: number) => {
      ms += seconds * 1000;
    };
    await work({ archive, desk: await make(), reopened: make, pass });
    await archive.close();
  });

const withPeople = (work: (setting: Setting) => Promise<void>) =>
  withDesk(async (setting) => {
    const { desk } = setting;
    await desk.addPerson('Ada', 'administrator', password);
    await desk.addPerson('Rita Reader', 'reader', password);
    await desk.changeSettings({ mode: 'people', autoLockMinutes: 5 });
    await work(setting);
  });

const refusedAs = (code: string) => ({ ok: false, error: { code } });

describe('a private desk', () => {
  it('has one user without a password, and says so', () =>
    withDesk(async ({ desk }) => {
      expect(desk.person()).toEqual({
        ok: true,
        value: { name: 'owner', roles: ['reader', 'administrator'], knownBy: 'single-user-desk' },
      });
      expect(await desk.prove(null)).toMatchObject({ ok: true });
      expect(await desk.changeOwnPassword('', password)).toMatchObject(refusedAs('not-allowed'));
    }));

  it('becomes one of people only when somebody can administer it', () =>
    withDesk(async ({ desk }) => {
      expect(await desk.changeSettings({ mode: 'people' })).toMatchObject(refusedAs('not-allowed'));
      expect(desk.settings().mode).toBe('single-user');
    }));
});

describe('a desk of people', () => {
  it('has no two people whose names look the same', () =>
    withPeople(async ({ desk, archive }) => {
      for (const name of ['Rita\u200b Reader', '\u202eredaeR atiR', '\u2066Rita Reader\u2069'])
        expect(await desk.addPerson(name, 'reader', password)).toMatchObject(refusedAs('invalid-input'));
      expect(await desk.addPerson('Ärzte', 'reader', password)).toMatchObject({ ok: true });
      for (const name of ['RITA  READER', 'Rita\u00a0Reader', 'ärzte', '\uff32ita Reader'])
        expect(await desk.addPerson(name, 'reader', password)).toMatchObject(refusedAs('conflict'));
      expect((await archive.people.list()).map(({ name }) => name)).toEqual(['Ada', 'Rita Reader', 'Ärzte']);
      expect(await desk.login('ÄRZTE', password)).toMatchObject({ ok: true, value: { name: 'Ärzte' } });
    }));

  it('is locked until somebody logs in by name and password', () =>
    withPeople(async ({ desk }) => {
      expect(desk.person()).toMatchObject(refusedAs('locked'));
      expect(await desk.login('rita reader', 'wrong')).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.login('nobody', password)).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.login('rita reader', password)).toEqual({
        ok: true,
        value: { name: 'Rita Reader', roles: ['reader'], knownBy: 'password' },
      });
      expect(desk.person()).toMatchObject({ ok: true });
      await desk.lock();
      expect(desk.person()).toMatchObject(refusedAs('locked'));
    }));

  it('locks itself when nobody does anything, and activity of a locked desk opens nothing', () =>
    withPeople(async ({ desk, pass, archive }) => {
      await desk.login('Ada', password);
      pass(299);
      desk.active();
      pass(299);
      expect(desk.person()).toMatchObject({ ok: true });
      pass(2);
      expect(desk.person()).toMatchObject(refusedAs('locked'));
      desk.active();
      expect(desk.person()).toMatchObject(refusedAs('locked'));
      expect(await desk.lockWhenIdle()).toBe(true);
      expect(await desk.lockWhenIdle()).toBe(false);
      const last = (await archive.auditEvents({ fromSeq: 1, limit: 99 })).at(-1);
      expect(last).toMatchObject({ type: 'desk-locked', actor: 'Ada', detail: { why: 'idle' } });
    }));

  it('slows failed attempts, also after a new start, and keeps the right password waiting too', () =>
    withPeople(async ({ desk, pass, reopened }) => {
      for (let i = 0; i < 3; i++) await desk.login('Ada', `wrong ${i}`);
      expect(await desk.login('Ada', password)).toMatchObject({
        ok: false,
        error: { message: expect.stringMatching(/Wait 2 s/) },
      });
      expect(await (await reopened()).login('Ada', password)).toMatchObject(refusedAs('not-allowed'));
      // The other person is not punished for it.
      expect(await desk.login('Rita Reader', password)).toMatchObject({ ok: true });
      pass(3);
      expect(await desk.login('Ada', password)).toMatchObject({ ok: true });
    }));

  it('asks for the password anew before a signature', () =>
    withPeople(async ({ desk }) => {
      await desk.login('Rita Reader', password);
      await desk.changeOwnPassword(password, 'my own to sign with');
      expect(await desk.prove(null)).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.prove(password)).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.prove('my own to sign with')).toMatchObject({ ok: true, value: { name: 'Rita Reader' } });
    }));

  it('ends the session of a person who is disabled or given another role', () =>
    withPeople(async ({ desk, archive }) => {
      await desk.login('Rita Reader', password);
      const rita = (await archive.people.list()).find(({ name }) => name === 'Rita Reader');
      expect(await desk.changePerson(rita?.id ?? 0, { disabled: true })).toMatchObject({ ok: true });
      expect(desk.person()).toMatchObject(refusedAs('locked'));
      expect(await desk.login('Rita Reader', password)).toMatchObject(refusedAs('not-allowed'));
    }));

  it('keeps its last administrator, and one person of a name', () =>
    withPeople(async ({ desk, archive }) => {
      const ada = (await archive.people.list()).find(({ name }) => name === 'Ada');
      expect(await desk.changePerson(ada?.id ?? 0, { disabled: true })).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.changePerson(ada?.id ?? 0, { role: 'reader' })).toMatchObject(refusedAs('not-allowed'));
      expect(await desk.addPerson('ADA', 'reader', password)).toMatchObject(refusedAs('conflict'));
      expect(await desk.addPerson('New\nLine', 'reader', password)).toMatchObject(refusedAs('invalid-input'));
      expect(await desk.addPerson('Short', 'reader', 'short')).toMatchObject(refusedAs('invalid-input'));
    }));

  it('puts logins and failures on the trail without a word of a password', () =>
    withPeople(async ({ desk, archive }) => {
      await desk.login('Ada', 'a wrong password');
      await desk.login('my secret typed as name', 'x');
      await desk.login('Ada', password);
      const events = (await archive.auditEvents({ fromSeq: 1, limit: 99 })).slice(-3);
      expect(events.map(({ type, actor }) => [type, actor])).toEqual([
        ['login-failed', 'Ada'],
        ['login-failed', 'unknown'],
        ['login', 'Ada'],
      ]);
      expect(JSON.stringify(events)).not.toMatch(/password|secret/);
    }));
});

describe('passwords', () => {
  it('are kept as argon2id with their parameters and a salt of their own', async () => {
    const [one, two] = [await hashPassword('pässword one'), await hashPassword('pässword one')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    // The same letters, composed otherwise.
    expect(await passwordFits('pässword one', one)).toBe(true);
    expect(await passwordFits('pässword two', one)).toBe(false);
    expect(await passwordFits('', one)).toBe(false);
    expect(await passwordFits('x', 'no hash')).toBe(false);
  });
  it('are refused when they are short, of few letters or hold the name', () => {
    expect(whyWeak('123456789', 'x')).toMatch(/at least 10/);
    expect(whyWeak('aaaaaaaaaaaaaa', 'x')).toMatch(/repeats/);
    expect(whyWeak('i am rita reader', 'Rita')).toMatch(/name/);
    expect(whyWeak(password, 'Rita')).toBeNull();
  });
});
