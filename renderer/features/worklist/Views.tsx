import { useState } from 'react';
import { wholeWorklist, worklistViewSchema } from '../../../app/worklist/query.ts';
import { rememberDeed } from '../../state/undo.ts';
import { ask, dropView, keepView, useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';

const words = texts.worklist.views;

/** Searches with their filters and order, under names of the reader's; kept in the archive, for they may name a patient. */
export const Views = () => {
  const { views, query } = useWorklist();
  const [name, setName] = useState('');
  const shown = views.find((view) => JSON.stringify(view.query) === JSON.stringify(query));
  const view = worklistViewSchema.safeParse({ name, query });
  const drop = () => {
    if (shown === undefined) return;
    void dropView(shown.name);
    rememberDeed({
      label: words.dropped(shown.name),
      undo: () => void keepView(shown),
      redo: () => void dropView(shown.name),
    });
  };
  return (
    <section className="filters" aria-label={words.title}>
      <fieldset className="filter">
        <legend>{words.title}</legend>
        <div className="range">
          <select
            aria-label={words.choose}
            value={shown?.name ?? ''}
            onChange={(event) => {
              const chosen = views.find((each) => each.name === event.target.value);
              void ask(chosen?.query ?? wholeWorklist);
            }}
          >
            <option value="">{shown === undefined ? words.none : words.all}</option>
            {views.map((each) => (
              <option key={each.name}>{each.name}</option>
            ))}
          </select>
          <button type="button" disabled={shown === undefined} onClick={drop}>
            {words.drop}
          </button>
        </div>
        <form
          className="range"
          onSubmit={(event) => {
            event.preventDefault();
            if (!view.success) return;
            void keepView(view.data);
            setName('');
          }}
        >
          <input
            type="text"
            aria-label={words.name}
            placeholder={words.name}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" disabled={!view.success}>
            {words.keep}
          </button>
        </form>
      </fieldset>
    </section>
  );
};
