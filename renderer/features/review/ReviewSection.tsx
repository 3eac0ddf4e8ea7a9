import { useId, useState } from 'react';
import { type Meaning, meanings, type ReaderStatement } from '../../../app/review/review.ts';
import { codedStatement, modifiers, wordingOf } from '../../../app/review/statementCatalogue.ts';
import { useDesk, useMay } from '../../state/desk.ts';
import {
  beginAmendment,
  commitImpression,
  confirm,
  isOpenForAnswers,
  type Review,
  readAgain,
  removeOwn,
  replaceOwn,
  saveDraft,
  setComment,
  sign,
  standingOf,
  stopChanging,
  useReview,
} from '../../state/review.ts';
import { texts } from '../../texts.ts';
import { StatementPicker } from './StatementPicker.tsx';
import './review.css';

const words = texts.review;

/** How far what stands on the screen has come, in words; never out of sight in the findings. */
export const ReviewChip = () => {
  const review = useReview((state) => state.review);
  const last = review?.versions.at(-1)?.version ?? null;
  const standing = standingOf(review);
  if (standing !== null) {
    const { name } = standing.author;
    return (
      <p className="review-chip review-signed">
        <span aria-hidden="true">✓</span>{' '}
        {standing.status === 'amended' ? words.amendedBy(name, standing.at) : words.signedBy(name, standing.at)}
        {last?.signature === null && <span className="disagrees"> {words.amendmentOpen(last.author.name)}</span>}
      </p>
    );
  }
  if (last === null) return <p className="unconfirmed">{words.unconfirmed}</p>;
  return last.status === 'confirmed' ? (
    <p className="review-chip review-confirmed">{words.confirmedBy(last.author.name, last.at)}</p>
  ) : (
    <p className="unconfirmed">{words.draftBy(last.author.name)}</p>
  );
};

const OwnRow = ({ statement, index }: { readonly statement: ReaderStatement; readonly index: number }) => {
  const takes = statement.code === null ? [] : (codedStatement(statement.code)?.modifiers ?? []);
  const toggle = (modifier: string) => {
    if (statement.code === null) return;
    const chosen = statement.modifiers.includes(modifier)
      ? statement.modifiers.filter((other) => other !== modifier)
      : [...statement.modifiers, modifier];
    const text = wordingOf(statement.code, chosen);
    if (text !== null) replaceOwn(index, { ...statement, modifiers: chosen, text });
  };
  return (
    <li className="own-row">
      <span>{statement.text}</span>
      <button
        type="button"
        className="quiet"
        aria-label={`${words.remove}: ${statement.text}`}
        onClick={() => removeOwn(index)}
      >
        ×
      </button>
      {takes.length > 0 && (
        <fieldset className="modifiers" aria-label={words.modifiers}>
          {modifiers
            .filter(({ code }) => takes.includes(code))
            .map(({ code, text }) => (
              <button
                key={code}
                type="button"
                className="quiet"
                aria-pressed={statement.modifiers.includes(code)}
                onClick={() => toggle(code)}
              >
                {text.toLowerCase()}
              </button>
            ))}
        </fieldset>
      )}
    </li>
  );
};

const OwnStatements = () => {
  const own = useReview((state) => state.content.own);
  const changing = useReview((state) => state.review?.computer.find(({ code }) => code === state.changing));
  return (
    <>
      {own.length > 0 && (
        <ul className="own-statements" aria-label={words.own}>
          {own.map((statement, index) => (
            <OwnRow key={`${statement.code}:${statement.text}`} statement={statement} index={index} />
          ))}
        </ul>
      )}
      {changing !== undefined && (
        <p role="status">
          {words.changeHint(changing.text)}{' '}
          <button type="button" className="quiet" onClick={stopChanging}>
            {words.cancel}
          </button>
        </p>
      )}
      <StatementPicker key={changing?.code ?? 'own'} autoFocus={changing !== undefined} />
    </>
  );
};

const SignForm = ({ onDone }: { readonly onDone: () => void }) => {
  const person = useDesk((state) => state.desk?.person ?? null);
  const busy = useReview((state) => state.busy);
  const [meaning, setMeaning] = useState<Meaning>('review');
  const [password, setPassword] = useState('');
  const id = useId();
  const alone = person?.knownBy === 'single-user-desk';
  return (
    <form
      className="sign-form"
      onSubmit={(event) => {
        event.preventDefault();
        void sign(meaning, alone ? null : password).then((signed) => {
          setPassword('');
          if (signed) onDone();
        });
      }}
    >
      <p>
        {words.signedAs(person?.name ?? '')} {alone && <span className="muted">{words.signedAlone}</span>}
      </p>
      <label htmlFor={`${id}-meaning`}>{words.meaning}</label>
      <select
        id={`${id}-meaning`}
        value={meaning}
        onChange={(event) => setMeaning(meanings.find((each) => each === event.target.value) ?? 'review')}
      >
        {meanings.map((each) => (
          <option key={each} value={each}>
            {words.meanings[each]}
          </option>
        ))}
      </select>
      {!alone && (
        <>
          <label htmlFor={`${id}-password`}>{words.password}</label>
          <input
            id={`${id}-password`}
            type="password"
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </>
      )}
      <span className="review-acts">
        <button type="submit" disabled={busy || (!alone && password === '')}>
          {words.signNow}
        </button>
        <button type="button" className="quiet" onClick={onDone}>
          {words.cancel}
        </button>
      </span>
    </form>
  );
};

const AmendForm = () => {
  const [reason, setReason] = useState('');
  const id = useId();
  return (
    <form
      className="sign-form"
      onSubmit={(event) => {
        event.preventDefault();
        beginAmendment(reason.trim());
      }}
    >
      <label htmlFor={id}>{words.reason}</label>
      <input id={id} value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
      <button type="submit" disabled={reason.trim() === ''}>
        {words.startAmendment}
      </button>
    </form>
  );
};

const Acts = () => {
  const { review, dirty, busy } = useReview();
  const [signing, setSigning] = useState(false);
  const status = review?.versions.at(-1)?.version.status ?? null;
  if (signing) return <SignForm onDone={() => setSigning(false)} />;
  return (
    <div className="review-acts">
      <button type="button" disabled={busy || !dirty} onClick={() => void saveDraft()}>
        {words.save}
      </button>
      <button type="button" disabled={busy || (status === 'confirmed' && !dirty)} onClick={() => void confirm()}>
        {words.confirm}
      </button>
      <button type="button" disabled={busy || dirty || status !== 'confirmed'} onClick={() => setSigning(true)}>
        {words.sign}
      </button>
    </div>
  );
};

const Versions = ({ review }: { readonly review: Review }) =>
  review.versions.length === 0 ? null : (
    <details>
      <summary>
        {words.versions} <span className="muted figure">{review.versions.length}</span>
      </summary>
      <ol className="review-versions">
        {review.versions.map(({ version, sha256 }) => (
          <li key={sha256} title={sha256}>
            {words.status[version.status]}, {version.author.name},{' '}
            <span className="figure muted">{version.at.slice(0, 16).replace('T', ' ')}</span>
            {version.reason !== null && <span className="muted"> {version.reason}</span>}
          </li>
        ))}
      </ol>
    </details>
  );

const Problem = () => {
  const error = useReview((state) => state.error);
  if (error === null) return null;
  return (
    <p className="warning" role="alert">
      <span aria-hidden="true">▲</span> {error.message}{' '}
      {error.conflict && (
        <button type="button" onClick={readAgain}>
          {words.conflict}
        </button>
      )}
    </p>
  );
};

const Comment = () => {
  const comment = useReview((state) => state.content.comment);
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{words.comment}</label>
      <input id={id} value={comment} maxLength={4000} onChange={(event) => setComment(event.target.value)} />
    </>
  );
};

/** The reader's own part, below the computer's statements: what is added to them, the signature, the versions. */
export const ReviewSection = () => {
  const { review, content } = useReview();
  const mayReview = useMay('review');
  const open = useReview(isOpenForAnswers);
  if (review === null) return <Problem />;
  return (
    <section className="review" aria-label={words.title}>
      <h3>{words.title}</h3>
      {review.impression !== null && (
        <p className="muted">
          {words.yourImpression}: {review.impression.statements.map(({ text }) => text).join('; ')}
        </p>
      )}
      {!mayReview && <p className="muted">{words.notForYou}</p>}
      {mayReview && review.blind && (
        <>
          <p>{words.withheld}</p>
          <OwnStatements />
          <button type="button" disabled={content.own.length === 0} onClick={() => void commitImpression()}>
            {words.commitImpression}
          </button>
        </>
      )}
      {mayReview && open && (
        <>
          <OwnStatements />
          <Comment />
          <Acts />
        </>
      )}
      {mayReview && !review.blind && !open && <AmendForm />}
      <Problem />
      <Versions review={review} />
    </section>
  );
};
