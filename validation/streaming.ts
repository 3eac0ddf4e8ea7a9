/**
 * The live monitor against annotations and against the diagnostic mode:
 * node validation/streaming.ts --data DIR/mitdb [--records A,B | --set DS2|DS1|all] [--hearts N] [--update]
 *
 * DIR holds the MIT-BIH Arrhythmia Database. Every recording is played whole, in all signals, classes in the first. Beats of the
 * stream and of the diagnostic detector are paired with the annotations and with each other one to one within 150 ms. Alarms:
 * the monitor's own rules on annotated beats and classes, known at once, are the truth. Then synthetic hearts whose rhythm
 * changes on the way, with exact truth, three leads at 250 Hz. --update puts the figures into validation/RESULTS.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { beatView, classesOf } from '../app/models/beats/askBeats.ts';
import { beatInputs } from '../app/models/beats/beatInputs.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import { type AlarmKind, alarmCatalogue, alarmKinds } from '../app/realtime/alarm.ts';
import { causalModel, createClassifyingMonitor } from '../app/realtime/classifyingMonitor.ts';
import { rateIntervals, rateOf } from '../app/realtime/heartRate.ts';
import type { MonitorEvent } from '../app/realtime/monitor.ts';
import type { Rhythm } from '../app/synth/catalogue.ts';
import { synthSpec } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { aamiClass, testRecords } from './lib/aami.ts';
import { type AlarmScore, heardAlarms, scoreAlarms, summedScore, type TrueBeat, trueAlarms } from './lib/alarmTruth.ts';
import { inFlutter, pairBeats, referenceBeats } from './lib/beatScore.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection, withInterval } from './lib/results.ts';
import { tuningRecords } from './lib/tuningRecords.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    records: { type: 'string' },
    set: { type: 'string', default: 'DS2' },
    hearts: { type: 'string', default: '5' },
    update: { type: 'boolean', default: false },
  },
});
const paced = ['102', '104', '107', '217'];
const sets: Readonly<Record<string, readonly string[]>> = {
  DS1: tuningRecords,
  DS2: testRecords,
  all: [...testRecords, ...tuningRecords, ...paced],
};
const records = options.records?.split(',') ?? sets[options.set];
const heartCount = Number(options.hearts);
if (options.data === undefined || records === undefined || !(heartCount >= 0)) {
  console.error(
    'usage: node validation/streaming.ts --data DIR [--records A,B | --set DS2|DS1|all] [--hearts N] [--update]',
  );
  process.exit(2);
}
const folder = options.data;
const toleranceS = 0.15;
/** Both modes are still learning before. */
const warmS = 10;

const { runner } = await loadModels(join(import.meta.dirname, '..', 'models'));
const causal = causalModel(runner, null);
const diagnostic = runner
  .models()
  .map(({ manifest }) => manifest)
  .find((one) => one.task === 'beats' && beatView(one) === 'diagnostic');
if (causal === null || diagnostic === undefined) throw new Error('a causal and a diagnostic beat model are needed');

const quantileOf = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))] ?? Number.NaN;
};
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const ms = (seconds: number): string => (Number.isFinite(seconds) ? String(Math.round(1000 * seconds)) : '-');
const spread = (values: readonly number[]): string[] =>
  [0.5, 0.95, 1].map((q) => (values.length === 0 ? '-' : ms(quantileOf(values, q))));

let streamedS = 0;
let cpuS = 0;
const streamed = async (
  leads: readonly Float32Array[],
  names: readonly string[],
  sampleRateHz: number,
  judged: number,
) => {
  const before = process.cpuUsage();
  const monitor = createClassifyingMonitor({ sampleRateHz, leadNames: names, judged, model: causal }, runner);
  const said = await monitor.push(leads);
  if (!said.ok) throw new Error(said.error.message);
  const events = [...said.value, ...monitor.finish()];
  const { user, system } = process.cpuUsage(before);
  cpuS += (user + system) / 1e6;
  streamedS += leads[0]!.length / sampleRateHz;
  return events;
};

/** True and false positives and misses of one list of beats against another, or of one class. */
interface Counts {
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
}
const se = ({ tp, fn }: Counts): number => tp / (tp + fn);
const ppv = ({ tp, fp }: Counts): number => tp / (tp + fp);
const f1 = ({ tp, fn, fp }: Counts): number => (2 * tp) / (2 * tp + fn + fp);
const sumCounts = (all: readonly Counts[]): Counts => ({
  tp: total(all.map(({ tp }) => tp)),
  fn: total(all.map(({ fn }) => fn)),
  fp: total(all.map(({ fp }) => fp)),
});
const countsOf = (reference: readonly number[], test: readonly number[]): Counts => {
  const tp = pairBeats(reference, test, toleranceS).filter((j) => j >= 0).length;
  return { tp, fn: reference.length - tp, fp: test.length - tp };
};

/** Rate shown at each second, from beats that are known up to it; null where there is none. */
const ratesOf = (timesS: readonly number[], durationS: number): (number | null)[] => {
  let known = 0;
  return Array.from({ length: Math.floor(durationS) }, (_, second) => {
    while (known < timesS.length && timesS[known]! <= second) known += 1;
    const last = timesS.slice(Math.max(0, known - rateIntervals - 1), known);
    return last.length === 0 || second - last.at(-1)! > 4
      ? null
      : rateOf(last.slice(1).map((timeS, i) => timeS - last[i]!));
  });
};

interface Measured {
  readonly record: string;
  readonly hours: number;
  readonly live: Counts;
  readonly whole: Counts;
  readonly liveAgainstWhole: Counts;
  readonly liveV: Counts;
  readonly wholeV: Counts;
  /** Beats that both modes found, and those with the same class. */
  readonly both: number;
  readonly sameClass: number;
  readonly rateErrors: readonly number[];
  /** Seconds at which the diagnostic mode has a rate, and of these without one on the monitor. */
  readonly rateS: number;
  readonly noRateS: number;
  readonly unreadableS: number;
  readonly beatDelaysS: readonly number[];
  readonly classDelaysS: readonly number[];
  readonly alarms: ReadonlyMap<AlarmKind, AlarmScore>;
  /** Ventricular flutter, as annotated, against the alarm of it; latency from its beginning. */
  readonly flutter: AlarmScore;
  readonly fibrillationS: {
    readonly all: number;
    readonly found: number;
    readonly without: number;
    readonly wrong: number;
  };
}

const rhythmAlarms: readonly AlarmKind[] = [
  'asystole',
  'pause',
  'sustained-ventricular-tachycardia',
  'ventricular-tachycardia',
  'ventricular-run',
  'extreme-bradycardia',
  'extreme-tachycardia',
  'ventricular-bigeminy',
  'ventricular-couplet',
  'frequent-ventricular-beats',
  'atrial-fibrillation',
];
/** A fast run that is called slow was not missed. */
const takenFor = (kind: AlarmKind): readonly AlarmKind[] =>
  kind === 'ventricular-run' ? ['ventricular-run', 'ventricular-tachycardia'] : [kind];

const vCounts = (
  reference: { readonly timesS: readonly number[]; readonly isV: readonly boolean[] },
  test: { readonly timesS: readonly number[]; readonly isV: readonly boolean[] },
): Counts => {
  const partner = pairBeats(reference.timesS, test.timesS, toleranceS);
  const tp = partner.filter((j, i) => j >= 0 && reference.isV[i] === true && test.isV[j] === true).length;
  return {
    tp,
    fn: reference.isV.filter(Boolean).length - tp,
    fp: test.isV.filter(Boolean).length - tp,
  };
};

const delays = (events: readonly MonitorEvent[], type: 'beat' | 'class', durationS: number): number[] =>
  events.flatMap((event) => (event.type === type && event.timeS < durationS - 1 ? [event.atS - event.timeS] : []));

const shownRates = (events: readonly MonitorEvent[], durationS: number): (number | null)[] => {
  const changes = events.flatMap((event) => (event.type === 'rate' ? [event] : []));
  let at = 0;
  let bpm: number | null = null;
  return Array.from({ length: Math.floor(durationS) }, (_, second) => {
    while (at < changes.length && changes[at]!.atS <= second) bpm = changes[at++]!.bpm;
    return bpm;
  });
};

const measure = async (record: string): Promise<Measured> => {
  const recording = readRecord(folder, record);
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
  if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
  const { sampleRateHz, sampleCount } = recording;
  const durationS = sampleCount / sampleRateHz;
  const recorded = recording.leads.filter(({ derived }) => !derived);
  const leads = recorded.map(({ samplesMv }) => samplesMv);
  const names = recorded.map(({ name }) => name);
  const reference = referenceBeats(annotations.value, sampleRateHz, sampleCount);
  const counts = (timeS: number): boolean => timeS >= warmS && !inFlutter(reference, timeS, toleranceS);

  const events = await streamed(leads, names, sampleRateHz, 0);
  const live = events.flatMap((event) => (event.type === 'beat' && counts(event.timeS) ? [event] : []));
  const liveClass = new Map(events.flatMap((event) => (event.type === 'class' ? [[event.number, event.aami]] : [])));
  const liveTimesS = live.map(({ timeS }) => timeS);
  const wholeSamples = detectQrs(leads, sampleRateHz);
  const classed = await classesOf(
    diagnostic,
    beatInputs(leads[0]!, sampleRateHz, wholeSamples, { view: 'diagnostic' }),
    runner,
  );
  if (!classed.ok) throw new Error(classed.error.message);
  const whole = wholeSamples.flatMap((sample, k) => {
    const timeS = sample / sampleRateHz;
    return counts(timeS) ? [{ timeS, aami: classed.value[k]?.aami ?? null }] : [];
  });
  const wholeTimesS = whole.map(({ timeS }) => timeS);
  const known = reference.timesS.flatMap((timeS, i): TrueBeat[] =>
    counts(timeS) ? [{ timeS, aami: aamiClass(reference.symbols[i]!) }] : [],
  );
  const knownTimesS = known.map(({ timeS }) => timeS);
  const pairs = pairBeats(wholeTimesS, liveTimesS, toleranceS).flatMap((j, i) =>
    j < 0 ? [] : [liveClass.get(live[j]!.number) === whole[i]!.aami],
  );
  const knownV = { timesS: knownTimesS, isV: known.map(({ aami }) => aami === 'V') };

  const wholeRates = ratesOf(
    wholeSamples.map((sample) => sample / sampleRateHz),
    durationS,
  );
  const rates = shownRates(events, durationS);
  const seconds = wholeRates.flatMap((bpm, second) =>
    bpm !== null && second >= warmS && !inFlutter(reference, second, 5) ? [{ bpm, live: rates[second] ?? null }] : [],
  );
  const all = heardAlarms(events, durationS);
  const heard = all.filter(({ atS }) => !inFlutter(reference, atS, 10));
  // All beats: the rules need their past; the monitor's first ten seconds are left out of the comparison on both sides.
  const every = reference.timesS.map((timeS, i): TrueBeat => ({ timeS, aami: aamiClass(reference.symbols[i]!) }));
  const truth = trueAlarms(every, reference.flutterS, durationS);
  const late = <T extends { readonly endsAtS: number }>(spans: readonly T[]): T[] =>
    spans.filter(({ endsAtS }) => endsAtS > warmS);

  const fibrillates = rhythmAt(annotations.value, sampleRateHz, durationS, ['(AFIB', '(AFL']);
  const suspected = Array.from({ length: Math.floor(durationS) }, (_, second) =>
    heard.some(({ kind, atS, endsAtS }) => kind === 'atrial-fibrillation' && atS <= second && endsAtS > second),
  );
  const inTime = (of: boolean): boolean[] => suspected.filter((_, second) => fibrillates[second] === of);
  return {
    record,
    hours: durationS / 3600,
    live: countsOf(knownTimesS, liveTimesS),
    whole: countsOf(knownTimesS, wholeTimesS),
    liveAgainstWhole: countsOf(wholeTimesS, liveTimesS),
    liveV: vCounts(knownV, { timesS: liveTimesS, isV: live.map(({ number }) => liveClass.get(number) === 'V') }),
    wholeV: vCounts(knownV, { timesS: wholeTimesS, isV: whole.map(({ aami }) => aami === 'V') }),
    both: pairs.length,
    sameClass: pairs.filter(Boolean).length,
    rateErrors: seconds.flatMap(({ bpm, live: shown }) => (shown === null ? [] : [Math.abs(shown - bpm)])),
    rateS: seconds.length,
    noRateS: seconds.filter(({ live: shown }) => shown === null).length,
    unreadableS: total(heard.flatMap(({ kind, atS, endsAtS }) => (kind === 'not-readable' ? [endsAtS - atS] : []))),
    beatDelaysS: delays(events, 'beat', durationS),
    classDelaysS: delays(events, 'class', durationS),
    alarms: new Map(alarmKinds.map((kind) => [kind, scoreAlarms(late(truth), late(heard), takenFor(kind))])),
    flutter: scoreAlarms(
      reference.flutterS.map(([atS, endsAtS]) => ({ kind: 'ventricular-fibrillation', atS, endsAtS })),
      all,
      ['ventricular-fibrillation'],
    ),
    fibrillationS: {
      all: inTime(true).length,
      found: inTime(true).filter(Boolean).length,
      without: inTime(false).length,
      wrong: inTime(false).filter(Boolean).length,
    },
  };
};

/** For each second, whether the annotated rhythm is one of these. */
const rhythmAt = (
  annotations: readonly { readonly sample: number; readonly symbol: string; readonly aux: string }[],
  sampleRateHz: number,
  durationS: number,
  rhythms: readonly string[],
): boolean[] => {
  const changes = annotations.filter(({ symbol }) => symbol === '+');
  let at = 0;
  let is = false;
  return Array.from({ length: Math.floor(durationS) }, (_, second) => {
    while (at < changes.length && changes[at]!.sample <= second * sampleRateHz) {
      const { aux } = changes[at++]!;
      is = rhythms.some((rhythm) => aux.startsWith(rhythm));
    }
    return is;
  });
};

const measured: Measured[] = [];
for (const record of records) {
  measured.push(await measure(record));
  console.error(`${record} (${measured.length} of ${records.length}), ${Math.round(streamedS / cpuS)} x real time`);
}
const hours = total(measured.map((one) => one.hours));

const groups: readonly (readonly [string, readonly Measured[]])[] = [
  ['all', measured],
  ['DS2, not tuned on', measured.filter(({ record }) => testRecords.includes(record))],
  ['DS1, tuned on', measured.filter(({ record }) => tuningRecords.includes(record))],
  ['paced', measured.filter(({ record }) => paced.includes(record))],
];
const shown = (group: readonly Measured[], value: (one: readonly Measured[]) => number): string =>
  withInterval(value(group), bootstrap(group, value));
const by = (pick: (one: Measured) => Counts, of: (counts: Counts) => number) => (group: readonly Measured[]) =>
  of(sumCounts(group.map(pick)));

const beatTable = table(
  [
    'records',
    'n',
    'live Se %',
    'live P+ %',
    'diagnostic Se %',
    'diagnostic P+ %',
    'live against diagnostic Se %',
    'P+ %',
  ],
  groups
    .filter(([, group]) => group.length > 0)
    .map(([name, group]) => [
      name,
      String(group.length),
      shown(
        group,
        by((one) => one.live, se),
      ),
      shown(
        group,
        by((one) => one.live, ppv),
      ),
      shown(
        group,
        by((one) => one.whole, se),
      ),
      shown(
        group,
        by((one) => one.whole, ppv),
      ),
      shown(
        group,
        by((one) => one.liveAgainstWhole, se),
      ),
      shown(
        group,
        by((one) => one.liveAgainstWhole, ppv),
      ),
    ]),
);
const classTable = table(
  ['records', 'n', 'V beats', 'live V F1 %', 'diagnostic V F1 %', 'same class in both modes %'],
  groups
    .slice(0, 3)
    .filter(([, group]) => group.length > 0)
    .map(([name, group]) => {
      const natural = group.filter(({ record }) => !paced.includes(record));
      const { tp, fn } = sumCounts(natural.map((one) => one.liveV));
      return [
        name === 'all' ? 'all but paced' : name,
        String(natural.length),
        String(tp + fn),
        shown(
          natural,
          by((one) => one.liveV, f1),
        ),
        shown(
          natural,
          by((one) => one.wholeV, f1),
        ),
        shown(natural, (drawn) => total(drawn.map((one) => one.sameClass)) / total(drawn.map((one) => one.both))),
      ];
    }),
);
const errors = measured.flatMap((one) => one.rateErrors);
const rateLine = `Rate, at every second against that of the diagnostic mode's beats, ${errors.length} s: difference median ${quantileOf(errors, 0.5).toFixed(1)}, 95 % within ${quantileOf(errors, 0.95).toFixed(1)} a minute; ${percent(total(measured.map((one) => one.noRateS)) / total(measured.map((one) => one.rateS)))} % of the seconds show none. Called unreadable: ${percent(total(measured.map((one) => one.unreadableS)) / 3600 / hours)} % of the time.`;
const delayTable = table(
  ['what', 'n', 'median ms', '95 % ms', 'longest ms'],
  [
    [
      'beat certain',
      String(total(measured.map((one) => one.beatDelaysS.length))),
      ...spread(measured.flatMap((one) => one.beatDelaysS)),
    ],
    [
      'class',
      String(total(measured.map((one) => one.classDelaysS.length))),
      ...spread(measured.flatMap((one) => one.classDelaysS)),
    ],
  ],
);
const natural = measured.filter(({ record }) => !paced.includes(record));
const naturalHours = total(natural.map((one) => one.hours));
const alarmTable = (scores: (kind: AlarmKind) => AlarmScore, ofHours: number): string =>
  table(
    [
      'alarm',
      'ought to be',
      'found',
      'found %',
      'heard',
      'wrong',
      'wrong an hour',
      'latency median ms',
      '95 % ms',
      'longest ms',
    ],
    rhythmAlarms
      .map((kind) => [kind, scores(kind)] as const)
      .filter(([, { truths, heard }]) => truths + heard > 0)
      .map(([kind, { truths, found, heard, wrong, latenciesS }]) => [
        alarmCatalogue[kind].title + (kind === 'ventricular-run' ? ' or VT' : ''),
        String(truths),
        String(found),
        truths === 0 ? '-' : withInterval(found / truths, wilson(found, truths)),
        String(heard),
        String(wrong),
        (wrong / ofHours).toFixed(2),
        ...spread(latenciesS),
      ]),
  );
const mitdbAlarms = alarmTable((kind) => summedScore(natural.map((one) => one.alarms.get(kind)!)), naturalHours);
const fibrillation = natural.map((one) => one.fibrillationS);
const fibrillationLine = `Annotated atrial fibrillation or flutter (rhythm annotations, ${Math.round(total(fibrillation.map(({ all }) => all)) / 60)} min): suspected in ${percent(total(fibrillation.map(({ found }) => found)) / total(fibrillation.map(({ all }) => all)))} % of its time, and in ${percent(total(fibrillation.map(({ wrong }) => wrong)) / total(fibrillation.map(({ without }) => without)))} % of all other time.`;
const flutter = summedScore(measured.map((one) => one.flutter));
const flutterLine = `Annotated ventricular flutter: ${flutter.found} of ${flutter.truths} episodes called out, ${spread(flutter.latenciesS)[0]} ms (median) after they began; ${flutter.wrong} such alarms elsewhere in ${hours.toFixed(1)} h.`;
const worst = [...natural]
  .map((one) => ({
    record: one.record,
    missed: rhythmAlarms.flatMap((kind) => {
      const { truths, found } = one.alarms.get(kind)!;
      return truths > found && !['ventricular-run', 'ventricular-couplet'].includes(kind)
        ? [`${alarmCatalogue[kind].title} ${truths - found} of ${truths}`]
        : [];
    }),
  }))
  .filter(({ missed }) => missed.length > 0);
const missedTable = table(
  ['record', 'missed'],
  worst.map(({ record, missed }) => [record, missed.join('; ')]),
);

/** Sinus rhythm, then what is to be heard, then sinus rhythm again. */
const partsS = [30, 40, 20] as const;
const heartRateHz = 250;
const changes: readonly { readonly rhythm: Rhythm; readonly kind: AlarmKind }[] = [
  { rhythm: 'asystole', kind: 'asystole' },
  { rhythm: 'sinus-pause', kind: 'pause' },
  { rhythm: 'av-block-3-ventricular', kind: 'extreme-bradycardia' },
  { rhythm: 'supraventricular-tachycardia', kind: 'extreme-tachycardia' },
  { rhythm: 'ventricular-tachycardia', kind: 'ventricular-tachycardia' },
  { rhythm: 'ventricular-tachycardia', kind: 'sustained-ventricular-tachycardia' },
  { rhythm: 'ventricular-runs', kind: 'ventricular-tachycardia' },
  { rhythm: 'ventricular-bigeminy', kind: 'ventricular-bigeminy' },
  { rhythm: 'ventricular-couplets', kind: 'ventricular-couplet' },
  { rhythm: 'atrial-fibrillation', kind: 'atrial-fibrillation' },
  { rhythm: 'ventricular-fibrillation', kind: 'ventricular-fibrillation' },
  { rhythm: 'ventricular-flutter', kind: 'ventricular-fibrillation' },
];
const leadNames = ['II', 'V1', 'V5'];
const scoreHearts = async (rhythm: Rhythm, kind: AlarmKind): Promise<AlarmScore> => {
  const scores: AlarmScore[] = [];
  for (let seed = 1; seed <= heartCount; seed++) {
    const parts = (['sinus', rhythm, 'sinus'] as const).map((one, i) =>
      synthesise(synthSpec({ seed, rhythm: one, durationS: partsS[i]!, sampleRateHz: heartRateHz, variety: true })),
    );
    const leads = leadNames.map((name) =>
      Float32Array.from(
        parts.flatMap(({ recording }) => [...recording.leads.find((lead) => lead.name === name)!.samplesMv]),
      ),
    );
    let fromS = 0;
    const beats: TrueBeat[] = [];
    for (const [i, { truth }] of parts.entries()) {
      for (const beat of truth.beats)
        beats.push({ timeS: fromS + beat.timeS, aami: beat.class === 'paced' ? 'Q' : beat.class });
      fromS += partsS[i]!;
    }
    const events = await streamed(leads, leadNames, heartRateHz, 0);
    // Waves have no beats that a rule could be asked about.
    const truth =
      kind === 'ventricular-fibrillation'
        ? [{ kind, atS: partsS[0], endsAtS: partsS[0] + partsS[1] }]
        : trueAlarms(beats, [], fromS);
    scores.push(scoreAlarms(truth, heardAlarms(events, fromS), [kind]));
  }
  return summedScore(scores);
};
const heartRows: string[][] = [];
for (const { rhythm, kind } of heartCount === 0 ? [] : changes) {
  const { truths, found, wrong, latenciesS } = await scoreHearts(rhythm, kind);
  heartRows.push([
    rhythm,
    alarmCatalogue[kind].title,
    String(truths),
    String(found),
    truths === 0 ? '-' : withInterval(found / truths, wilson(found, truths)),
    String(wrong),
    ...spread(latenciesS),
  ]);
  console.error(heartRows.at(-1)?.join(' '));
}
const heartTable = table(
  ['rhythm', 'alarm', 'ought to be', 'found', 'found %', 'wrong', 'latency median ms', '95 % ms', 'longest ms'],
  heartRows,
);

const command = `npm run validate -- streaming --data DIR/mitdb${options.set === 'DS2' ? '' : ` --set ${options.set}`}`;
const section = `## The live monitor, mitdb ${options.records ?? options.set}

\`${command}\`

${records.length} records whole, both signals, ${hours.toFixed(1)} h; beats and rate from the tenth second on, 150 ms, one to one, ventricular flutter left out. 95 % intervals
in brackets: 2000 bootstrap draws of whole records, seed 1; of alarms Wilson's. ${causal.id} ${causal.version} against ${diagnostic.id} ${diagnostic.version}. The detector, the models and the limits of readability
were made on DS1. The stream took ${cpuS.toFixed(0)} s of CPU time for ${(streamedS / 3600).toFixed(1)} h: ${Math.round(streamedS / cpuS)} times faster than real time.

${beatTable}

${classTable}

${rateLine}

Delay behind the beat:

${delayTable}

Alarms, paced records left out. What ought to be heard: the monitor's own rules on the annotated beats and classes, known at once. Latency: from then; a
run or rate that was on before it ought to be is no latency. Wrong: no such alarm ought to be on within 3 s.

${mitdbAlarms}

${fibrillationLine}
${flutter.truths + flutter.heard > 0 ? `\n${flutterLine}\n` : ''}
Missed, by record:

${missedTable}

Synthetic hearts, ${heartCount} a rhythm: ${partsS[0]} s of sinus rhythm, ${partsS[1]} s of the rhythm, ${partsS[2]} s of sinus rhythm; three leads, exact truth.

${heartTable}`;
console.log(section);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), `streaming-mitdb-${options.set}`, section);
