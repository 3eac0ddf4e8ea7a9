import type { Selectable } from 'kysely';
import type { AuditEventDraft } from '../../../app/audit/event.ts';
import { type DeskSettings, deskSettingsSchema, usualSettings } from '../../../app/people/deskSettings.ts';
import type { Role } from '../../../app/people/person.ts';
import { nameKey } from '../../../app/people/personName.ts';
import type { Credentials, Profile, ProfileChange } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { Connection } from './database.ts';
import type { PeopleTable } from './schema.ts';

type Append = (draft: AuditEventDraft) => void;
type Row = Selectable<PeopleTable>;

const profileOf = ({ id, name, role, disabled }: Pick<Row, 'id' | 'name' | 'role' | 'disabled'>): Profile => ({
  id,
  name,
  role,
  disabled: disabled === 1,
});

const subjectOf = (id: number): string => `person:${id}`;

export const listPeople = ({ query, all }: Connection): readonly Profile[] =>
  all(query.selectFrom('people').select(['id', 'name', 'role', 'disabled']).orderBy('name').compile()).map(profileOf);

export function findPerson({ query, all }: Connection, name: string): Credentials | null {
  const rows = all(query.selectFrom('people').selectAll().compile());
  // An archive of before may hold two whose names differ in case alone: each is found by its own.
  const row = rows.find((each) => each.name === name) ?? rows.find((each) => nameKey(each.name) === nameKey(name));
  if (row === undefined) return null;
  const { password_hash: passwordHash, password_is_own: own, failures, blocked_until: blockedUntil } = row;
  return { ...profileOf(row), passwordHash, passwordIsOwn: own === 1, failures, blockedUntil };
}

const personOf = ({ query, first }: Connection, id: number): Profile | null => {
  const row = first(query.selectFrom('people').selectAll().where('id', '=', id).compile());
  return row === undefined ? null : profileOf(row);
};

/** Must run inside a transaction, like all below. */
export function addPerson(
  connection: Connection,
  append: Append,
  name: string,
  role: Role,
  passwordHash: string,
): Result<Profile> {
  const known = findPerson(connection, name);
  if (known !== null) return refuse('conflict', `There is a person named ${known.name} already.`);
  const row = { name, role, password_hash: passwordHash };
  const id = connection.run(connection.query.insertInto('people').values(row).compile());
  append({ type: 'person-added', subject: subjectOf(id), detail: { name, role } });
  return accept({ id, name, role, disabled: false });
}

export function changePerson(
  connection: Connection,
  append: Append,
  id: number,
  change: ProfileChange,
): Result<Profile> {
  const before = personOf(connection, id);
  if (before === null) return refuse('not-found', 'There is no such person.');
  const after: Profile = { ...before, role: change.role ?? before.role, disabled: change.disabled ?? before.disabled };
  const administers = (person: Profile): boolean => person.role === 'administrator' && !person.disabled;
  const others = listPeople(connection).filter((person) => person.id !== id);
  if (administers(before) && !administers(after) && !others.some(administers))
    return refuse('not-allowed', 'This is the last administrator: nobody could change anything afterwards.');
  const row = {
    role: after.role,
    disabled: after.disabled ? 1 : 0,
    ...(change.passwordHash === undefined
      ? {}
      : {
          password_hash: change.passwordHash,
          password_is_own: change.passwordIsOwn === true ? 1 : 0,
          failures: 0,
          blocked_until: null,
        }),
  };
  connection.run(connection.query.updateTable('people').set(row).where('id', '=', id).compile());
  append({
    type: 'person-changed',
    subject: subjectOf(id),
    detail: {
      roleOld: before.role,
      roleNew: after.role,
      disabledOld: before.disabled,
      disabledNew: after.disabled,
      passwordChanged: change.passwordHash !== undefined,
      ...(change.passwordIsOwn === true ? { byThemself: true } : {}),
    },
  });
  return accept(after);
}

export function rememberFailure(
  connection: Connection,
  append: Append,
  id: number | null,
  failures: number,
  blockedUntil: string | null,
): void {
  const change = { failures, blocked_until: blockedUntil };
  if (id !== null) connection.run(connection.query.updateTable('people').set(change).where('id', '=', id).compile());
  // A name that nobody has may be a password typed into the wrong field: it is not kept.
  append({
    type: 'login-failed',
    subject: id === null ? 'person:unknown' : subjectOf(id),
    detail: { failures, blockedUntil },
  });
}

export function rememberLogin(connection: Connection, append: Append, id: number): void {
  const change = { failures: 0, blocked_until: null };
  connection.run(connection.query.updateTable('people').set(change).where('id', '=', id).compile());
  append({ type: 'login', subject: subjectOf(id), detail: {} });
}

export function readSettings({ query, all }: Connection): DeskSettings {
  const stored = Object.fromEntries(
    all(query.selectFrom('settings').select(['name', 'value']).compile()).map(({ name, value }) => [
      name,
      JSON.parse(value),
    ]),
  );
  const known = Object.fromEntries(Object.entries(stored).filter(([name]) => name in usualSettings));
  const settings = deskSettingsSchema.safeParse({ ...usualSettings, ...known });
  return settings.success ? settings.data : usualSettings;
}

export function changeSettings(connection: Connection, append: Append, change: Partial<DeskSettings>): DeskSettings {
  const before = readSettings(connection);
  const after = deskSettingsSchema.parse({ ...before, ...change });
  const { query, run } = connection;
  for (const name of Object.keys(usualSettings) as (keyof DeskSettings)[]) {
    if (before[name] === after[name]) continue;
    const value = JSON.stringify(after[name]);
    const kept = query.insertInto('settings').values({ name, value });
    run(kept.onConflict((clash) => clash.column('name').doUpdateSet({ value })).compile());
    append({ type: 'setting-changed', subject: `setting:${name}`, detail: { old: before[name], new: after[name] } });
  }
  return after;
}
