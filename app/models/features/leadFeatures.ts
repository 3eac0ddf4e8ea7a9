import type { MedianBeatLead, MedianBeats } from '../../analysis/medianBeats.ts';

/** Name and value; NaN where the recording does not give it. */
export type Feature = readonly [name: string, value: number];

/** Instants within the QRS (parts of its length) and within ST and T (parts of the way from J to the end of T). */
const qrsParts = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
const stTParts = [0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9] as const;
/** Smaller turns of the QRS are noise, mV. */
const leastTurnMv = 0.05;

/** What one lead of the median beat shows; the same names whatever the lead holds. mV, ms, mV ms. */
export const leadFeatures = (lead: MedianBeatLead | null, beats: MedianBeats | null): Feature[] => {
  const read = reader(lead, beats);
  const { at, extreme, area, meanAround } = read;
  const on = beats?.bounds.qrsOnsetS ?? Number.NaN;
  const j = beats?.bounds.qrsOffsetS ?? Number.NaN;
  const tEnd = beats?.bounds.tOffsetS ?? Number.NaN;
  const p = lead?.marks.p ?? null;
  const t = lead?.marks.t ?? null;
  const up = extreme(on, j, 1);
  const down = extreme(on, j, -1);
  const q = extreme(on, up.atS, -1);
  const s = extreme(up.atS, j, -1);
  const rMv = Math.max(0, up.mv);
  const qMv = Math.min(0, q.mv);
  const sMv = Math.min(0, s.mv);
  const tHigh = t === null ? { mv: Number.NaN, atS: Number.NaN } : extreme(t.onsetS, t.offsetS, 1);
  const tLow = t === null ? { mv: Number.NaN, atS: Number.NaN } : extreme(t.onsetS, t.offsetS, -1);
  const tMv = Math.abs(tLow.mv) > Math.abs(tHigh.mv) ? tLow.mv : tHigh.mv;
  const pHigh = p === null ? Number.NaN : extreme(p.onsetS, p.offsetS, 1).mv;
  const pLow = p === null ? Number.NaN : extreme(p.onsetS, p.offsetS, -1).mv;
  const stJ = meanAround(j);
  const st80 = meanAround(j + 0.08);
  return [
    ['pHighMv', pHigh],
    ['pLowMv', pLow],
    ['pAreaMvMs', p === null ? Number.NaN : area(p.onsetS, p.offsetS)],
    ['qMv', qMv],
    ['qMs', read.belowForS(on, up.atS) * 1000],
    ['rMv', rMv],
    ['sMv', sMv],
    ['qrsHeightMv', up.mv - down.mv],
    ['qOverR', ratio(-qMv, rMv)],
    ['rOverS', ratio(rMv, rMv - sMv)],
    ['qrsAreaMvMs', area(on, j)],
    ['rPeakMs', (up.atS - on) * 1000],
    ['qrsTurns', read.turns(on, j, Math.max(leastTurnMv, 0.05 * (up.mv - down.mv)))],
    ['first40Mv', area(on, on + 0.04) / 40],
    ['last40Mv', area(j - 0.04, j) / 40],
    ['stJMv', stJ],
    ['st40Mv', meanAround(j + 0.04)],
    ['st80Mv', st80],
    ['stSlopeMv', st80 - stJ],
    ['tHighMv', tHigh.mv],
    ['tLowMv', tLow.mv],
    ['tOverR', ratio(tMv, Math.max(rMv, -sMv, -qMv))],
    ['stTAreaMvMs', area(j, tEnd)],
    ['tPeakPart', ((tMv === tLow.mv ? tLow.atS : tHigh.atS) - j) / (tEnd - j)],
    ...qrsParts.map((part): Feature => [`qrs${Math.round(100 * part)}Mv`, at(on + part * (j - on))]),
    ...stTParts.map((part): Feature => [`stT${Math.round(100 * part)}Mv`, at(j + part * (tEnd - j))]),
  ];
};

const ratio = (a: number, b: number): number => (b > 0.02 ? Math.max(-10, Math.min(10, a / b)) : Number.NaN);

/** Ways to read one lead of the median beat; all give NaN where there is none. Seconds from the beat's instant. */
const reader = (lead: MedianBeatLead | null, beats: MedianBeats | null) => {
  const x = lead?.samplesMv ?? new Float32Array();
  const rateHz = beats?.sampleRateHz ?? 1;
  const zero = beats?.zero ?? 0;
  const index = (seconds: number): number => zero + Math.round(seconds * rateHz);
  const span = (fromS: number, toS: number): [number, number] =>
    Number.isFinite(fromS) && Number.isFinite(toS)
      ? [Math.max(0, index(fromS)), Math.min(x.length - 1, index(toS))]
      : [0, -1];
  const at = (seconds: number): number => {
    const place = zero + seconds * rateHz;
    const left = Math.floor(place);
    return (x[left] ?? Number.NaN) + (place - left) * ((x[left + 1] ?? Number.NaN) - (x[left] ?? Number.NaN));
  };
  const extreme = (fromS: number, toS: number, sign: 1 | -1): { mv: number; atS: number } => {
    const [from, to] = span(fromS, toS);
    let best = -1;
    for (let i = from; i <= to; i++)
      if (Number.isFinite(x[i]) && (best < 0 || sign * x[i]! > sign * x[best]!)) best = i;
    return best < 0 ? { mv: Number.NaN, atS: Number.NaN } : { mv: x[best]!, atS: (best - zero) / rateHz };
  };
  const area = (fromS: number, toS: number): number => {
    const [from, to] = span(fromS, toS);
    let sum = to > from ? 0 : Number.NaN;
    for (let i = from; i <= to; i++) sum += x[i]!;
    return (1000 * sum) / rateHz;
  };
  const meanAround = (seconds: number): number => area(seconds - 0.006, seconds + 0.006) / (1000 * 0.014);
  const belowForS = (fromS: number, toS: number): number => {
    const [from, to] = span(fromS, toS);
    let count = to >= from ? 0 : Number.NaN;
    for (let i = from; i <= to; i++) if (x[i]! < -0.025) count += 1;
    return count / rateHz;
  };
  /** Turning points of at least this size between two instants. */
  const turns = (fromS: number, toS: number, leastMv: number): number => {
    const [from, to] = span(fromS, toS);
    if (to <= from) return Number.NaN;
    let count = 0;
    let direction = 0;
    let extremeMv = x[from]!;
    for (let i = from + 1; i <= to; i++) {
      const step = x[i]! - extremeMv;
      if (direction !== 0 && Math.sign(step) === direction) extremeMv = x[i]!;
      else if (Math.abs(step) >= leastMv) {
        if (direction !== 0) count += 1;
        direction = Math.sign(step);
        extremeMv = x[i]!;
      }
    }
    return count;
  };
  return { at, extreme, area, meanAround, belowForS, turns };
};
