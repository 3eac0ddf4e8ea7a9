import { useCallback, useEffect, useState } from 'react';
import { type AuditEvent, type AuditVerdict, auditEventTypes } from '../../../app/audit/event.ts';
import { client } from '../../platform/client.ts';
import { useMay } from '../../state/desk.ts';
import { usePanes } from '../../state/panes.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

const pageSize = 200;

/** Events newest first. The trail is read from its end: how long it is, the verdict says. */
const useTrail = () => {
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [events, setEvents] = useState<readonly AuditEvent[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);

  const readBefore = useCallback(async (seq: number) => {
    const fromSeq = Math.max(1, seq - pageSize);
    if (seq <= 1) return;
    const answer = await client.listAudit({ fromSeq, limit: seq - fromSeq });
    if (!answer.ok) return setError(answer.error.message);
    const older = answer.value.filter((event) => event.seq < seq).reverse();
    setEvents((newer) => [...newer.filter((event) => event.seq >= seq), ...older]);
  }, []);

  const verify = useCallback(async () => {
    setBusy(true);
    setError(null);
    const answer = await client.verifyAudit({});
    if (answer.ok) {
      setVerdict(answer.value);
      setEvents([]);
      await readBefore(answer.value.events + 1);
    } else setError(answer.error.message);
    setBusy(false);
  }, [readBefore]);

  useEffect(() => {
    void verify();
  }, [verify]);
  return { verdict, events, error, busy, verify, readBefore };
};

const Verdict = ({ verdict }: { readonly verdict: AuditVerdict }) =>
  verdict.intact ? (
    <p className="verdict" role="status">
      <span aria-hidden="true">✓</span> {texts.audit.intact(verdict.events)}
    </p>
  ) : (
    <p className="verdict verdict-broken" role="alert">
      <span aria-hidden="true">■</span> {texts.audit.broken(verdict.firstBadSeq, verdict.reason)}
    </p>
  );

export const AuditPanel = () => {
  const { verdict, events, error, busy, verify, readBefore } = useTrail();
  const oldest = events.at(-1)?.seq ?? 1;
  const [type, setType] = useState('');
  const [actor, setActor] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const mayExport = useMay('administer');
  const shown = events.filter(
    (event) => (type === '' || event.type === type) && (actor === '' || event.actor === actor),
  );
  const exportTrail = async () => {
    const answer = await client.exportAudit({});
    if (!answer.ok) return setSaid(answer.error.message);
    if (answer.value.fileName !== null) setSaid(texts.audit.exported(answer.value.fileName));
    return undefined;
  };
  return (
    <SidePanel title={texts.audit.title} closable>
      <button type="button" disabled={busy} onClick={() => void verify()}>
        {busy ? texts.audit.verifying : texts.audit.verify}
      </button>
      {verdict !== null && <Verdict verdict={verdict} />}
      {error !== null && <p role="alert">{error}</p>}
      {!busy && events.length === 0 && error === null && <p className="muted">{texts.audit.none}</p>}
      <div className="audit-filters">
        <label>
          {texts.audit.filterType}{' '}
          <select value={type} onChange={(event) => setType(event.target.value)}>
            <option value="">{texts.audit.everything}</option>
            {auditEventTypes.map((each) => (
              <option key={each} value={each}>
                {texts.audit.types[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.audit.filterActor}{' '}
          <select value={actor} onChange={(event) => setActor(event.target.value)}>
            <option value="">{texts.audit.everybody}</option>
            {[...new Set(events.map((event) => event.actor))].sort().map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </div>
      {mayExport && (
        <button type="button" onClick={() => void exportTrail()}>
          {texts.audit.export}
        </button>
      )}
      {said !== null && <p role="status">{said}</p>}
      <button type="button" onClick={() => usePanes.getState().showSide('ledger')}>
        {texts.ledger.title}
      </button>
      <ol className="audit-events" aria-label={texts.audit.title}>
        {shown.map((event) => (
          <li key={event.seq} title={`${event.actor}\n${event.hash}`}>
            <span className="figure muted">{event.seq}</span> {texts.audit.types[event.type]}
            <br />
            <span className="muted figure">
              {event.at.slice(0, 19).replace('T', ' ')} · {event.subject.replace(/^recording:/, '#')}
            </span>
          </li>
        ))}
      </ol>
      {oldest > 1 && (
        <button type="button" onClick={() => void readBefore(oldest)}>
          {texts.audit.older}
        </button>
      )}
    </SidePanel>
  );
};
