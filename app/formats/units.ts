/** Millivolts in one of the unit, by the unit's lower-case spelling; both Unicode micro signs are met in files. */
const mvPerUnit: ReadonlyMap<string, number> = new Map([
  ['mv', 1],
  ['millivolt', 1],
  ['millivolts', 1],
  ['uv', 1e-3],
  ['\u00b5v', 1e-3],
  ['\u03bcv', 1e-3],
  ['microvolt', 1e-3],
  ['microvolts', 1e-3],
  ['nv', 1e-6],
  ['v', 1e3],
  ['volt', 1e3],
  ['volts', 1e3],
]);

/** Millivolts in one of `unit`, or null when it is no unit of voltage. */
export const millivoltsIn = (unit: string): number | null => mvPerUnit.get(unit.trim().toLowerCase()) ?? null;
