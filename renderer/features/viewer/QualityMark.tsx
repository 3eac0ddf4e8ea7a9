import { texts } from '../../texts.ts';

export type Verdict = keyof typeof texts.quality;

/** Shape, word and colour together: none of them carries the meaning alone. */
const shapes = {
  acceptable: 'M1.5 5.5 4 8 8.5 2.5',
  limited: 'M5 1.2 9 8.8H1Z',
  unacceptable: 'M1.5 1.5h7v7h-7Z',
} satisfies Record<Verdict, string>;

/** @param fit false: the recording has no reading; a clean signal that is no ECG must not look approved. */
export const QualityMark = ({ verdict, fit = true }: { readonly verdict: Verdict; readonly fit?: boolean }) => {
  const shown = fit ? verdict : 'unacceptable';
  return (
    <span className={`quality quality-${shown}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={shapes[shown]} />
      </svg>
      {fit || verdict === 'unacceptable' ? texts.quality[verdict] : texts.notFit}
    </span>
  );
};
