import type { Rhythm } from '../../../app/analysis/schema.ts';
import { percentText, rhythmClasses, rhythmWords } from '../../../app/report/words.ts';
import { activationsOf, findBand } from '../../canvas/bandChoice.ts';
import { useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { BandDetails } from './BandDetails.tsx';
import { BandSwitch } from './BandSwitch.tsx';

/** What the model of one lead says of the rhythm, all four classes, the likeliest marked; and which model, of which lead. */
export const RhythmProbabilities = ({ rhythm }: { readonly rhythm: Rhythm }) => {
  const band = useViewer((state) => state.band);
  const activations = activationsOf(useViewer((state) => state.explanations));
  const { rhythm2017: probabilities, rhythm2017Source: source } = rhythm;
  if (probabilities === null || !source) return null;
  const likeliest = Math.max(...Object.values(probabilities));
  const mapped = activations.find(({ model }) => model === source.model)?.classes ?? [];
  const chosen = findBand(activations, band);
  return (
    <section aria-label={texts.findings.rhythmProbabilities}>
      <h3>{texts.findings.rhythmProbabilities}</h3>
      <ul className="class-rows">
        {rhythmClasses.map((name) => {
          const probability = probabilities[name];
          const label = texts.findings.rhythmProbability(rhythmWords[name], probability);
          return (
            <li key={name} className={probability === likeliest ? 'class-row class-stated' : 'class-row'}>
              <span className="class-name" title={rhythmWords[name]}>
                <span aria-hidden="true">{probability === likeliest ? '●' : '○'}</span> {name}
              </span>
              <span className="bar" role="img" aria-label={label} title={label}>
                <span className="bar-fill" style={{ width: `${probability * 100}%` }} />
              </span>
              <span className="figure class-percent">
                {percentText(probability)}
                <span className="unit"> %</span>
              </span>
              {mapped.includes(name) && <BandSwitch model={source.model} name={name} title={rhythmWords[name]} />}
            </li>
          );
        })}
      </ul>
      {chosen?.activation.model === source.model && (
        <p className="muted" role="status">
          {chosen.failed === null ? texts.findings.bandNoteOneLead : texts.findings.bandFailed[chosen.failed]}
        </p>
      )}
      {chosen?.activation.model === source.model && <BandDetails band={chosen} />}
      <p className="muted">
        {source.model} {source.version}, {texts.findings.oneLead(source.lead, source.toS)}, {texts.findings.calibrated}
      </p>
    </section>
  );
};
