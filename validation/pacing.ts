/**
 * Pacing against labels, a record at a time: node validation/pacing.ts --data DIR [--rate HZ] [--predictions FILE] [--update]
 *
 * DIR is one of
 * - mitdb (MIT-BIH Arrhythmia Database): 102, 104, 107 and 217 are paced, the other records are not;
 * - ludb (Lobachevsky University Database): the diagnoses in each header name pacing or P-synchrony, or do not;
 * - ptbxl (records500 and records.csv): the statement PACE;
 * - any other folder of WFDB headers: nothing is known, the records called paced are counted and named;
 * - the word "synthetic": the synthetic heart at 250 to 1000 Hz with noise, spikes against truth.
 * --rate resamples first. What was called paced wrongly, or missed, is named. --update writes validation/RESULTS.md.
 *
 * How the limits in app/analysis/pacing*.ts were set: by looking at spikes and at false alarms in all records of mitdb,
 * ludb and ptbxl at their own rates. Odd and even record numbers are shown to see how much hangs on a few records; neither
 * half is untouched. One limit (sharpnessPerMs) came from ludb and ptbxl at 250 Hz. Untouched are folders without labels,
 * and the synthetic ones.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { assessPacing } from '../app/analysis/pacing.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import type { Recording } from '../app/recording/recording.ts';
import { resample } from '../app/recording/resample.ts';
import { type NoiseSpec, type SynthSpec, synthSpec } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection, withInterval } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    rate: { type: 'string' },
    predictions: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const rateHz = options.rate === undefined ? null : Number(options.rate);
if (options.data === undefined || (rateHz !== null && !(rateHz >= 50))) {
  console.error('usage: node validation/pacing.ts --data DIR|synthetic [--rate HZ] [--predictions FILE] [--update]');
  process.exit(2);
}
const folder = options.data;

const share = (hits: number, of: number): string =>
  of === 0 ? '-' : `${hits} of ${of}: ${withInterval(hits / of, wilson(hits, of))}`;

const publish = (id: string, title: string, command: string, text: string): void => {
  console.log(`${title}\n\n${text}`);
  if (options.update)
    updateSection(join(import.meta.dirname, 'RESULTS.md'), id, `## ${title}\n\n\`${command}\`\n\n${text}`);
};

interface Entry {
  readonly record: string;
  /** null: nothing is known. */
  readonly paced: boolean | null;
}

const headers = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .sort();

const entriesOf = (database: string): { readonly dir: string; readonly entries: Entry[] } => {
  if (database === 'mitdb') {
    const paced = new Set(['102', '104', '107', '217']);
    return { dir: folder, entries: headers(folder).map((record) => ({ record, paced: paced.has(record) })) };
  }
  if (database === 'ludb') {
    const says = (record: string) =>
      /^#.*(\bpacing\b|P-synchrony)/im.test(readFileSync(join(folder, `${record}.hea`), 'utf8'));
    return { dir: folder, entries: headers(folder).map((record) => ({ record, paced: says(record) })) };
  }
  if (database === 'ptbxl') {
    const [head = '', ...lines] = readFileSync(join(folder, 'records.csv'), 'utf8').trim().split(/\r?\n/);
    // The pacemaker column before it holds a comma in quotes: count from the end.
    const fromEnd = head.split(',').length - head.split(',').indexOf('rhythm');
    const paced = new Map(
      lines.map((line) => {
        const cells = line.split(',');
        return [Number(cells[0]), (cells[cells.length - fromEnd] ?? '').split(/\s+/).includes('PACE')] as const;
      }),
    );
    const dir = join(folder, 'records500');
    return {
      dir,
      entries: headers(dir).map((record) => ({ record, paced: paced.get(Number.parseInt(record, 10)) ?? null })),
    };
  }
  return { dir: folder, entries: headers(folder).map((record) => ({ record, paced: null })) };
};

const atRate = (recording: Recording, toHz: number | null): Recording => {
  if (toHz === null || toHz === recording.sampleRateHz) return recording;
  const leads = recording.leads.map((lead) => ({
    ...lead,
    samplesMv: resample(lead.samplesMv, recording.sampleRateHz, toHz),
  }));
  return { ...recording, leads, sampleRateHz: toHz, sampleCount: leads[0]?.samplesMv.length ?? 0 };
};

const isOdd = (record: string): boolean => Number.parseInt(record, 10) % 2 === 1;

const judgeFolder = (): void => {
  const database = basename(folder);
  const { dir, entries } = entriesOf(database);
  let assessMs = 0;
  const judged = entries
    .filter(({ record }) => existsSync(join(dir, `${record}.dat`)))
    .map(({ record, paced }) => {
      const recording = atRate(readRecord(dir, record), rateHz);
      const { pacing, beats } = analyzeSignal(recording, { lead: null });
      const start = performance.now();
      assessPacing(
        recording,
        beats.map(({ timeS }) => timeS),
      );
      assessMs += performance.now() - start;
      return { record, paced, called: pacing.paced === true, assessed: pacing.paced !== null, spikes: pacing.spikes };
    });
  if (options.predictions !== undefined)
    writeFileSync(options.predictions, `${judged.map((one) => JSON.stringify(one)).join('\n')}\n`);

  const named = (group: typeof judged): string => group.map(({ record }) => record).join(', ') || 'none';
  const assessed = judged.filter((one) => one.assessed);
  const rateText = rateHz === null ? '' : `, resampled to ${rateHz} Hz`;
  const timing = `${(assessMs / judged.length).toFixed(1)} ms a recording. Not assessed: ${judged.length - assessed.length}.`;
  const row = (name: string, group: typeof judged): string[] => {
    const yes = group.filter(({ paced }) => paced === true);
    const no = group.filter(({ paced }) => paced === false);
    return [
      name,
      share(yes.filter(({ called }) => called).length, yes.length),
      share(no.filter(({ called }) => !called).length, no.length),
    ];
  };
  const known = assessed.filter(({ paced }) => paced !== null);
  const text =
    known.length === 0
      ? `No labels: called paced ${share(assessed.filter(({ called }) => called).length, assessed.length)} %. Called paced: ${named(assessed.filter(({ called }) => called))}. ${timing}`
      : `${table(
          ['records', 'Se %', 'Sp %'],
          [
            row('all', known),
            row(
              'odd numbers',
              known.filter(({ record }) => isOdd(record)),
            ),
            row(
              'even numbers',
              known.filter(({ record }) => !isOdd(record)),
            ),
          ],
        )}

Brackets: 95 % Wilson. ${rateHz === null ? 'The limits were set with a view of all these records: the figures flatter.' : 'One limit was set with a view of these, the others on the same people at the original rate: the figures flatter.'} Missed: ${named(known.filter(({ paced, called }) => paced && !called))}. Wrongly called paced: ${named(known.filter(({ paced, called }) => !paced && called))}. ${timing}`;
  publish(
    `pacing-${database}${rateHz === null ? '' : `-${rateHz}`}`,
    `Pacing, ${database}${rateText}`,
    `node validation/pacing.ts --data DIR/${database}${rateHz === null ? '' : ` --rate ${rateHz}`}`,
    text,
  );
};

const noises: readonly (readonly [string, NoiseSpec])[] = [
  ['resting', { baselineMv: 0.02, muscleMv: 0.004, mainsMv: 0.001, mainsHz: 50, motionMv: 0 }],
  ['some muscle', { baselineMv: 0.1, muscleMv: 0.02, mainsMv: 0.003, mainsHz: 50, motionMv: 0 }],
  ['much muscle', { baselineMv: 0.1, muscleMv: 0.045, mainsMv: 0.003, mainsHz: 50, motionMv: 0 }],
  ['mains', { baselineMv: 0.02, muscleMv: 0.004, mainsMv: 0.03, mainsHz: 50, motionMv: 0 }],
];
const unpaced: readonly Partial<SynthSpec>[] = [
  { rhythm: 'sinus' },
  { rhythm: 'sinus', morphology: 'lbbb' },
  { rhythm: 'sinus', morphology: 'inferior-st-elevation' },
  { rhythm: 'atrial-fibrillation' },
  { rhythm: 'ventricular-bigeminy' },
];
const seedsEach = 40;

const judgeSynthetic = (): void => {
  const rows = [250, 360, 500, 1000].flatMap((sampleRateHz) =>
    noises.map(([noiseName, noise]) => {
      let [found, wrong, hits, known, extra] = [0, 0, 0, 0, 0];
      const errors: number[] = [];
      for (let seed = 1; seed <= seedsEach; seed++) {
        const spec = { seed, sampleRateHz, noise, heartRateBpm: 50 + 2 * seed };
        const { recording, truth } = synthesise(synthSpec({ ...spec, rhythm: 'ventricular-paced' }));
        const { pacing } = analyzeSignal(recording, { lead: null });
        if (pacing.paced === true) found += 1;
        known += truth.spikes.length;
        for (const spike of pacing.spikes) {
          const error = truth.spikes
            .map(({ timeS, durationMs }) => (spike.timeS - timeS - durationMs / 2000) * sampleRateHz)
            .reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best), Number.POSITIVE_INFINITY);
          if (Math.abs(error) < 0.02 * sampleRateHz) {
            hits += 1;
            errors.push(Math.abs(error));
          } else extra += 1;
        }
        const other = synthesise(synthSpec({ ...spec, ...unpaced[seed % unpaced.length]! }));
        if (analyzeSignal(other.recording, { lead: null }).pacing.paced === true) wrong += 1;
      }
      errors.sort((a, b) => a - b);
      const at = (q: number): string => errors[Math.round(q * (errors.length - 1))]?.toFixed(2) ?? '-';
      return [
        String(sampleRateHz),
        noiseName,
        share(found, seedsEach),
        share(seedsEach - wrong, seedsEach),
        share(hits, known),
        String(extra),
        `${at(0.5)} / ${at(0.95)} / ${at(1)}`,
      ];
    }),
  );
  publish(
    'pacing-synthetic',
    'Pacing, synthetic heart',
    'node validation/pacing.ts --data synthetic',
    `${table(['Hz', 'noise', 'Se %', 'Sp %', 'spikes found %', 'spikes invented', 'error, samples: median / 95 % / greatest'], rows)}

${seedsEach} recordings of 10 s with ventricular pacing (pulses of 0.5 ms) and as many without, in each row. Noise at each electrode, mV: ${noises
      .map(([name, noise]) => `${name} muscle ${noise.muscleMv}, mains ${noise.mainsMv}, baseline ${noise.baselineMv}`)
      .join('; ')}. Brackets: 95 % Wilson. The error is against the middle of the pulse.`,
  );
};

const modes = ['AAI', 'VVI', 'DDD', 'VDD', 'BiV'] as const;
const chambersOf = { AAI: 'A', VVI: 'V', DDD: 'A+V', VDD: 'V', BiV: 'V' } as const;

/** Chambers, capture and sensing on the synthetic heart: seeds above those that the limits were set with. */
const judgeFunction = (): void => {
  const rows = modes.flatMap((mode) =>
    (['none', 'capture', ...(mode === 'VVI' ? (['sense'] as const) : [])] as const).map((fault) => {
      let [paced, right, capture, sensing] = [0, 0, 0, 0];
      for (let seed = 1001; seed <= 1000 + seedsEach; seed++) {
        const { recording } = synthesise(
          synthSpec({
            seed,
            sampleRateHz: 500,
            noise: noises[0]![1],
            heartRateBpm: 50 + (seed % 45),
            rhythm: 'sinus',
            pacing: { mode, fault, pulseMs: 0.5 },
          }),
        );
        const { pacing } = analyzeSignal(recording, { lead: null });
        if (pacing.paced === true) paced += 1;
        if (pacing.mode === chambersOf[mode]) right += 1;
        if (pacing.faults.some(({ kind }) => kind === 'capture')) capture += 1;
        if (pacing.faults.some(({ kind }) => kind === 'sensing')) sensing += 1;
      }
      return [
        mode,
        fault,
        share(paced, seedsEach),
        share(right, seedsEach),
        share(capture, seedsEach),
        share(sensing, seedsEach),
      ];
    }),
  );
  publish(
    'pacing-function',
    'Pacing, chambers, capture and sensing',
    'node validation/pacing.ts --data synthetic',
    `${table(['mode', 'fault', 'called paced %', 'chambers right %', 'capture suspected %', 'sensing suspected %'], rows)}

${seedsEach} recordings of 10 s at 500 Hz with resting noise in each row, seeds of their own. Brackets: 95 % Wilson.`,
  );
};

if (folder === 'synthetic') {
  judgeSynthetic();
  judgeFunction();
} else judgeFolder();
