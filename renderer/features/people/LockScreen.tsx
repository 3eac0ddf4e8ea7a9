import { useEffect, useRef, useState } from 'react';
import { client } from '../../platform/client.ts';
import { refreshDesk, useDesk } from '../../state/desk.ts';
import { usePanes } from '../../state/panes.ts';
import { texts } from '../../texts.ts';

/** Nothing but who may come in; what was open is gone from the page. */
export const LockScreen = () => {
  const desk = useDesk((state) => state.desk);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isLocked = desk !== null && desk.person === null;
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isLocked) nameField.current?.focus();
  }, [isLocked]);
  if (!isLocked) return null;
  const enter = async () => {
    setBusy(true);
    const answer = await client.login({ name, password });
    setPassword('');
    setBusy(false);
    setError(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    await refreshDesk();
    if (useDesk.getState().desk?.mustChangePassword === true)
      usePanes.setState({ side: 'people', sideOpen: true, paperOnly: false });
  };
  return (
    <div className="lock-screen" role="dialog" aria-modal="true" aria-label={texts.desk.locked}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{texts.productName}</h1>
        <h2>{texts.desk.locked}</h2>
        <p className="muted">{texts.desk.lockedHint}</p>
        <label htmlFor="lock-name">{texts.desk.name}</label>
        <input
          id="lock-name"
          ref={nameField}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor="lock-password">{texts.desk.password}</label>
        <input
          id="lock-password"
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <button type="submit" disabled={busy || name === '' || password === ''}>
          {texts.desk.login}
        </button>
        {error !== null && <p role="alert">{error}</p>}
        <p className="muted">{texts.researchUse}</p>
      </form>
    </div>
  );
};
