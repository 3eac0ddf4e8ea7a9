import { useCallback, useEffect, useState } from 'react';
import type { Input, Output } from '../../../app/contract/table.ts';
import { type Role, roles } from '../../../app/people/person.ts';
import type { Refusal, Result } from '../../../app/result.ts';
import { client } from '../../platform/client.ts';
import { type DeskState, refreshDesk, useDesk, useMay } from '../../state/desk.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

const words = texts.desk;

type Ask = <T>(call: Promise<Result<T>>, done?: (value: T) => void) => Promise<void>;

const Settings = ({ settings, ask }: { readonly settings: DeskState['settings']; readonly ask: Ask }) => {
  const change = (part: Input<'changeSettings'>) => void ask(client.changeSettings(part), () => void refreshDesk());
  return (
    <section className="people-form" aria-label={words.mode}>
      <h3>{words.mode}</h3>
      {(['single-user', 'people'] as const).map((mode) => (
        <label key={mode}>
          <input type="radio" name="desk-mode" checked={settings.mode === mode} onChange={() => change({ mode })} />{' '}
          {words.modes[mode]}
        </label>
      ))}
      {settings.mode === 'single-user' && <p className="muted">{words.modeWarning}</p>}
      <label>
        {words.autoLock}{' '}
        <input
          type="number"
          min={1}
          max={240}
          className="figure"
          defaultValue={settings.autoLockMinutes}
          onBlur={(event) => change({ autoLockMinutes: event.target.valueAsNumber })}
        />
      </label>
      <label>
        <input
          type="checkbox"
          checked={settings.blindFirst}
          onChange={(event) => change({ blindFirst: event.target.checked })}
        />{' '}
        {words.blindFirst}
      </label>
      <label>
        {words.backupsKept}{' '}
        <input
          type="number"
          min={1}
          max={365}
          className="figure"
          defaultValue={settings.backupsKept}
          onBlur={(event) => change({ backupsKept: event.target.valueAsNumber })}
        />
      </label>
    </section>
  );
};

const OwnPassword = ({
  must,
  ask,
  say,
}: {
  readonly must: boolean;
  readonly ask: Ask;
  readonly say: (text: string) => void;
}) => {
  const [typed, setTyped] = useState({ old: '', chosen: '', again: '' });
  const { old, chosen, again } = typed;
  const fields = [
    ['old', words.oldPassword, 'current-password'],
    ['chosen', words.chosenPassword, 'new-password'],
    ['again', words.chosenAgain, 'new-password'],
  ] as const;
  return (
    <form
      className="people-form"
      aria-label={words.ownPassword}
      onSubmit={(event) => {
        event.preventDefault();
        setTyped({ old: '', chosen: '', again: '' });
        void ask(client.changePassword({ old, chosen }), () => {
          say(words.passwordChanged);
          void refreshDesk();
        });
      }}
    >
      <h3>{words.ownPassword}</h3>
      {must && (
        <p className="warning">
          <span aria-hidden="true">▲</span> {words.mustChangePassword}
        </p>
      )}
      {fields.map(([field, label, autoComplete]) => (
        <label key={field}>
          {label}{' '}
          <input
            type="password"
            autoComplete={autoComplete}
            value={typed[field]}
            onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
          />
        </label>
      ))}
      {again !== '' && again !== chosen && <p className="muted">{words.passwordsDiffer}</p>}
      <button type="submit" disabled={old === '' || chosen === '' || again !== chosen}>
        {words.changePassword}
      </button>
    </form>
  );
};

const NewPerson = ({ ask, onAdded }: { readonly ask: Ask; readonly onAdded: () => void }) => {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('reader');
  return (
    <form
      className="people-form"
      onSubmit={(event) => {
        event.preventDefault();
        void ask(client.addPerson({ name, role, password }), () => {
          setName('');
          onAdded();
        });
        setPassword('');
      }}
    >
      <label>
        {words.name}{' '}
        <input value={name} maxLength={120} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {words.role}{' '}
        <select
          value={role}
          onChange={(event) => setRole(roles.find((each) => each === event.target.value) ?? 'reader')}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {words.roles[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.password}{' '}
        <input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" disabled={name === '' || password === ''}>
        {words.add}
      </button>
    </form>
  );
};

const People = ({ ask }: { readonly ask: Ask }) => {
  const [people, setPeople] = useState<Output<'listPeople'>>([]);
  const read = useCallback(() => void ask(client.listPeople({}), setPeople), [ask]);
  useEffect(read, [read]);
  return (
    <section aria-label={words.people}>
      <h3>{words.people}</h3>
      {people.length === 0 && <p className="muted">{words.nobody}</p>}
      <ul>
        {people.map(({ id, name, role, disabled }) => (
          <li key={id}>
            {words.person(name, words.roles[role])} {disabled && <span className="muted">{words.disabled} </span>}
            <button
              type="button"
              className="quiet"
              aria-label={`${disabled ? words.enable : words.disable}: ${name}`}
              onClick={() => void ask(client.changePerson({ id, disabled: !disabled }), read)}
            >
              {disabled ? words.enable : words.disable}
            </button>
          </li>
        ))}
      </ul>
      <NewPerson ask={ask} onAdded={read} />
    </section>
  );
};

const Protection = ({
  protection,
  ask,
  say,
}: {
  readonly protection: DeskState['protection'];
  readonly ask: Ask;
  readonly say: (text: string) => void;
}) => {
  const [recovery, setRecovery] = useState<string | null>(null);
  return (
    <section className="people-form" aria-label={words.protection}>
      <h3>{words.protection}</h3>
      <p>{words.keys[protection.key]}</p>
      {protection.warning !== null && (
        <p className="warning">
          <span aria-hidden="true">▲</span> {protection.warning}
        </p>
      )}
      {!protection.recoveryKeyNoted && (
        <>
          <p className="warning">
            <span aria-hidden="true">▲</span> {words.recoveryNeeded}
          </p>
          {recovery === null ? (
            <button type="button" onClick={() => void ask(client.recoveryKey({}), (shown) => setRecovery(shown.words))}>
              {words.showRecovery}
            </button>
          ) : (
            <>
              <p className="recovery-words">{recovery}</p>
              <p className="muted">{words.recoveryHint}</p>
              <button
                type="button"
                onClick={() =>
                  void ask(client.recoveryKeyNoted({}), () => {
                    setRecovery(null);
                    void refreshDesk();
                  })
                }
              >
                {words.recoveryNoted}
              </button>
            </>
          )}
        </>
      )}
      <button
        type="button"
        onClick={() => void ask(client.backUp({}), ({ fileName }) => say(words.backedUp(fileName)))}
      >
        {words.backUp}
      </button>
    </section>
  );
};

const Erasure = ({ ask, say }: { readonly ask: Ask; readonly say: (text: string) => void }) => {
  const row = useViewer((state) => state.opened?.row ?? null);
  const [reason, setReason] = useState('');
  if (row === null) return null;
  return (
    <section className="people-form" aria-label={words.erase}>
      <h3>{words.erase}</h3>
      <p className="muted">{words.eraseHint}</p>
      <label>
        {words.eraseReason} <input value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
      </label>
      <button
        type="button"
        disabled={reason.trim().length < 3}
        onClick={() =>
          void ask(client.eraseRecording({ recordingId: row.id, reason }), () => {
            setReason('');
            useViewer.setState({ selectedId: null, opened: null, explanations: [], lit: null, whatIf: null });
            say(words.erased);
          })
        }
      >
        {words.eraseNow(row.record)}
      </button>
    </section>
  );
};

/** Who may do what at this desk, and how its archive is protected; an administrator's screen. */
export const PeoplePanel = () => {
  const desk = useDesk((state) => state.desk);
  const mayAdminister = useMay('administer');
  const [message, setMessage] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const say = useCallback((text: string) => setMessage({ text, bad: false }), []);
  const ask: Ask = useCallback(async (call, done) => {
    setMessage(null);
    const answer = await call;
    const refused = (error: Refusal) => setMessage({ text: error.message, bad: true });
    if (answer.ok) done?.(answer.value);
    else refused(answer.error);
  }, []);
  if (desk === null)
    return (
      <SidePanel title={words.title} closable>
        {null}
      </SidePanel>
    );
  return (
    <SidePanel title={words.title} closable>
      {desk.person !== null && (
        <p>
          {words.person(desk.person.name, desk.person.roles.map((role) => words.roles[role]).join(', '))}{' '}
          {desk.settings.mode === 'single-user' ? (
            <span className="muted">{words.singleUser}</span>
          ) : (
            <button type="button" onClick={() => void client.lockDesk({}).then(refreshDesk)}>
              {words.lock}
            </button>
          )}
        </p>
      )}
      {message !== null && <p role={message.bad ? 'alert' : 'status'}>{message.text}</p>}
      {desk.person !== null && desk.settings.mode === 'people' && (
        <OwnPassword must={desk.mustChangePassword} ask={ask} say={say} />
      )}
      {mayAdminister ? (
        <>
          <Settings settings={desk.settings} ask={ask} />
          <People ask={ask} />
          <Protection protection={desk.protection} ask={ask} say={say} />
          <Erasure ask={ask} say={say} />
        </>
      ) : (
        <p className="muted">{words.onlyAdministrators}</p>
      )}
    </SidePanel>
  );
};
