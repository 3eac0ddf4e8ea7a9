import { type ComponentType, useState } from 'react';
import type { Beat } from '../../../app/analysis/schema.ts';
import { texts } from '../../texts.ts';

type Chart = ComponentType<{ readonly beats: readonly Beat[] }>;

/** Plotly is read from disk when the section is first opened, not before. A chart that fails leaves the findings alone. */
export const TachogramSection = ({ beats }: { readonly beats: readonly Beat[] }) => {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const [loaded, setLoaded] = useState<{ readonly Chart: Chart } | null>(null);
  const toggle = (isOpen: boolean) => {
    setOpen(isOpen);
    if (!isOpen || loaded !== null) return;
    setFailed(false);
    import('./Tachogram.tsx').then(
      ({ Tachogram }) => setLoaded({ Chart: Tachogram }),
      () => setFailed(true),
    );
  };
  return (
    <section>
      <details open={open} onToggle={(event) => toggle(event.currentTarget.open)}>
        <summary>{texts.findings.tachogram}</summary>
        {open && beats.length < 3 && <p className="muted">{texts.findings.tooFewBeats}</p>}
        {open && failed && <p role="alert">{texts.findings.chartFailed}</p>}
        {open && beats.length >= 3 && loaded !== null && <loaded.Chart beats={beats} />}
      </details>
    </section>
  );
};
