import { useMemo } from 'react';
import type { CorrectedValue } from '../../../app/analysis/correctedMarks.ts';
import type { Analysis } from '../../../app/analysis/schema.ts';
import { withCorrectedValues } from '../../../app/comparison/compareRecordings.ts';
import { type DrawnAxis, layoutAxes } from '../../../app/tracing/layoutAxes.ts';
import { texts } from '../../texts.ts';
import { PaperCanvas } from '../viewer/PaperCanvas.tsx';

const waves = [
  ['P', 'pAxisDeg'],
  ['QRS', 'qrsAxisDeg'],
  ['T', 'tAxisDeg'],
] as const;

/** The axes of P, QRS and T as arrows, with what a reader corrected. */
export const AxesSection = (props: { readonly analysis: Analysis; readonly corrected: readonly CorrectedValue[] }) => {
  const { analysis, corrected } = props;
  const axes = useMemo(() => {
    const { measurements } = withCorrectedValues(analysis, corrected);
    return waves.map(
      ([wave, name]): DrawnAxis => ({
        wave,
        deg: measurements[name],
        halfWidthDeg: measurements.uncertainty?.[name] ?? null,
      }),
    );
  }, [analysis, corrected]);
  const list = useMemo(() => layoutAxes(axes), [axes]);
  const label = texts.shape.axesAlt(axes.map(({ wave, deg }) => [wave, deg]));
  return (
    <section className="median-table" aria-label={texts.shape.axes}>
      <h3>{texts.shape.axes}</h3>
      {axes.every(({ deg }) => deg === null) ? (
        <p className="not-measured">{texts.shape.noAxes}</p>
      ) : (
        <>
          <PaperCanvas list={list} label={label} />
          <p className="muted">{texts.shape.axesNote}</p>
        </>
      )}
    </section>
  );
};
