import type { Analysis } from '../../../app/analysis/schema.ts';
import { morphologyCatalogue, rhythmCatalogue } from '../../../app/synth/catalogue.ts';
import {
  type ComparedEvents,
  type ComparedValue,
  type Comparison,
  compareWithTruth,
} from '../../../app/synth/compare.ts';
import { isSynthetic } from '../../../app/synth/origin.ts';
import { beatClasses, type Truth } from '../../../app/synth/truth.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';
import { useTruth } from './useTruth.ts';
import { signedText, valueText } from './valueText.ts';

const words = texts.heart;

const ValueRow = ({ value }: { readonly value: ComparedValue }) => (
  <tr>
    <th scope="row">
      {words.names[value.name]} <span className="unit">{value.unit}</span>
    </th>
    <td title={value.reason ?? undefined}>
      {valueText(value.measured)}
      {value.reason !== null && <span className="for-readers">{value.reason}</span>}
    </td>
    <td title={value.truth === null ? words.noSuchValue : undefined}>{valueText(value.truth)}</td>
    <td>{signedText(value.difference)}</td>
  </tr>
);

const Values = ({ values }: Pick<Comparison, 'values'>) => (
  <table className="truth-table figure" aria-label={`${words.measured}, ${words.truth}`}>
    <thead>
      <tr>
        <th scope="col">{words.value}</th>
        <th scope="col">{words.measured}</th>
        <th scope="col">{words.truth}</th>
        <th scope="col">
          <abbr title={words.difference}>{words.differenceShort}</abbr>
        </th>
      </tr>
    </thead>
    <tbody>
      {values.map((value) => (
        <ValueRow key={value.name} value={value} />
      ))}
    </tbody>
  </table>
);

const EventRow = ({ title, events }: { readonly title: string; readonly events: ComparedEvents | null }) => (
  <tr>
    <th scope="row">{title}</th>
    {events === null ? (
      <td colSpan={4}>{words.notAssessed}</td>
    ) : (
      [events.truth, events.found, events.missed, events.extra].map((count, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the four columns of this row
        <td key={i}>{count}</td>
      ))
    )}
  </tr>
);

const Events = ({ beats, spikes }: Pick<Comparison, 'beats' | 'spikes'>) => (
  <table className="truth-table figure" aria-label={words.events}>
    <thead>
      <tr>
        <td />
        {[words.truth, words.found, words.missed, words.extra].map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      <EventRow title={words.beats} events={beats} />
      <EventRow title={words.spikes} events={spikes} />
    </tbody>
  </table>
);

const MadeOf = ({ truth }: { readonly truth: Truth }) => {
  const { rhythm, morphology, pacing, seed } = truth.spec;
  return (
    <section>
      <h3>{words.madeOf}</h3>
      <p>
        {rhythmCatalogue[rhythm].title}; {morphologyCatalogue[morphology]}
        {pacing !== null && `; ${words.modes[pacing.mode]}`}; {words.seed.toLowerCase()} {seed}
      </p>
    </section>
  );
};

const Compared = ({ truth, analysis }: { readonly truth: Truth; readonly analysis: Analysis }) => {
  const comparison = compareWithTruth(truth, analysis);
  return (
    <>
      <MadeOf truth={truth} />
      <Values values={comparison.values} />
      <p className="muted">{words.medians}</p>
      <Events beats={comparison.beats} spikes={comparison.spikes} />
      <section>
        <h3>{words.classes}</h3>
        <dl className="counts figure">
          {beatClasses.map((kind) => (
            <div key={kind} className="count">
              <dt>{words.classNames[kind]}</dt>
              <dd>{comparison.classes[kind]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <p className="muted">{words.noiseLevel((1000 * comparison.noiseRmsMv).toFixed(1))}</p>
    </>
  );
};

const OfRecording = ({ opened }: { readonly opened: Opened }) => {
  const known = useTruth(opened.row.id);
  if (known === null) return <p role="status">{words.reading}</p>;
  if (known.truth === null) return <p>{known.reason}</p>;
  if (opened.analysis === null) return <p>{texts.findings.noAnalysis}</p>;
  return <Compared truth={known.truth} analysis={opened.analysis} />;
};

/** What the program measured beside what is true, for a recording whose truth is known. */
export const TruthPanel = () => {
  const opened = useViewer((state) => state.opened);
  return (
    <SidePanel title={words.truthTitle} closable>
      {opened?.recording == null ? (
        <p className="muted">{words.nothingOpen}</p>
      ) : isSynthetic(opened.recording) ? (
        <OfRecording key={opened.row.id} opened={opened} />
      ) : (
        <p>{words.notSynthetic}</p>
      )}
      <p className="research-use">{texts.researchUse}</p>
    </SidePanel>
  );
};
