import type { MeasurementName } from './schema.ts';

/** What the intervals and axes are called, on screen and on paper, in the order in which they are told. */
export const measurementLabels = {
  pMs: 'P',
  prMs: 'PR',
  qrsMs: 'QRS',
  qtMs: 'QT',
  qtcBazettMs: 'QTc Bazett',
  qtcFridericiaMs: 'QTc Fridericia',
  qtcFraminghamMs: 'QTc Framingham',
  qtcHodgesMs: 'QTc Hodges',
  pAxisDeg: 'P axis',
  qrsAxisDeg: 'QRS axis',
  tAxisDeg: 'T axis',
} as const satisfies Partial<Record<MeasurementName, string>>;
