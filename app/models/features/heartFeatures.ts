import type { MedianBeats } from '../../analysis/medianBeats.ts';
import type { MeasurementName, Measurements } from '../../analysis/schema.ts';
import type { Feature } from './leadFeatures.ts';

type Values = ReadonlyMap<string, number>;

const territories = {
  inferior: ['II', 'III', 'aVF'],
  septal: ['V1', 'V2'],
  anterior: ['V2', 'V3', 'V4'],
  lateral: ['I', 'aVL', 'V5', 'V6'],
} as const;
const limbLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'] as const;
const chestLeads = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/** Intervals and axes, voltages, territories, progression over the chest and the spatial angle. `lead`: values by "V1.rMv". */
export const heartFeatures = (measured: Measurements, beats: MedianBeats | null, lead: Values): Feature[] => {
  const of = (name: string, what: string): number => lead.get(`${name}.${what}`) ?? Number.NaN;
  const all = (names: readonly string[], what: string): number[] => names.map((name) => of(name, what));
  const most = (values: readonly number[]): number => Math.max(...values);
  const least = (values: readonly number[]): number => Math.min(...values);
  const value = (name: MeasurementName): number => measured[name] ?? Number.NaN;
  const qrsMs = value('qrsMs');
  const sokolow = -of('V1', 'sMv') + most([of('V5', 'rMv'), of('V6', 'rMv')]);
  const cornell = of('aVL', 'rMv') - of('V3', 'sMv');
  const lewis = of('I', 'rMv') - of('I', 'sMv') - (of('III', 'rMv') - of('III', 'sMv'));
  const progression = chestLeads.findIndex((name) => of(name, 'rOverS') > 0.5);
  const qrs = vector(beats, 'qrs');
  const t = vector(beats, 't');
  return [
    ['pMs', value('pMs')],
    ['prMs', value('prMs')],
    ['qrsMs', qrsMs],
    ['qtMs', value('qtMs')],
    ['qtcFridericiaMs', value('qtcFridericiaMs')],
    ['qtcBazettMs', value('qtcBazettMs')],
    ...(['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const).flatMap((name): Feature[] => [
      [name, value(name)],
      [`${name}Sin`, Math.sin((value(name) * Math.PI) / 180)],
    ]),
    ['qrsTFrontalDeg', between(value('qrsAxisDeg'), value('tAxisDeg'))],
    ['qrsTSpatialDeg', angleDeg(qrs, t)],
    ['qrsVectorMvMs', Math.hypot(...qrs)],
    ['tVectorMvMs', Math.hypot(...t)],
    ...qrs.map((component, i): Feature => [`qrs${'XYZ'[i]}MvMs`, component]),
    ...t.map((component, i): Feature => [`t${'XYZ'[i]}MvMs`, component]),
    ['sokolowMv', sokolow],
    ['cornellMv', cornell],
    ['cornellMvMs', cornell * qrsMs],
    ['lewisMv', lewis],
    ['voltageSumMv', [...limbLeads, ...chestLeads].reduce((sum, name) => sum + of(name, 'qrsHeightMv'), 0)],
    ['highestLimbMv', most(all(limbLeads, 'qrsHeightMv'))],
    ['highestChestMv', most(all(chestLeads, 'qrsHeightMv'))],
    ['transition', progression < 0 ? 6 : progression],
    ['rV1OverRV6', of('V1', 'rMv') - of('V6', 'rMv')],
    ...Object.entries(territories).flatMap(([name, leads]): Feature[] => [
      [`${name}.stHighMv`, most(all(leads, 'st40Mv'))],
      [`${name}.stLowMv`, least(all(leads, 'st80Mv'))],
      [`${name}.tHighMv`, most(all(leads, 'tHighMv'))],
      [`${name}.tLowMv`, least(all(leads, 'tLowMv'))],
      [`${name}.qMv`, least(all(leads, 'qMv'))],
      [`${name}.qMs`, most(all(leads, 'qMs'))],
      [`${name}.rLeastMv`, least(all(leads, 'rMv'))],
    ]),
    ['qrsRank2', singular(beats, 'qrs')[1]],
    ['qrsRank3', singular(beats, 'qrs')[2]],
    ['tRank2', singular(beats, 't')[1]],
    ['tRank3', singular(beats, 't')[2]],
    ['beatsAlikePart', beats === null ? Number.NaN : beats.alike / beats.beats],
  ];
};

const between = (a: number, b: number): number => {
  const d = Math.abs(a - b) % 360;
  return d > 180 ? 360 - d : d;
};

/** Rows X, Y, Z over I, II, V1 ... V6: Kors et al., Eur Heart J 1990;11:1083. */
const kors = {
  names: ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
  rows: [
    [0.38, -0.07, -0.13, 0.05, -0.01, 0.14, 0.06, 0.54],
    [-0.07, 0.93, 0.06, -0.02, -0.05, 0.06, -0.17, 0.13],
    [0.11, -0.23, -0.43, -0.06, -0.14, -0.2, -0.11, 0.31],
  ],
} as const;

type Part = 'qrs' | 't';

const spanOf = ({ bounds, zero, sampleRateHz }: MedianBeats, part: Part): [number, number] => {
  const [fromS, toS] =
    part === 'qrs' ? [bounds.qrsOnsetS, bounds.qrsOffsetS] : [bounds.qrsOffsetS, bounds.tOffsetS ?? Number.NaN];
  return [Math.max(0, zero + Math.round(fromS * sampleRateHz)), zero + Math.round(toS * sampleRateHz)];
};

/** Mean spatial vector of QRS or ST-T as net areas, mV ms. */
const vector = (beats: MedianBeats | null, part: Part): readonly [number, number, number] => {
  if (beats === null) return [Number.NaN, Number.NaN, Number.NaN];
  const [from, to] = spanOf(beats, part);
  const areas = kors.names.map((name) => {
    const x = beats.leads.find((lead) => lead.name === name)?.samplesMv;
    let sum = x !== undefined && to > from ? 0 : Number.NaN;
    for (let i = from; x !== undefined && i <= to; i++) sum += x[i] ?? Number.NaN;
    return (1000 * sum) / beats.sampleRateHz;
  });
  const along = (row: readonly number[]): number => row.reduce((sum, weight, i) => sum + weight * areas[i]!, 0);
  return [along(kors.rows[0]), along(kors.rows[1]), along(kors.rows[2])];
};

const angleDeg = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return (Math.acos(Math.max(-1, Math.min(1, dot / (Math.hypot(...a) * Math.hypot(...b))))) * 180) / Math.PI;
};

/**
 * Share of the second and third principal component in the size of QRS or ST-T over the leads, by power iteration with
 * deflation on their covariance: 0 for a heart that moves along one line.
 */
const singular = (beats: MedianBeats | null, part: Part): readonly [number, number, number] => {
  const none = [Number.NaN, Number.NaN, Number.NaN] as const;
  if (beats === null) return none;
  const [from, to] = spanOf(beats, part);
  const rows = beats.leads.map(({ samplesMv }) => samplesMv.subarray(from, to + 1));
  const n = rows.length;
  const c = rows.map((a) => rows.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)));
  const trace = c.reduce((sum, row, i) => sum + row[i]!, 0);
  if (!(trace > 0) || n < 3) return none;
  const share = [0, 1, 2].map((k) => {
    let v = c.map((_, i) => Math.cos(1 + i + k));
    let size = 0;
    for (let turn = 0; turn < 60; turn++) {
      const next = c.map((row) => row.reduce((sum, value, i) => sum + value * v[i]!, 0));
      size = Math.hypot(...next);
      if (size < 1e-12 * trace) return 0;
      v = next.map((value) => value / size);
    }
    for (let i = 0; i < n; i++) for (let l = 0; l < n; l++) c[i]![l]! -= size * v[i]! * v[l]!;
    return Math.sqrt(size / trace);
  });
  return [share[0]!, share[1]!, share[2]!];
};
