import { waitAfterFailures } from '../../../app/people/backOff.ts';
import type { DeskSettings } from '../../../app/people/deskSettings.ts';
import { type Person, type Role, soleUser } from '../../../app/people/person.ts';
import { tidyName } from '../../../app/people/personName.ts';
import type { Archive, Clock, Credentials, Profile } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { actingAs } from './actor.ts';
import { hashPassword, type PasswordParameters, passwordFits, whyWeak } from './passwords.ts';

/** Who sits at the desk, decided in main alone. */
export interface Desk {
  readonly settings: () => DeskSettings;
  /** The person of the session; `locked` when nobody is logged in or too long nobody did anything. */
  readonly person: () => Result<Person>;
  /** A key or a click of the person at the desk. */
  readonly active: () => void;
  readonly login: (name: string, password: string) => Promise<Result<Person>>;
  readonly lock: () => Promise<void>;
  /** Locks when it is time to; a host asks every few seconds. */
  readonly lockWhenIdle: () => Promise<boolean>;
  /** That the person at the desk is who the session says, asked anew for a signature. */
  readonly prove: (password: string | null) => Promise<Result<Person>>;
  /** False while the person of the session logs in by a password that an administrator set; such a person signs nothing. */
  readonly passwordIsOwn: () => boolean;
  /** The password of the person of the session, who gives the old one. Errors: `locked`, `not-allowed`, `invalid-input`. */
  readonly changeOwnPassword: (old: string, chosen: string) => Promise<Result<null>>;
  readonly addPerson: (name: string, role: Role, password: string) => Promise<Result<Profile>>;
  readonly changePerson: (
    id: number,
    change: { readonly role?: Role; readonly disabled?: boolean; readonly password?: string },
  ) => Promise<Result<Profile>>;
  readonly changeSettings: (change: Partial<DeskSettings>) => Promise<Result<DeskSettings>>;
}

export interface DeskOptions {
  readonly archive: Pick<Archive, 'people' | 'settings' | 'appendAudit'>;
  readonly clock: Clock;
  /** Milliseconds that never jump, for the lock. */
  readonly nowMs: () => number;
  /** Name of the only user of a private desk: the one of the operating system. */
  readonly userName: string;
  readonly passwords: PasswordParameters;
}

const locked = () => refuse('locked', 'The desk is locked. Log in with your name and password.');
// The same words and the same work whether the name or the password is wrong.
const wrong = () => refuse('not-allowed', 'Name or password is wrong.');

export async function createDesk({ archive, clock, nowMs, userName, passwords }: DeskOptions): Promise<Desk> {
  let settings = await archive.settings.read();
  let session: { readonly person: Person; readonly id: number; readonly ownPassword: boolean } | null = null;
  let lastActiveMs = nowMs();
  // A hash that no password gives: an unknown name takes as long as a known one.
  const nobodysHash = await hashPassword(`nobody ${Math.random()}`, passwords);

  const idle = (): boolean => nowMs() - lastActiveMs > settings.autoLockMinutes * 60_000;

  const lock = async (why: 'asked' | 'idle'): Promise<void> => {
    if (session === null) return;
    const { name } = session.person;
    session = null;
    await actingAs(name, () => archive.appendAudit({ type: 'desk-locked', subject: 'desk', detail: { why } }));
  };

  const person = (): Result<Person> => {
    if (settings.mode === 'single-user') return accept(soleUser(userName));
    return session === null || idle() ? locked() : accept(session.person);
  };

  /** One attempt at a time: two at once would share one count of failures. */
  let attempt: Promise<unknown> = Promise.resolve();
  const oneByOne = <T>(work: () => Promise<T>): Promise<T> => {
    const next = attempt.then(work, work);
    attempt = next.catch(() => {});
    return next;
  };

  const checked = async (name: string, password: string): Promise<Result<Credentials>> => {
    const known = await archive.people.find(name);
    const waitMs = known?.blockedUntil == null ? 0 : Date.parse(known.blockedUntil) - Date.parse(clock.nowUtc());
    // A clock that was set back must not lock a person out for longer than the longest wait.
    if (waitMs > 0 && waitMs <= waitAfterFailures(Number.MAX_SAFE_INTEGER) * 1000) {
      const seconds = Math.ceil(waitMs / 1000);
      return refuse('not-allowed', `Too many failed attempts. Wait ${seconds} s, then try again.`);
    }
    const fits = await passwordFits(password, known?.passwordHash ?? nobodysHash);
    if (known !== null && fits && !known.disabled) return accept(known);
    const failures = (known?.failures ?? 0) + 1;
    const waitS = waitAfterFailures(failures);
    const until = waitS === 0 ? null : new Date(Date.parse(clock.nowUtc()) + waitS * 1000).toISOString();
    await archive.people.failed(known?.name ?? '', known?.id ?? null, failures, until);
    return wrong();
  };

  const login = (name: string, password: string) =>
    oneByOne(async (): Promise<Result<Person>> => {
      if (settings.mode === 'single-user') return person();
      const found = await checked(name, password);
      if (!found.ok) return found;
      const { id, role, passwordIsOwn: ownPassword } = found.value;
      if (session !== null && session.id !== id) await lock('asked');
      await archive.people.loggedIn(id, found.value.name);
      session = { id, ownPassword, person: { name: found.value.name, roles: [role], knownBy: 'password' } };
      lastActiveMs = nowMs();
      return accept(session.person);
    });

  return {
    settings: () => settings,
    person,
    active: () => {
      if (!idle()) lastActiveMs = nowMs();
    },
    login,
    lock: () => lock('asked'),
    lockWhenIdle: async () => {
      if (session === null || !idle()) return false;
      await lock('idle');
      return true;
    },
    prove: (password) =>
      oneByOne(async () => {
        const now = person();
        if (!now.ok || settings.mode === 'single-user') return now;
        const found = await checked(now.value.name, password ?? '');
        if (!found.ok) return refuse(found.error.code, found.error.message.replace('Name or password', 'The password'));
        lastActiveMs = nowMs();
        if (!found.value.passwordIsOwn)
          return refuse(
            'not-allowed',
            'An administrator set this password. Choose your own in People and settings, then sign.',
          );
        // Who is disabled or was given another role meanwhile signs as nobody.
        return found.value.role === now.value.roles[0] ? now : locked();
      }),
    passwordIsOwn: () => settings.mode === 'single-user' || session === null || session.ownPassword,
    changeOwnPassword: (old, chosen) =>
      oneByOne(async () => {
        const now = person();
        if (!now.ok) return now;
        if (session === null) return refuse('not-allowed', 'A private desk has no password.');
        const found = await checked(now.value.name, old);
        if (!found.ok)
          return refuse(found.error.code, found.error.message.replace('Name or password', 'The old password'));
        const weak = whyWeak(chosen, now.value.name);
        if (weak !== null) return refuse('invalid-input', weak);
        if (await passwordFits(chosen, found.value.passwordHash))
          return refuse('invalid-input', 'This is the old password. Choose another one.');
        const passwordHash = await hashPassword(chosen, passwords);
        const changed = await archive.people.change(found.value.id, { passwordHash, passwordIsOwn: true });
        if (!changed.ok) return changed;
        if (session?.id === found.value.id) session = { ...session, ownPassword: true };
        lastActiveMs = nowMs();
        return accept(null);
      }),
    addPerson: async (name, role, password) => {
      const tidy = tidyName(name);
      if (tidy === null)
        return refuse('invalid-input', 'A name has 1 to 120 characters, on one line, and none that cannot be seen.');
      const weak = whyWeak(password, tidy);
      if (weak !== null) return refuse('invalid-input', weak);
      return archive.people.add(tidy, role, await hashPassword(password, passwords));
    },
    changePerson: async (id, { password, ...change }) => {
      const known = (await archive.people.list()).find((other) => other.id === id);
      const weak = password === undefined ? null : whyWeak(password, known?.name ?? '');
      if (weak !== null) return refuse('invalid-input', weak);
      const changed = await archive.people.change(id, {
        ...change,
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password, passwords) }),
      });
      // A session does not outlive what it rests on.
      if (
        changed.ok &&
        session?.id === id &&
        (changed.value.disabled || changed.value.role !== session.person.roles[0])
      )
        session = null;
      else if (changed.ok && session?.id === id && password !== undefined) session = { ...session, ownPassword: false };
      return changed;
    },
    changeSettings: async (change) => {
      if (change.mode === 'people' && settings.mode !== 'people') {
        const people = await archive.people.list();
        if (!people.some(({ role, disabled }) => role === 'administrator' && !disabled))
          return refuse('not-allowed', 'Add an administrator first: nobody could change anything afterwards.');
      }
      settings = await archive.settings.change(change);
      return accept(settings);
    },
  };
}
