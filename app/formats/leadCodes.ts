/**
 * Lead names by the numbers of EN 1064 (SCP-ECG) table 6; ISO/IEEE 11073-10102 (MDC 2:n) and DICOM's SCPECG codes
 * (5.6.3-9-n) count the same leads the same way. Leads of a derived vector set (d...) keep their own names.
 */
const names: readonly (readonly [number, readonly string[]])[] = [
  [1, ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V2R', 'V3R', 'V4R', 'V5R', 'V6R', 'V7R']],
  [16, ['X', 'Y', 'Z', 'CC5', 'CM5', 'LA', 'RA', 'LL', 'fI', 'fE', 'fC', 'fA', 'fM', 'fF', 'fH']],
  [31, ['dI', 'dII', 'dV1', 'dV2', 'dV3', 'dV4', 'dV5', 'dV6', 'dV7', 'dV2R', 'dV3R', 'dV4R', 'dV5R', 'dV6R', 'dV7R']],
  [46, ['dX', 'dY', 'dZ', 'dCC5', 'dCM5', 'dLA', 'dRA', 'dLL', 'dfI', 'dfE', 'dfC', 'dfA', 'dfM', 'dfF', 'dfH']],
  [61, ['III', 'aVR', 'aVL', 'aVF', '-aVR', 'V8', 'V9', 'V8R', 'V9R', 'D', 'A', 'J', 'Defib', 'Extern']],
  [75, ['A1', 'A2', 'A3', 'A4', 'dV8', 'dV9', 'dV8R', 'dV9R', 'dD', 'dA', 'dJ', 'Chest', 'V', 'VR', 'VL', 'VF']],
];

const byCode: ReadonlyMap<number, string> = new Map(
  names.flatMap(([first, list]) => list.map((name, index) => [first + index, name] as const)),
);
const byName: ReadonlyMap<string, number> = new Map([...byCode].map(([code, name]) => [name, code]));

/** The lead's name, or null for a number that names none. */
export const leadOfCode = (code: number): string | null => byCode.get(code) ?? null;

/** The number of a lead, or null for a name that has none. */
export const codeOfLead = (name: string): number | null => byName.get(name) ?? null;
