import type { Output } from '../../../app/contract/table.ts';
import { texts } from '../../texts.ts';

type Preview = Output<'previewTable'>;

const pxPerMm = 3;
const mmPerS = 25;
const mmPerMv = 10;
const heightMm = 40;
const bigMm = 5;
const longestS = 6;

/** One lead on paper, true to scale: a wrong unit or rate is seen at once. */
export const TracePreview = ({
  lead,
  sampleRateHz,
}: {
  readonly lead: Preview['leads'][number];
  readonly sampleRateHz: number;
}) => {
  const { name, samplesMv } = lead;
  const finite = samplesMv.filter((mv) => Number.isFinite(mv));
  const sorted = Float32Array.from(finite).sort();
  const middleMv = sorted[sorted.length >> 1] ?? 0;
  const swingMv = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  const seconds = Math.min(longestS, samplesMv.length / sampleRateHz);
  const width = longestS * mmPerS * pxPerMm;
  const height = heightMm * pxPerMm;
  const points: string[] = [];
  let drawing = false;
  for (const [i, mv] of samplesMv.entries()) {
    const x = (i / sampleRateHz) * mmPerS * pxPerMm;
    if (x > width) break;
    const y = Math.min(height * 2, Math.max(-height, height / 2 - (mv - middleMv) * mmPerMv * pxPerMm));
    if (Number.isFinite(y)) points.push(`${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`);
    drawing = Number.isFinite(y);
  }
  const lines = (count: number) => Array.from({ length: count + 1 }, (_, i) => i * bigMm * pxPerMm);
  const words = texts.table.swings(name, String(Number(swingMv.toPrecision(3))), seconds.toFixed(1));
  return (
    <figure className="trace-preview">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
        {lines((longestS * mmPerS) / bigMm).map((x) => (
          <line key={`x${x}`} className="grid" x1={x} x2={x} y1={0} y2={height} />
        ))}
        {lines(heightMm / bigMm).map((y) => (
          <line key={`y${y}`} className="grid" x1={0} x2={width} y1={y} y2={y} />
        ))}
        <path className="trace" d={points.join('')} />
      </svg>
      <figcaption>
        {words}
        {swingMv > heightMm / mmPerMv && <strong> {texts.table.beyond}</strong>}
      </figcaption>
    </figure>
  );
};
