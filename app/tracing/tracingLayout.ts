import type { LayoutName } from './arrangement.ts';
import type { DisplayList } from './displayList.ts';
import type { Box } from './gridLines.ts';
import type { LeadSurvey } from './leadSurvey.ts';

export interface TracingOptions {
  readonly layout: LayoutName;
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
  /** Where the page begins in the recording; moved back when less than a page would follow. */
  readonly fromS: number;
  /** Time over the full width; shortened when a given area is too narrow for it. */
  readonly windowS: number;
  readonly grid: boolean;
  /** 'fit': as large as the content. Otherwise all of this is paper, and the rows share its height. */
  readonly area: 'fit' | { readonly widthMm: number; readonly heightMm: number };
  /** Lead of the rhythm strip; null is II, or the first lead where there is no II. */
  readonly rhythmLead: string | null;
  /** Whether a millimetre of the list is one where it is shown; the caption says when it is not. */
  readonly toScale: boolean;
  /** Free space left and right of the caption, for hosts whose paper reaches their edge. */
  readonly captionInsetMm: number;
  /** Times its size on paper, for hosts that shrink the page: the caption must stay readable. */
  readonly captionScale: number;
  /** For a screen: pixels a millimetre and a survey of each lead, so that no more is laid out than can be seen; null on paper. */
  readonly screen: { readonly pxPerMm: number; readonly leads: readonly LeadSurvey[] } | null;
}

export const defaultTracingOptions: TracingOptions = {
  layout: '3x4+1',
  speedMmPerS: 25,
  gainMmPerMv: 10,
  fromS: 0,
  windowS: 10,
  grid: true,
  area: 'fit',
  rhythmLead: null,
  toScale: true,
  captionInsetMm: 0,
  captionScale: 1,
  screen: null,
};

/**
 * One stretch of one lead on the paper. A time t lies at xMm + (t - fromS) * mmPerS, a voltage v at
 * baselineMm - sign * (v - offsetMv) * mmPerMv.
 */
export interface Piece {
  readonly role: 'grid' | 'rhythm';
  /** Name as printed ('−aVR' when turned over). */
  readonly lead: string;
  /** Index in the recording's leads; null: the lead was not recorded, the place stays empty. */
  readonly leadIndex: number | null;
  readonly sign: 1 | -1;
  readonly fromS: number;
  readonly toS: number;
  readonly xMm: number;
  readonly widthMm: number;
  readonly baselineMm: number;
  /** The voltage that lies on the baseline: the lead's median. */
  readonly offsetMv: number;
  readonly rowTopMm: number;
  readonly rowHeightMm: number;
}

export interface TracingLayout {
  readonly list: DisplayList;
  /** Items of `list` before this index are paper and grid: what belongs behind the traces is drawn after them. */
  readonly behindTracesIndex: number;
  readonly pieces: readonly Piece[];
  /** Of each piece: its name with what follows it, and the place for a sign behind that. */
  readonly labels: readonly Box[];
  /** No text is drawn smaller: 0 on paper. */
  readonly smallestTextMm: number;
  readonly mmPerS: number;
  readonly mmPerMv: number;
  /** Time shown, first to last piece. */
  readonly fromS: number;
  readonly toS: number;
  /** The paper with the grid; the caption lies under it. */
  readonly paper: Box;
}
