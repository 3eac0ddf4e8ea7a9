import { instantText } from '../../../app/report/words.ts';
import { choosePartner, useComparison } from '../../state/comparison.ts';
import type { Opened } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

/** The other recordings of the patient, the latest first. */
export const PartnerChoice = ({ opened }: { readonly opened: Opened }) => {
  const { series, partner } = useComparison();
  const others = (series?.recordings ?? []).filter(({ id }) => id !== opened.row.id).reverse();
  if (series === null || others.length === 0) return null;
  const among = others.some(({ id }) => id === partner?.row.id);
  return (
    <>
      <label>
        {texts.compare.compareWith}{' '}
        <select
          value={among ? partner?.row.id : ''}
          onChange={(event) => {
            const chosen = others.find(({ id }) => String(id) === event.target.value);
            if (chosen !== undefined) choosePartner(chosen.id);
            // The keys of the view work again at once, without another click.
            event.target.blur();
          }}
        >
          {!among && <option value="">–</option>}
          {others.map(({ id, record, startTime, importedAt }) => (
            <option key={id} value={id}>
              {startTime === null
                ? `${record}, ${texts.compare.imported(instantText(importedAt).slice(0, 10))}`
                : `${instantText(startTime)}, ${record}`}
            </option>
          ))}
        </select>
      </label>
      {series.total > series.recordings.length && (
        <p className="muted">{texts.compare.seriesCut(series.recordings.length, series.total)}</p>
      )}
    </>
  );
};
