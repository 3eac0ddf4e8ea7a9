import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';

/** Shows or hides where a model looked for one of its classes. */
export const BandSwitch = (props: { readonly model: string; readonly name: string; readonly title: string }) => {
  const band = useViewer((state) => state.band);
  const set = useViewer((state) => state.set);
  const shown = band !== null && band.model === props.model && band.class === props.name;
  const label = texts.findings.showBand(props.title);
  return (
    <button
      type="button"
      className="quiet band-switch"
      aria-pressed={shown}
      aria-label={label}
      title={label}
      onClick={() => set({ band: shown ? null : { model: props.model, class: props.name } })}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <rect x="1" y="1" width="2" height="10" opacity="0.35" />
        <rect x="3" y="1" width="2" height="10" />
        <rect x="5" y="1" width="2" height="10" opacity="0.55" />
        <rect x="9" y="1" width="2" height="10" opacity="0.8" />
      </svg>
    </button>
  );
};
