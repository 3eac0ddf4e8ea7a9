import type { Diagnosis, Superclass } from '../../../app/analysis/schema.ts';
import { percentText } from '../../../app/report/words.ts';
import { activationsOf, findBand } from '../../canvas/bandChoice.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { BandDetails } from './BandDetails.tsx';
import { BandSwitch } from './BandSwitch.tsx';
import { Reasons } from './Reasons.tsx';

const ClassRow = ({ diagnosis, hasBand }: { readonly diagnosis: Diagnosis; readonly hasBand: boolean }) => {
  const { model, class: name, probability, threshold, positive } = diagnosis;
  const title = texts.findings.classes[name];
  return (
    <li className={positive ? 'class-row class-stated' : 'class-row'}>
      <span className="class-name" title={title}>
        <span aria-hidden="true">{positive ? '●' : '○'}</span> {name}
      </span>
      <span
        className="bar"
        role="img"
        aria-label={texts.findings.probability(title, probability, threshold, positive)}
        title={texts.findings.probability(title, probability, threshold, positive)}
      >
        <span className="bar-fill" style={{ width: `${probability * 100}%` }} />
        <span className="bar-threshold" style={{ left: `${threshold * 100}%` }} />
      </span>
      <span className="figure class-percent">
        {percentText(probability)}
        <span className="unit"> %</span>
      </span>
      {hasBand && <BandSwitch model={model} name={name} title={title} />}
    </li>
  );
};

/** Calibrated probabilities with the threshold that makes each a statement; the model that said so stands below. */
export const ClassBars = (props: {
  readonly diagnoses: readonly Diagnosis[];
  /** Classes that a model states although no rule's criterion is met. */
  readonly withoutCriterion: readonly Superclass[];
  /** What the reader must know about whom the models are for. */
  readonly notes: readonly string[];
}) => {
  const band = useViewer((state) => state.band);
  const explanations = useViewer((state) => state.explanations);
  const activations = activationsOf(explanations);
  const chosen = findBand(activations, band);
  const models = [...new Set(props.diagnoses.map(({ model }) => model))];
  return (
    <section aria-label={texts.findings.probabilities}>
      <h3>{texts.findings.probabilities}</h3>
      {models.length === 0 && <p className="muted">{texts.findings.noProbabilities}</p>}
      {models.map((model) => {
        const rows = props.diagnoses.filter((diagnosis) => diagnosis.model === model);
        const classes = activations.find((activation) => activation.model === model)?.classes ?? [];
        return (
          <div key={model}>
            {models.length > 1 && <h4>{model}</h4>}
            <ul className="class-rows">
              {rows.map((diagnosis) => (
                <ClassRow key={diagnosis.class} diagnosis={diagnosis} hasBand={classes.includes(diagnosis.class)} />
              ))}
            </ul>
            {props.withoutCriterion.length > 0 && (
              <p className="disagrees">{texts.findings.withoutCriterion(props.withoutCriterion)}</p>
            )}
            {chosen?.activation.model === model && (
              <>
                <p className="muted" role="status">
                  {chosen.failed === null ? texts.findings.bandNote : texts.findings.bandFailed[chosen.failed]}
                </p>
                <BandDetails band={chosen} />
                <Reasons
                  name={chosen.activation.classes[chosen.classIndex] ?? ''}
                  contributions={explanations.find((explanation) => explanation.model === model)?.contributions ?? []}
                />
              </>
            )}
            <p className="muted">
              {model} {rows[0]?.version},{' '}
              {rows.every(({ calibrated }) => calibrated) ? texts.findings.calibrated : texts.findings.uncalibrated}
            </p>
          </div>
        );
      })}
      {models.length > 0 &&
        props.notes.map((note) => (
          <p key={note} className="muted">
            {note}
          </p>
        ))}
    </section>
  );
};
