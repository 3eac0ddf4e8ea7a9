import { lazy, Suspense, useState } from 'react';
import type { Beat } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';

/** Plotly is read from disk when the section is first opened, not before. */
const Tachogram = lazy(() => import('./Tachogram.tsx'));

export const TachogramSection = ({ beats }: { readonly beats: readonly Beat[] }) => {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{texts.findings.tachogram}</summary>
        {open &&
          (beats.length < 3 ? (
            <p className="muted">{texts.findings.tooFewBeats}</p>
          ) : (
            <Suspense fallback={<div className="chart" />}>
              <Tachogram beats={beats} />
            </Suspense>
          ))}
      </details>
    </section>
  );
};
