import './evidence.css';
import { percentText } from '../../../app/report/words.ts';
import { leadShares } from '../../../app/tracing/overlays.ts';
import type { Band } from '../../canvas/bandChoice.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

const words = texts.evidence;

/** The scale of the shading as the tracing draws it. */
const Legend = ({ signed }: { readonly signed: boolean }) => (
  <div className="band-legend" role="img" aria-label={words.legend}>
    <span className="muted">{words.weak}</span>
    <svg viewBox="0 0 60 8" aria-hidden="true">
      {[0.1, 0.2, 0.3, 0.4, 0.5].map((opacity, i) => (
        <rect key={opacity} className="legend-for" x={12 * i} width="12" height="8" opacity={opacity} />
      ))}
    </svg>
    <span className="muted">{words.strong}</span>
    {signed && (
      <>
        <svg viewBox="0 0 12 8" aria-hidden="true">
          <rect className="legend-against" y="5" width="12" height="3" opacity="0.5" />
        </svg>
        <span className="muted">{words.against}</span>
      </>
    )}
  </div>
);

/** Of a map that may be shown: its scale, what spoke against, and which leads it rests on. */
export const BandDetails = ({ band }: { readonly band: Band }) => {
  const { bandSigned, set } = useViewer();
  if (band.failed !== null) return null;
  const shares = leadShares(band.activation, band.classIndex);
  return (
    <>
      <Legend signed={bandSigned} />
      <label className="band-signed">
        <input
          type="checkbox"
          checked={bandSigned}
          onChange={(event) => {
            set({ bandSigned: event.target.checked });
            // The keys of the tracing work again at once, without another click.
            event.target.blur();
          }}
        />
        {words.signed}
      </label>
      {shares.length > 1 && (
        <>
          <h4>{words.leads(band.activation.classes[band.classIndex] ?? '')}</h4>
          <ul className="lead-shares">
            {shares.map(({ lead, share }) => (
              <li key={lead} title={words.share(lead, share)}>
                <b>{lead}</b>
                <meter min="0" max={shares[0]?.share ?? 1} value={share} aria-label={words.share(lead, share)} />
                <span className="figure">{percentText(share)} %</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};
