import './median.css';
import { useMemo, useState } from 'react';
import type { Analysis } from '../../../app/analysis/schema.ts';
import { type StPoint, stMapOf, stPoints } from '../../../app/analysis/stMap.ts';
import { layoutStMap } from '../../../app/tracing/layoutStMap.ts';
import { texts } from '../../texts.ts';
import { Choice } from '../viewer/Choice.tsx';
import { PaperCanvas } from '../viewer/PaperCanvas.tsx';

const words = texts.shape;

/** ST round the heart, at an instant that the reader chooses. */
export const StMapSection = ({ analysis }: { readonly analysis: Analysis }) => {
  const [point, setPoint] = useState<StPoint>('stJMv');
  const map = useMemo(() => stMapOf(analysis, point), [analysis, point]);
  const list = useMemo(() => layoutStMap(map), [map]);
  if (map.every(({ stMv }) => stMv === null)) return null;
  return (
    <section className="median-table st-map" aria-label={words.stMap}>
      <h3>
        {words.stMap}{' '}
        <Choice<StPoint>
          label={words.stPoint}
          value={point}
          choices={stPoints}
          print={(choice) => words.stPoints[choice]}
          onChoose={setPoint}
        />
      </h3>
      <PaperCanvas list={list} label={words.stMapAlt(words.stPoints[point], map)} />
      <p className="muted">{point === 'stJMv' ? words.stMapNote : words.stMapLaterNote}</p>
    </section>
  );
};
