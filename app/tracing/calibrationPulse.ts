import type { PolylineItem } from './displayList.ts';

const pulseMv = 1;
const pulseS = 0.2;
const footMm = 1;

/** Room left of the traces: the pulse, its feet and a little air, in whole 5 mm so that time zero lies on a strong line. */
export const pulseRoomMm = (mmPerS: number): number => Math.ceil((pulseS * mmPerS + 2 * footMm + 1) / 5) * 5;

/** The calibration pulse, 1 mV for 200 ms, standing on `baselineMm` at the left end of `xMm` ... `xMm` + room. */
export const calibrationPulse = (
  xMm: number,
  baselineMm: number,
  scale: { readonly mmPerS: number; readonly mmPerMv: number },
  ink: { readonly strokeMm: number },
): PolylineItem => {
  const rise = xMm + footMm;
  const fall = rise + pulseS * scale.mmPerS;
  const top = baselineMm - pulseMv * scale.mmPerMv;
  return {
    kind: 'polyline',
    pointsMm: Float32Array.of(
      xMm,
      baselineMm,
      rise,
      baselineMm,
      rise,
      top,
      fall,
      top,
      fall,
      baselineMm,
      fall + footMm,
      baselineMm,
    ),
    ink: 'trace',
    strokeMm: ink.strokeMm,
  };
};
