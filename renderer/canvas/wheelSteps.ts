/** A notch of a wheel is 53 to 120 pixels, by system; a touchpad sends many small movements instead. */
const stepPx = 50;
const notchPx = 40;

/** Whole steps from wheel movements: one for each notch however far it reaches, one for each 50 px of a smooth movement. */
export const createWheelSteps = (): ((deltaPx: number) => number) => {
  let collectedPx = 0;
  return (deltaPx) => {
    if (Math.abs(deltaPx) >= notchPx) {
      collectedPx = 0;
      return Math.sign(deltaPx);
    }
    collectedPx += deltaPx;
    const steps = Math.trunc(collectedPx / stepPx);
    collectedPx -= steps * stepPx;
    return steps + 0;
  };
};
