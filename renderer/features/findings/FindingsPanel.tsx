import { withoutCriterion } from '../../../app/analysis/reading.ts';
import type { Analysis } from '../../../app/analysis/schema.ts';
import { losesALead } from '../../../app/recording/electrodeSwap.ts';
import { byReason, furtherGates, isOfFindings, isWarning, keptBack, warningOf } from '../../../app/report/notes.ts';
import { pacedChambers, pacingFaults, percentText } from '../../../app/report/words.ts';
import { type Opened, useViewer } from '../../state/viewer.ts';
import { askWhatIf } from '../../state/whatIf.ts';
import { texts } from '../../texts.ts';
import { ReviewChip, ReviewSection } from '../review/ReviewSection.tsx';
import { SidePanel } from '../SidePanel.tsx';
import { QualityMark } from '../viewer/QualityMark.tsx';
import { Advice } from './Advice.tsx';
import { BinaryAnswers } from './BinaryAnswers.tsx';
import { ClassBars } from './ClassBars.tsx';
import { RhythmProbabilities } from './RhythmProbabilities.tsx';
import { Statements } from './Statements.tsx';
import { TachogramSection } from './TachogramSection.tsx';

/** What keeps the computer from answering comes before any answer. */
const Gates = ({ analysis }: { readonly analysis: Analysis }) => {
  const { validity, gates } = analysis;
  if (validity.status === 'VALID' && gates.length === 0) return null;
  return (
    <section className={validity.status === 'INVALID' ? 'gates gates-invalid' : 'gates'}>
      <h3>
        <span aria-hidden="true">{validity.status === 'INVALID' ? '■' : '▲'}</span>{' '}
        {validity.status === 'INVALID' ? texts.findings.invalid : texts.findings.gates}
      </h3>
      <ul>
        {validity.reasons.map((reason) => (
          <li key={reason.code}>{reason.text}</li>
        ))}
        {byReason(furtherGates(validity, gates)).map((closed) => (
          <li key={closed.text}>
            {closed.text} <span className="muted">{keptBack(closed)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};

const QualitySection = ({ analysis }: { readonly analysis: Analysis }) => {
  const flagged = analysis.quality.leads.filter(({ flags }) => flags.length > 0);
  const warnings = analysis.recording.notes.filter(isWarning).map(warningOf);
  const whatIf = useViewer((state) => state.whatIf);
  return (
    <section>
      <h3>
        {texts.findings.quality}{' '}
        <QualityMark verdict={analysis.quality.verdict} fit={analysis.validity.status === 'VALID'} />
      </h3>
      {warnings.map(({ conclusion, grounds }) => (
        <p key={`${conclusion}${grounds}`} className="warning">
          <span aria-hidden="true">▲</span> {conclusion}
          {grounds !== null && <span className="muted"> {grounds}</span>}
        </p>
      ))}
      {(analysis.quality.reversals ?? []).map(({ swap, probability, text }) => (
        <p key={swap} className="warning">
          <span aria-hidden="true">▲</span> {text}{' '}
          <span className="muted">{texts.findings.swapProbability(percentText(probability))}</span>
          {!losesALead(swap) && (
            <button
              type="button"
              aria-pressed={whatIf === swap}
              onClick={() => askWhatIf(whatIf === swap ? null : swap)}
            >
              {texts.findings.showPutBack}
            </button>
          )}
        </p>
      ))}
      {flagged.length === 0 ? (
        <p className="muted">{texts.findings.noFlags}</p>
      ) : (
        <ul className="flags">
          {flagged.map(({ lead, flags, readable }) => (
            <li key={lead}>
              <b>{lead}</b>
              {readable === false && <span className="disagrees"> {texts.findings.notReadable},</span>}{' '}
              {flags.map((flag) => texts.findings.flags[flag]).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Pacing = ({ analysis }: { readonly analysis: Analysis }) => {
  const { beats } = analysis;
  const { paced, spikes, mode, faults, limitation } = analysis.pacing;
  const pacedBeats = beats.filter((beat) => beat.paced === true).length;
  const { paced: seen, notPaced, pacingNotAssessed, pacing } = texts.findings;
  return (
    <section>
      <h3>{pacing}</h3>
      <p>{paced === null ? pacingNotAssessed : paced ? seen(spikes.length, pacedBeats, beats.length) : notPaced}</p>
      {mode !== null && <p>{texts.findings.pacedChambers(pacedChambers[mode])}</p>}
      {faults.map(({ kind, spikes: at }) => (
        <p key={kind} className="warning">
          <span aria-hidden="true">▲</span> {pacingFaults[kind]} <span className="muted">({at.length})</span>
        </p>
      ))}
      {limitation !== null && <p className="muted">{limitation}</p>}
    </section>
  );
};

const Source = ({ opened, analysis }: { readonly opened: Opened; readonly analysis: Analysis }) => {
  const { recording } = analysis;
  const notes = (opened.recording?.notes ?? recording.notes).filter((note) => !isWarning(note) && !isOfFindings(note));
  return (
    <section>
      <h3>{texts.findings.source}</h3>
      <p className="muted">
        {texts.findings.leads(recording.leads.length, recording.derivedLeads.length)}, {recording.sampleRateHz} Hz,{' '}
        {recording.durationS.toFixed(1)} s
        {recording.startTime !== null && <>, {recording.startTime.replace('T', ' ')}</>}
        {recording.device !== null && <>, {recording.device}</>}
      </p>
      {notes.length > 0 && (
        <details>
          <summary>
            {texts.findings.notes} <span className="muted figure">{notes.length}</span>
          </summary>
          <ul>
            {notes.map((note) => (
              <li key={`${note.code}:${note.text}`}>{note.text}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

const Interpretation = ({ opened, analysis }: { readonly opened: Opened; readonly analysis: Analysis }) => (
  <>
    <ReviewChip />
    <Gates analysis={analysis} />
    {!opened.blind && <Statements analysis={analysis} />}
    <ReviewSection />
    <Advice analysis={analysis} />
    <RhythmProbabilities rhythm={analysis.rhythm} />
    <ClassBars
      diagnoses={analysis.diagnoses}
      withoutCriterion={withoutCriterion(analysis)}
      notes={analysis.recording.notes.filter(isOfFindings).map(({ text }) => text)}
    />
    <BinaryAnswers answers={analysis.binary} />
    <QualitySection analysis={analysis} />
    <Pacing analysis={analysis} />
    <TachogramSection beats={analysis.beats} />
    <Source opened={opened} analysis={analysis} />
  </>
);

export const FindingsPanel = () => {
  const opened = useViewer((state) => state.opened);
  const analysis = opened?.analysis ?? null;
  return (
    <SidePanel title={texts.findings.title} closable={false}>
      <h2 className="for-readers">{texts.findings.title}</h2>
      {opened !== null && analysis !== null ? (
        <Interpretation opened={opened} analysis={analysis} />
      ) : (
        opened !== null && <p className="muted">{opened.refusal?.message ?? texts.findings.noAnalysis}</p>
      )}
      <p className="research-use">{texts.researchUse}</p>
    </SidePanel>
  );
};
