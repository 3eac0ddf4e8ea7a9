import { useEffect, useMemo } from 'react';
import {
  type Caution,
  compareRecordings,
  tellingPatientId,
  withCorrectedValues,
} from '../../../app/comparison/compareRecordings.ts';
import { instantText } from '../../../app/report/words.ts';
import { findPartner, inOrder, keepForComparison, useComparison } from '../../state/comparison.ts';
import type { Opened } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import { TrendSection } from '../charts/TrendSection.tsx';
import { DifferenceTable, LeadTable } from './DifferenceTables.tsx';
import { OverlaidMedians } from './OverlaidMedians.tsx';
import { PartnerChoice } from './PartnerChoice.tsx';
import { StatementChanges } from './StatementChanges.tsx';
import { TracingPair } from './TracingPair.tsx';
import './compare.css';

const Cautions = ({ cautions }: { readonly cautions: readonly Caution[] }) => {
  if (cautions.length === 0) return null;
  return (
    <section className="compare-cautions" aria-label={texts.compare.cautions}>
      <ul>
        {cautions.map((caution) => (
          <li key={`${caution.code}${'which' in caution ? caution.which : ''}`}>
            <span aria-hidden="true">▲</span> {texts.compare.caution(caution)}
          </li>
        ))}
      </ul>
    </section>
  );
};

const dayMs = 86_400_000;

const timeText = ({ row }: Opened): string =>
  row.startTime === null
    ? `${texts.compare.noTime}, ${texts.compare.imported(instantText(row.importedAt).slice(0, 10))}`
    : instantText(row.startTime);

const apartText = (before: Opened, after: Opened): string | null => {
  const [from, to] = [Date.parse(before.row.startTime ?? ''), Date.parse(after.row.startTime ?? '')];
  return Number.isFinite(from) && Number.isFinite(to)
    ? texts.compare.apart(texts.compare.days((to - from) / dayMs))
    : null;
};

/** Which two are compared, with the line that each is drawn in. */
const Legend = ({
  before,
  after,
  openId,
}: {
  readonly before: Opened;
  readonly after: Opened;
  readonly openId: number;
}) => {
  const of = (which: 'earlier' | 'later', opened: Opened) => (
    <p className="compare-side">
      <svg className={`legend-line legend-${which}`} viewBox="0 0 40 6" aria-hidden="true">
        <line x1="0" y1="3" x2="40" y2="3" />
      </svg>
      <b>{which === 'earlier' ? texts.compare.earlier : texts.compare.later}</b> {opened.row.record},{' '}
      <span className="figure">{timeText(opened)}</span>
      {opened.row.id === openId && <span className="muted"> ({texts.compare.opened})</span>}
    </p>
  );
  const apart = apartText(before, after);
  return (
    <div className="compare-legend">
      {of('earlier', before)}
      {of('later', after)}
      {apart !== null && <p className="muted">{apart}</p>}
    </div>
  );
};

/** With the values as a reader corrected them. */
const readAnalysis = ({ analysis, corrections }: Opened) =>
  analysis === null ? null : withCorrectedValues(analysis, corrections?.values ?? []);

const Both = ({ opened, partner }: { readonly opened: Opened; readonly partner: Opened }) => {
  const { before, after } = useMemo(() => inOrder(opened, partner), [opened, partner]);
  const comparison = useMemo(() => {
    const [earlier, later] = [readAnalysis(before), readAnalysis(after)];
    return earlier === null || later === null ? null : compareRecordings(earlier, later);
  }, [before, after]);
  const corrected = [before, after].filter(({ corrections }) => (corrections?.values ?? []).length > 0);
  return (
    <>
      <Legend before={before} after={after} openId={opened.row.id} />
      {comparison === null ? (
        <p className="not-measured">{texts.compare.notComparable}</p>
      ) : (
        <>
          <Cautions cautions={comparison.cautions} />
          {corrected.length > 0 && (
            <p className="muted">{texts.compare.corrected(corrected.map(({ row }) => row.record))}</p>
          )}
          <OverlaidMedians before={before} after={after} />
          <div className="compare-parts">
            <DifferenceTable comparison={comparison} />
            <LeadTable comparison={comparison} />
            <StatementChanges changes={comparison.statements} withheld={before.blind || after.blind} />
          </div>
        </>
      )}
      <TracingPair before={before} after={after} />
    </>
  );
};

/** Why nothing is beside the open recording, and what to do about it. */
const NoPartner = ({ opened }: { readonly opened: Opened }) => {
  const { series, error, kept } = useComparison();
  if (error !== null)
    return (
      <p role="alert">
        {texts.compare.failed} {error.message} {texts.compare.failedNext}
      </p>
    );
  if (kept?.row.id === opened.row.id) return null;
  if (series === null) return <p className="muted">{texts.compare.loading}</p>;
  const alone = series.patientId === null || series.recordings.length < 2;
  return alone ? (
    <div className="compare-alone" role="status">
      <p className="instead-what">
        {tellingPatientId(series.patientId) === null ? texts.compare.noPatient : texts.compare.onlyOne}
      </p>
      <p className="muted">{texts.compare.pickNext}</p>
    </div>
  ) : (
    <p className="muted">{texts.compare.loading}</p>
  );
};

/** The open recording beside another of the same patient, or beside one that the reader kept. */
export const ComparePane = ({ opened }: { readonly opened: Opened }) => {
  const { partner, kept, series } = useComparison();
  useEffect(() => void findPartner(opened), [opened]);
  const shown = partner !== null && partner.row.id !== opened.row.id ? partner : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="compare" tabIndex={0} aria-label={texts.compare.title}>
      <div className="compare-bar">
        <PartnerChoice opened={opened} />
        <button type="button" aria-pressed={kept !== null} onClick={() => keepForComparison()}>
          {kept === null ? texts.compare.keep : texts.compare.letGo}
        </button>
        {kept !== null && <p role="status">{texts.compare.kept(kept.row.record)}</p>}
      </div>
      {shown === null ? <NoPartner opened={opened} /> : <Both opened={opened} partner={shown} />}
      {series !== null && series.recordings.length > 1 && (
        <TrendSection series={series} openId={opened.row.id} partnerId={shown?.row.id ?? null} />
      )}
    </section>
  );
};
