import {
  type Caliper,
  type CaliperKind,
  caliperKinds,
  caliperTexts,
  caliperValue,
} from '../../../app/tracing/calipers.ts';
import {
  armCalipers,
  keepCalipers,
  removeCaliper,
  takeEnd,
  toggleMarching,
  useCalipers,
} from '../../state/calipers.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { Choice } from './Choice.tsx';

const Item = ({ caliper, number }: { readonly caliper: Caliper; readonly number: number }) => {
  const active = useCalipers((state) => state.active?.id === caliper.id);
  const gainMmPerMv = useViewer((state) => state.gainMmPerMv);
  const fromS = Math.min(...caliper.ends.map(({ timeS }) => timeS));
  const value = caliperTexts(caliperValue(caliper), gainMmPerMv).join(' · ');
  return (
    <li className={active ? 'caliper caliper-active' : 'caliper'}>
      <button
        type="button"
        className="quiet"
        aria-pressed={active}
        onClick={(event) => {
          takeEnd({ id: caliper.id, end: 1 });
          event.currentTarget.blur();
        }}
      >
        <b>{number}</b> <span className="figure">{value}</span>{' '}
        <span className="muted">{texts.calipers.from(caliper.lead, fromS)}</span>
      </button>
      {caliper.kind !== 'amplitude' && (
        <button
          type="button"
          className="quiet"
          aria-pressed={caliper.marching}
          title={`${texts.calipers.march} (u)`}
          aria-label={`${texts.calipers.march}: ${number}`}
          onClick={(event) => {
            toggleMarching(caliper.id);
            event.currentTarget.blur();
          }}
        >
          <span aria-hidden="true">|||</span>
        </button>
      )}
      <button
        type="button"
        className="quiet"
        title={`${texts.calipers.remove} (Del)`}
        aria-label={`${texts.calipers.remove}: ${number}`}
        onClick={() => removeCaliper(caliper.id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </li>
  );
};

export const CaliperTool = () => {
  const armed = useCalipers((state) => state.armed);
  return (
    <button
      type="button"
      className="quiet"
      title={texts.calipers.toolHint}
      aria-pressed={armed}
      onClick={(event) => {
        armCalipers();
        event.currentTarget.blur();
      }}
    >
      {texts.calipers.tool}
    </button>
  );
};

/** Says what calipers measure beside the paper and never on it; takes no room while there are none. */
export const CaliperBar = () => {
  const { list, armed, kind, active, kept } = useCalipers();
  if (list.length === 0 && !armed) return null;
  return (
    <section className="caliper-bar" aria-label={texts.calipers.title}>
      {armed && (
        <Choice<CaliperKind>
          label={texts.calipers.kind}
          value={kind}
          choices={caliperKinds}
          print={(each) => texts.calipers.kinds[each]}
          onChoose={(chosen) => useCalipers.setState({ kind: chosen })}
        />
      )}
      <ol>
        {list.map((caliper, index) => (
          <Item key={caliper.id} caliper={caliper} number={index + 1} />
        ))}
      </ol>
      {(armed || active !== null) && <p className="muted">{texts.calipers.keys}</p>}
      {list.length > 0 && (
        <label>
          <input
            type="checkbox"
            checked={kept}
            onChange={(event) => {
              keepCalipers(event.target.checked);
              event.target.blur();
            }}
          />
          {texts.calipers.keep}
        </label>
      )}
    </section>
  );
};
