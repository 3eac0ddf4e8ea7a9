import type { Answer } from '../../../app/review/review.ts';

/** Rows that take an answer, in the order of the list. */
const rowsNow = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.answer-row')];

/** The answer that a key gives in a row that has the focus. */
export const answerOfKey: Readonly<Record<string, Answer>> = { a: 'agreed', x: 'rejected', e: 'changed' };

/** Puts the focus on the first statement without an answer, on the first of all when each has one. */
export const firstOpenStatement = (): void => {
  const rows = rowsNow();
  (rows.find((row) => row.dataset.answered === 'false') ?? rows[0])?.focus();
};

/** Where the words of a changed statement are chosen; comes with the next frame where it is not there yet. */
export const focusPicker = (): void => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.picker input')?.focus());
};

/** Moves the focus so many rows down; stays where there is none. */
export const stepRow = (row: HTMLElement, by: number): void => {
  const rows = rowsNow();
  rows[rows.indexOf(row) + by]?.focus();
};
