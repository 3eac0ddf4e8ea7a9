import { create } from 'zustand';
import { cssPxPerMm } from '../canvas/scale.ts';

/** A card of a bank is 85.60 mm wide (ISO/IEC 7810, ID-1). */
export const cardWidthMm = 85.6;

/** Screens between half and three times the pixel pitch that CSS assumes; anything else is a slip of the hand. */
export const leastPxPerMm = cssPxPerMm / 3;
export const mostPxPerMm = cssPxPerMm * 3;

const keyOf = (): string =>
  `einthoven.screen ${window.screen.width}x${window.screen.height}@${window.devicePixelRatio}`;

const measuredPxPerMm = (): number | null => {
  try {
    const kept = Number(localStorage.getItem(keyOf()) ?? Number.NaN);
    return kept >= leastPxPerMm && kept <= mostPxPerMm ? kept : null;
  } catch {
    return null;
  }
};

interface Calibration {
  /** CSS pixels a millimetre of this display. */
  readonly pxPerMm: number;
  /** The reader has measured this display. */
  readonly measured: boolean;
}

const ofThisDisplay = (): Calibration => {
  const measured = measuredPxPerMm();
  return { pxPerMm: measured ?? cssPxPerMm, measured: measured !== null };
};

export const useCalibration = create<Calibration>()(ofThisDisplay);

/** Keeps what was measured for this display; null: as if it had never been. */
export const calibrate = (pxPerMm: number | null): void => {
  try {
    if (pxPerMm === null) localStorage.removeItem(keyOf());
    else localStorage.setItem(keyOf(), String(pxPerMm));
  } catch {
    // What cannot be kept holds until the window closes.
  }
  useCalibration.setState(pxPerMm === null ? { pxPerMm: cssPxPerMm, measured: false } : { pxPerMm, measured: true });
};

/** The window may be moved to another display at any time. */
export const followDisplay = (): (() => void) => {
  let key = keyOf();
  const look = () => {
    if (keyOf() === key) return;
    key = keyOf();
    useCalibration.setState(ofThisDisplay());
  };
  window.addEventListener('resize', look);
  return () => window.removeEventListener('resize', look);
};
