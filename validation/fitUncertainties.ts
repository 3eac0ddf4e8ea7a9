/**
 * Fits the half widths of the 90 % intervals of rate, RR, axes and amplitudes: node validation/fitUncertainties.ts [--hearts 240] [--write]
 *
 * Synthetic hearts from seed 1200001 on, without noise and at 24, 18, 12 and 6 dB by turns, whole and in the parts of
 * lib/partialRecordings.ts, against their exact truth: of RR that of the beats inside of the part. Amplitudes only where truth
 * and measurement both have the wave, ST always. With --write replaces app/analysis/fittedUncertainties.ts.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { halfWidthS } from '../app/analysis/delineation/widths.ts';
import { fitWidthRule, type WidthStart, writeWidthRules } from './lib/fitWidthRule.ts';
import { type UncertainError, type UncertainName, uncertainErrors, uncertainNames } from './lib/uncertainErrors.ts';

const { values: options } = parseArgs({
  options: { hearts: { type: 'string', default: '240' }, write: { type: 'boolean', default: false } },
});
const noises = [null, 24, 18, 12, 6] as const;
const errors: UncertainError[] = [];
for (let k = 1; k <= Number(options.hearts); k++)
  errors.push(...uncertainErrors(1_200_000 + k, noises[k % noises.length]!));

const starts: Readonly<Record<'rr' | 'axis' | 'mv', WidthStart>> = {
  rr: { mostError: 0.05, perPart: [0.005, 0.02, 0.01], floor: 0.001, oneFloor: true },
  axis: { mostError: 60, perPart: [1, 1, 1], floor: 2, oneFloor: true },
  mv: { mostError: 0.3, perPart: [1.5, 1.5, 0.01, 0.05], floor: 0.01, oneFloor: true },
};
const startOf = (name: UncertainName): WidthStart =>
  starts[name.startsWith('rr') ? 'rr' : name.endsWith('Deg') ? 'axis' : 'mv'];

const fits = uncertainNames.map((name) => {
  const rows = errors.filter((each) => each.name === name);
  const fitted = fitWidthRule(
    rows.map(({ stratum, snrDb, error, doubts }) => ({ group: `${stratum} ${snrDb}`, aim: 0.9, error, doubts })),
    startOf(name),
  );
  // Rare large errors hold the descent back: the whole is widened or narrowed until nine in ten are held.
  const ratios = rows.map(({ error, doubts }) => error / halfWidthS(doubts, fitted)).sort((a, b) => a - b);
  const factor = ratios[Math.ceil(0.9 * ratios.length) - 1] ?? 1;
  const rule = {
    perPart: fitted.perPart.map((each) => factor * each),
    floorS: fitted.floorS.map((each) => factor * each),
  };
  const held = rows.filter(({ error, doubts }) => error <= halfWidthS(doubts, rule)).length;
  console.log(`${name}: ${((100 * held) / rows.length).toFixed(1)} % of ${rows.length}`);
  return [name, rule] as const;
});
if (options.write)
  writeWidthRules(
    join(import.meta.dirname, '../app/analysis/fittedUncertainties.ts'),
    './delineation/widths.ts',
    'fittedUncertainties',
    '/** Written by validation/fitUncertainties.ts from synthetic hearts: RR in seconds, axes in degrees, amplitudes in mV. */',
    fits,
  );
