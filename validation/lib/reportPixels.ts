/** Measures a report's first page from nothing but the pixels of its raster. */

export interface Raster {
  /** RGBA, row by row. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface MeasuredReport {
  readonly pulseHeightMm: number;
  readonly pulseWidthMm: number;
  /** Between neighbouring rising edges of a signal that rises once a second. */
  readonly secondsMm: readonly number[];
  /** Between neighbouring lines of the 5 mm grid. */
  readonly squaresMm: readonly number[];
  readonly barMm: number;
}

/** Centres of mass of the runs along a line of `length` places, each place weighing what `at` gives. */
const runs = (length: number, at: (index: number) => number): readonly number[] => {
  const centres: number[] = [];
  let [mass, moment] = [0, 0];
  for (let index = 0; index <= length; index += 1) {
    const value = index < length ? at(index) : 0;
    if (value > 0.03) {
      mass += value;
      moment += value * index;
    } else if (mass > 0) {
      centres.push(moment / mass);
      [mass, moment] = [0, 0];
    }
  }
  return centres;
};

const channel = ({ data, width }: Raster, x: number, y: number, which: 0 | 1): number =>
  data[4 * (y * width + x) + which] ?? 255;
/** 0 paper or grid, which is pink ... 1 trace. */
const darkness = (raster: Raster, x: number, y: number): number => Math.max(0, 170 - channel(raster, x, y, 0)) / 170;
/** 0 paper and thin lines ... of the 5 mm lines, that take more of the green. */
const majorLine = (raster: Raster, x: number, y: number): number => Math.max(0, 205 - channel(raster, x, y, 1)) / 60;

const neighbours = (places: readonly number[]): readonly number[] =>
  places.slice(1).map((place, index) => place - (places[index] ?? Number.NaN));

/** `rhythmMm`: where the lowest strip lies; `emptyMm`: a height with nothing on it but the grid; `barMm`: of the 100 mm bar. */
export const measureReport = (
  raster: Raster,
  dpi: number,
  places: { readonly rhythmMm: readonly [number, number]; readonly emptyMm: number; readonly barMm: number },
): MeasuredReport => {
  const pxPerMm = dpi / 25.4;
  const px = (mm: number): number => Math.round(mm * pxPerMm);
  const [top, bottom] = [px(places.rhythmMm[0]), px(places.rhythmMm[1])];
  // The pulse and the signal are rectangles of 10 mm: an edge is dark at three heights between their levels.
  const column = (x: number) => runs(bottom - top, (index) => darkness(raster, x, top + index)).map((y) => y + top);
  let plateauY = Number.NaN;
  let footY = Number.NaN;
  for (let x = 0; x < raster.width && Number.isNaN(footY); x += 1) {
    let longest = 0;
    let run = 0;
    let end = 0;
    for (let y = top; y < bottom; y += 1) {
      run = darkness(raster, x, y) > 0.3 ? run + 1 : 0;
      if (run > longest) [longest, end] = [run, y];
    }
    if (longest > 8 * pxPerMm) {
      const before = column(x - px(0.8));
      footY = before.at(-1) ?? end;
      plateauY = column(x + px(2))[0] ?? Number.NaN;
    }
  }
  const heights = [2, 5, 8].map((mm) => Math.round(footY - mm * pxPerMm));
  const edges = runs(raster.width, (x) => Math.min(...heights.map((y) => darkness(raster, x, y))));
  const [rise = Number.NaN, fall = Number.NaN] = edges;
  const rising = edges.slice(2).filter((_, index) => index % 2 === 0);
  const grid = runs(raster.width, (x) => majorLine(raster, x, px(places.emptyMm)));
  const ticks = runs(raster.width, (x) => darkness(raster, x, px(places.barMm)));
  const last = ticks.at(-1) ?? Number.NaN;
  const first = ticks.reduce(
    (best, tick) => (Math.abs(last - tick - px(100)) < Math.abs(last - best - px(100)) ? tick : best),
    last,
  );
  const mm = (values: readonly number[]): readonly number[] => values.map((value) => value / pxPerMm);
  return {
    pulseHeightMm: (footY - plateauY) / pxPerMm,
    pulseWidthMm: (fall - rise) / pxPerMm,
    secondsMm: mm(neighbours(rising)),
    squaresMm: mm(neighbours(grid)),
    barMm: (last - first) / pxPerMm,
  };
};
