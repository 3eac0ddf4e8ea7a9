import { useEffect, useId, useRef, useState } from 'react';
import { searchStatements, wordingOf } from '../../../app/review/statementCatalogue.ts';
import { addStatement } from '../../state/review.ts';
import { texts } from '../../texts.ts';
import { readFavourites, toggleFavourite } from './favourites.ts';

const shownAtMost = 8;

/** The coded list by search, favourites first; what is not in it is free text. Enter takes the first. */
export const StatementPicker = ({ autoFocus }: { readonly autoFocus: boolean }) => {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const [favourites, setFavourites] = useState(readFavourites);
  const id = useId();
  const words = texts.review;
  const free = search.trim();
  const found =
    free === '' && favourites.length === 0
      ? []
      : searchStatements(free, favourites).slice(0, free === '' ? favourites.length : shownAtMost);
  const choose = (index: number) => {
    const statement = found[index];
    if (statement !== undefined)
      addStatement({ code: statement.code, modifiers: [], text: wordingOf(statement.code, []) ?? '' });
    else if (free !== '') addStatement({ code: null, modifiers: [], text: free.slice(0, 400) });
    else return;
    setSearch('');
    setAt(0);
  };
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  const choices = found.length + (free === '' ? 0 : 1);
  return (
    <div className="picker">
      <label htmlFor={id}>{words.add}</label>
      <input
        id={id}
        ref={input}
        autoComplete="off"
        maxLength={400}
        placeholder={words.addHint}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(at);
          else if (event.key === 'ArrowDown') setAt(Math.min(choices - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else return;
          event.preventDefault();
        }}
      />
      <span className="for-readers" role="status">
        {choices > 0 ? words.enterAdds(found[at]?.text ?? free) : ''}
      </span>
      {choices > 0 && (
        <ul aria-label={words.found}>
          {found.map(({ code, text, category, scp }, index) => (
            <li key={code} className={index === at ? 'picked' : undefined}>
              <button type="button" className="quiet" onClick={() => choose(index)}>
                {text} <span className="muted">{scp === null ? category : `${category}, ${scp}`}</span>
              </button>
              <button
                type="button"
                className="quiet"
                aria-label={`${words.favourite}: ${text}`}
                aria-pressed={favourites.includes(code)}
                onClick={() => setFavourites(toggleFavourite(code))}
              >
                {favourites.includes(code) ? '★' : '☆'}
              </button>
            </li>
          ))}
          {free !== '' && (
            <li className={at === found.length ? 'picked' : undefined}>
              <button type="button" className="quiet" onClick={() => choose(found.length)}>
                {words.addFree(free)}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
};
