import type { Archive } from '../../../app/ports.ts';
import { accept, type Result } from '../../../app/result.ts';
import type { Desk } from '../../node/desk/createDesk.ts';
import type { Handlers } from '../handler.ts';
import type { Keyring } from '../keyring.ts';

type DeskHandlers = Pick<
  Handlers,
  | 'deskState'
  | 'login'
  | 'lockDesk'
  | 'reportActivity'
  | 'changePassword'
  | 'listPeople'
  | 'addPerson'
  | 'changePerson'
  | 'changeSettings'
  | 'eraseRecording'
  | 'recoveryKey'
  | 'recoveryKeyNoted'
  | 'backUp'
>;

export interface DeskPorts {
  readonly archive: Pick<Archive, 'people' | 'erase' | 'backUp' | 'appendAudit'>;
}

/** Who sits at the desk and what an administrator does. Who may call what is bind's to say, not theirs. */
export const deskHandlers = (
  ports: DeskPorts,
  desk: Desk,
  keyring: Keyring,
  tell: { readonly deskChanged: () => void; readonly worklistChanged: () => void },
): DeskHandlers => {
  const changed = <T>(result: Result<T>): Result<T> => {
    if (result.ok) tell.deskChanged();
    return result;
  };
  return {
    deskState: async () => {
      const person = desk.person();
      return accept({
        settings: desk.settings(),
        person: person.ok ? { ...person.value, roles: [...person.value.roles] } : null,
        protection: keyring.protection(),
        mustChangePassword: !desk.passwordIsOwn(),
      });
    },
    login: async ({ name, password }) => {
      const person = changed(await desk.login(name, password));
      return person.ok ? accept({ ...person.value, roles: [...person.value.roles] }) : person;
    },
    lockDesk: async () => {
      await desk.lock();
      return changed(accept({}));
    },
    reportActivity: async () => {
      desk.active();
      return accept({});
    },
    changePassword: async ({ old, chosen }) => {
      const done = changed(await desk.changeOwnPassword(old, chosen));
      return done.ok ? accept({}) : done;
    },
    listPeople: async () => accept([...(await ports.archive.people.list())]),
    addPerson: ({ name, role, password }) => desk.addPerson(name, role, password),
    changePerson: async ({ id, ...change }) => changed(await desk.changePerson(id, change)),
    changeSettings: async (change) => changed(await desk.changeSettings(change)),
    eraseRecording: async ({ recordingId, reason }) => {
      const erased = await ports.archive.erase(recordingId, reason);
      if (!erased.ok) return erased;
      tell.worklistChanged();
      return accept({});
    },
    recoveryKey: async () => {
      const words = keyring.recoveryWords();
      if (words.ok)
        await ports.archive.appendAudit({ type: 'recovery-key-shown', subject: 'archive', detail: { noted: false } });
      return words.ok ? accept({ words: words.value }) : words;
    },
    recoveryKeyNoted: async () => {
      const noted = keyring.noted();
      if (!noted.ok) return noted;
      await ports.archive.appendAudit({ type: 'recovery-key-shown', subject: 'archive', detail: { noted: true } });
      return changed(accept({}));
    },
    backUp: () => ports.archive.backUp(),
  };
};
