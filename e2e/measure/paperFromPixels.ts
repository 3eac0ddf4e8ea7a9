/** Measures a drawn tracing from nothing but its pixels. */

export interface Pixels {
  /** RGBA, row by row. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface MeasuredPaper {
  readonly pulseHeightPx: number;
  readonly pulseWidthPx: number;
  /** Distances between neighbouring rising edges of the lowest strip. */
  readonly secondsPx: readonly number[];
}

/** 0 paper or grid ... 1 trace. The red channel tells them apart: the grid is pink, the trace black. */
const darkness = ({ data, width }: Pixels, x: number, y: number): number =>
  Math.max(0, 170 - (data[4 * (y * width + x)] ?? 255)) / 170;

/** Centres of mass of the dark runs along a line of `length` places. */
const runs = (length: number, at: (index: number) => number): readonly number[] => {
  const centres: number[] = [];
  let mass = 0;
  let moment = 0;
  for (let index = 0; index <= length; index++) {
    const value = index < length ? at(index) : 0;
    if (value > 0.02) {
      mass += value;
      moment += value * index;
    } else if (mass > 0) {
      if (mass > 0.3) centres.push(moment / mass);
      mass = 0;
      moment = 0;
    }
  }
  return centres;
};

/** Lower end of the lowest dark stroke in a column that is at least so long; undefined when there is none. */
const footOfStroke = (pixels: Pixels, x: number, leastPx: number): number | undefined => {
  let end = pixels.height;
  for (let y = pixels.height - 1; y >= 0; y--) {
    if (darkness(pixels, x, y) < 0.3) end = y;
    else if (end - y >= leastPx) return end - 1;
  }
  return undefined;
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing to measure');
  return middle;
};

/** The lowest calibration pulse at the left, and the 1 Hz rectangles (1 mV) that follow it on the same strip. */
export const measurePaper = (pixels: Pixels, roughPxPerMm: number): MeasuredPaper => {
  const column = (x: number, fromY = 0, toY = pixels.height) =>
    runs(toY - fromY, (index) => darkness(pixels, x, fromY + index)).map((centre) => centre + fromY);
  // The pulse's rise is the first column with an upright stroke of some height; text has none.
  let riseX = 0;
  let foot: number | undefined;
  while (riseX < pixels.width && foot === undefined) foot = footOfStroke(pixels, ++riseX, 8 * roughPxPerMm);
  if (foot === undefined) throw new Error('no calibration pulse');
  const near = Math.round(foot - roughPxPerMm);
  const baseline = median(
    [2, 3].map((left) => column(riseX - left, near, Math.round(foot + roughPxPerMm)).at(-1) ?? Number.NaN),
  );
  const top = Math.max(0, Math.round(baseline - 13 * roughPxPerMm));
  const bottom = Math.min(pixels.height, Math.round(baseline + 2 * roughPxPerMm));

  // A stroke is dark at every height between the two levels, or leans by a pixel; a lead's name is not.
  const heights = [2, 5, 8].map((mm) => Math.round(baseline - mm * roughPxPerMm));
  const darkest = (x: number, y: number) => Math.max(...[-1, 0, 1].map((by) => darkness(pixels, x + by, y)));
  const edges = runs(pixels.width, (x) => Math.min(...heights.map((y) => darkest(x, y))));
  const [rise, fall] = edges;
  if (rise === undefined || fall === undefined) throw new Error('no calibration pulse');
  const plateau: number[] = [];
  for (let x = Math.ceil(rise + roughPxPerMm); x < fall - roughPxPerMm; x++) {
    const [y] = column(x, top, bottom);
    if (y !== undefined) plateau.push(y);
  }
  // After the pulse, edges come in pairs: a rectangle rises and falls.
  const rising = edges.slice(2).filter((_, index) => index % 2 === 0);
  return {
    pulseHeightPx: baseline - median(plateau),
    pulseWidthPx: fall - rise,
    secondsPx: rising.slice(1).map((x, index) => x - (rising[index] ?? Number.NaN)),
  };
};
