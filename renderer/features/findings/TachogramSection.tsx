import { useMemo, useState } from 'react';
import type { Beat } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';
import { Chart } from '../charts/Chart.tsx';
import { tachogramFigure } from '../charts/figures.ts';

const heightPx = 150;

const Tachogram = ({ beats }: { readonly beats: readonly Beat[] }) => {
  const make = useMemo(() => tachogramFigure(beats), [beats]);
  return <Chart make={make} label={texts.findings.tachogramAlt(beats.length)} heightPx={heightPx} />;
};

/** The chart is drawn when the section is opened, not before. */
export const TachogramSection = ({ beats }: { readonly beats: readonly Beat[] }) => {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{texts.findings.tachogram}</summary>
        {open && beats.length < 3 && <p className="muted">{texts.findings.tooFewBeats}</p>}
        {open && beats.length >= 3 && <Tachogram beats={beats} />}
      </details>
    </section>
  );
};
