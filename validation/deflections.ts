/**
 * What is no heart's beat on the live monitor: node validation/deflections.ts --data DIR [--per-kind 35] [--update]
 *
 * DIR holds nstdb. Impulses, generators and electrode motion (validation/lib/deflections.ts), one lead of 40 s each, of seeds and of a
 * half of nstdb's em that nothing was trained on, played into the monitor without classes. Wrong is every second from the tenth on
 * that shows a rate, and every alarm of a rhythm.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wilson } from '../app/models/comparison/wilson.ts';
import type { AlarmKind } from '../app/realtime/alarm.ts';
import { createMonitor } from '../app/realtime/monitor.ts';
import { deflectionKinds, deflections } from './lib/deflections.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    'per-kind': { type: 'string', default: '35' },
    update: { type: 'boolean', default: false },
  },
});
const perKind = Number(options['per-kind']);
if (options.data === undefined || !(perKind > 0)) {
  console.error('usage: node validation/deflections.ts --data DIR [--per-kind 35] [--update]');
  process.exit(2);
}
const firstSeed = 10_000;
const durationS = 40;
const fromS = 10;
const motion = readRecord(join(options.data, 'nstdb'), 'em').leads.map(({ samplesMv }) =>
  samplesMv.subarray(samplesMv.length / 2),
);
const rhythmAlarms: ReadonlySet<AlarmKind> = new Set([
  'ventricular-tachycardia',
  'extreme-tachycardia',
  'extreme-bradycardia',
  'atrial-fibrillation',
]);

interface Played {
  readonly rateS: number;
  readonly shownS: number;
  readonly rhythmAlarm: boolean;
  readonly unreadable: boolean;
  readonly standstill: boolean;
  readonly fibrillation: boolean;
}

const play = (kind: string, seed: number): Played => {
  const { samplesMv, sampleRateHz } = deflections(kind, seed, { motion, durationS });
  const monitor = createMonitor({ sampleRateHz, leadNames: ['II'], classes: false });
  const heard = new Set<AlarmKind>();
  let bpm: number | null = null;
  let [rateS, shownS] = [0, 0];
  samplesMv.forEach((mv, i) => {
    for (const event of monitor.push([mv])) {
      if (event.type === 'rate') bpm = event.bpm;
      if (event.type === 'alarm') heard.add(event.kind);
    }
    if (i % sampleRateHz !== 0 || i < fromS * sampleRateHz) return;
    shownS += 1;
    if (bpm !== null) rateS += 1;
  });
  return {
    rateS,
    shownS,
    rhythmAlarm: [...heard].some((one) => rhythmAlarms.has(one)),
    unreadable: heard.has('not-readable'),
    standstill: heard.has('asystole'),
    fibrillation: heard.has('ventricular-fibrillation'),
  };
};

const share = (hits: number, of: number): string => {
  const { low, high } = wilson(hits, of);
  return `${percent(hits / of)} [${percent(low)}, ${percent(high)}]`;
};
const rowOf = (name: string, trained: string, all: readonly Played[]): string[] => {
  const count = (has: (one: Played) => boolean): number => all.filter(has).length;
  const sum = (of: (one: Played) => number): number => all.reduce((total, one) => total + of(one), 0);
  return [
    name,
    trained,
    String(all.length),
    percent(sum((one) => one.rateS) / sum((one) => one.shownS)),
    share(
      count((one) => one.rateS > 0),
      all.length,
    ),
    String(count((one) => one.rhythmAlarm)),
    String(count((one) => one.unreadable)),
    String(count((one) => one.standstill)),
    String(count((one) => one.fibrillation)),
  ];
};

const rows: string[][] = [];
const everything: Played[] = [];
const unseen: Played[] = [];
for (const [kind, { trained }] of Object.entries(deflectionKinds)) {
  const all = Array.from({ length: perKind }, (_, i) => play(kind, firstSeed + i));
  everything.push(...all);
  if (!trained) unseen.push(...all);
  rows.push(rowOf(kind, trained ? 'yes' : 'no', all));
  console.error(rows.at(-1)?.join(' | '));
}
rows.push(rowOf('kinds not trained on', 'no', unseen), rowOf('all', '', everything));
const section = `## Deflections that are no heart beats, on the live monitor

\`npm run validate -- deflections --data DIR${perKind === 35 ? '' : ` --per-kind ${perKind}`}\`

One lead of ${durationS} s each, 100 to 1000 Hz, 0.2 to 4 mV, 37 to 150 a minute, noise of 0 to 3 %; seeds from ${firstSeed} on and the second half of nstdb's em, none of them trained on; no classes. Time with a
rate from the tenth second on; Wilson intervals of the streams that ever show one. Rhythm: tachycardia, bradycardia or fibrillation of the atria. A standstill is rightly said where no deflection is taken
for a beat.

${table(['kind', 'kind trained on', 'n', 'time with a rate %', 'streams with a rate %', 'rhythm alarms', 'not readable', 'asystole', 'VF suspected'], rows)}`;
console.log(section);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'deflections', section);
