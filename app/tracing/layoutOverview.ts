import type { Recording } from '../recording/recording.ts';
import type { DisplayList, PolylineItem } from './displayList.ts';
import type { LeadSurvey } from './leadSurvey.ts';

export interface Overview {
  readonly list: DisplayList;
  readonly lead: string;
}

const traceStrokeMm = 0.15;
const edgeMm = 0.8;

/** Smallest and largest sample of each column of pixels of the whole lead, one stroke each; missing stretches stay empty. */
const wholeLead = (
  { pyramid, extentAt }: LeadSurvey,
  samples: number,
  area: { readonly widthMm: number; readonly heightMm: number; readonly pxPerMm: number },
): PolylineItem => {
  const columns = Math.max(1, Math.floor(area.widthMm * area.pxPerMm));
  const { aboveMv, belowMv } = extentAt(0);
  const reachMv = Math.max(0.1, aboveMv + belowMv);
  const mmPerMv = (area.heightMm - 2 * edgeMm) / reachMv;
  const points = new Float32Array(6 * columns);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * samples) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples) / columns));
    const { minMv, maxMv } = pyramid.range(from, to);
    const level = extentAt(0).medianMv;
    const y = (mv: number): number =>
      Math.min(area.heightMm - edgeMm, Math.max(edgeMm, edgeMm + (aboveMv - (mv - level)) * mmPerMv));
    const x = ((column + 0.5) / columns) * area.widthMm;
    points.set([x, y(maxMv), x, y(minMv), Number.NaN, Number.NaN], 6 * column);
  }
  return { kind: 'polyline', pointsMm: points, ink: 'muted', strokeMm: traceStrokeMm };
};

/**
 * The whole recording in one lead, II or the first, as wide as the paper, with what the page shows set off: a strip to see where
 * one is and to go elsewhere.
 */
export const layoutOverview = (
  recording: Recording,
  surveys: readonly LeadSurvey[],
  shown: { readonly fromS: number; readonly toS: number },
  area: { readonly widthMm: number; readonly heightMm: number; readonly pxPerMm: number },
): Overview => {
  const second = recording.leads.findIndex(({ name }) => name === 'II');
  const index = Math.max(0, second);
  const survey = surveys[index];
  const totalS = recording.sampleCount / recording.sampleRateHz;
  const xOf = (timeS: number): number => (timeS / totalS) * area.widthMm;
  const left = xOf(shown.fromS);
  const right = Math.max(left + 2 / area.pxPerMm, xOf(shown.toS));
  const window = { xMm: left, yMm: 0, widthMm: right - left, heightMm: area.heightMm } as const;
  const edge = 1 / area.pxPerMm;
  return {
    lead: recording.leads[index]?.name ?? '',
    list: {
      widthMm: area.widthMm,
      heightMm: area.heightMm,
      // What stays as the page moves comes first: a host may keep it as a picture.
      items: [
        ...(survey === undefined ? [] : [wholeLead(survey, recording.sampleCount, area)]),
        { kind: 'rect', ...window, fill: 'accent', opacity: 0.22 },
        {
          kind: 'lines',
          segmentsMm: Float32Array.of(left, 0, left, area.heightMm, right, 0, right, area.heightMm),
          ink: 'accent',
          strokeMm: 2 * edge,
        },
      ],
    },
  };
};
