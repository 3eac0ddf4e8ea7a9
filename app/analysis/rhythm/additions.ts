import { median } from '../../signal/windows.ts';
import { earlyPMs, firstDegreeMs } from '../firstDegree.ts';
import { conduction } from './conduction.ts';
import { type Finding, finding, indices, sources } from './finding.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

const pauseS = 2;
/** Of pulses, as in pacingFunction.ts. */
const leastFaults = 2;
const criticalPauseS = 3;
/** So long without circulation takes consciousness. */
const longPauseS = 6;
/** Longest less shortest interval of a sinus arrhythmia, s, and as a part of the mean one. */
const arrhythmiaS = 0.16;
const arrhythmiaPart = 0.2;
const extreme = { low: 40, high: 150 } as const;

export const firstDegree = (evidence: RhythmEvidence): Finding[] => {
  const { atria, beats, measuredPr } = evidence;
  const { conducted } = conduction(evidence);
  const prMs = measuredPr?.ms ?? atria.prMs;
  const limitMs = firstDegreeMs + earlyPMs(evidence.pMs);
  const marked = indices(evidence, (k) => beats[k]!.prMs !== null);
  if (!conducted || prMs === null || prMs <= limitMs) return [];
  const ofWhat = measuredPr === null ? ' in the beats with a P wave, none of the median beat' : '';
  return [
    finding({
      code: 'av-block-1',
      text: `First-degree AV block, PR ${Math.round(prMs)} ms${ofWhat}`,
      criterion: 'PR interval; of a P wave wider than 120 ms the limit of 200 ms is raised by 60 % of what is beyond',
      value: prMs,
      threshold: limitMs,
      unit: 'ms',
      beats: marked,
      source: sources.brady,
    }),
  ];
};

/** The one P wave train that the ventricles do not follow; stated beside the escape rhythm. */
export const completeBlock = (evidence: RhythmEvidence): Finding[] => {
  const { dissociated, couplingLimit } = conduction(evidence);
  if (!dissociated) return [];
  const { atria, beats } = evidence;
  return [
    finding({
      code: 'av-block-3',
      text: `Complete (third-degree) AV block: atrial rate ${Math.round(60 / atria.train!.periodS)}/min, independent of the ventricles`,
      criterion: 'Constancy of the distance from P to QRS, 1 always the same; P waves even and more frequent than QRS',
      value: atria.coupling,
      threshold: couplingLimit,
      beats: beats.map((_, k) => k),
      critical: true,
      source: sources.brady,
      clearness: (couplingLimit - atria.coupling) / 0.5,
    }),
  ];
};

/** Most intervals this near the usual one, as a part of it, make a slow rhythm that is even. */
const evenPart = 0.1;

/** What is longer is a pause, s: in an even slow rhythm longer than its usual interval, and 3 s only where that is far from them. */
const pauseLimitS = (rrS: readonly number[]): number => {
  const known = rrS.filter(Number.isFinite);
  const usual = median(known);
  const even = median(known.map((rr) => Math.abs(rr / usual - 1))) < evenPart;
  return even ? Math.max(pauseS, Math.min(1.5 * usual, Math.max(criticalPauseS, 1.2 * usual))) : pauseS;
};

export const pauses = (evidence: RhythmEvidence): Finding[] => {
  const { rrS, silentS } = evidence;
  const limitS = pauseLimitS(rrS);
  const long = indices(evidence, (k) => rrS[k]! > limitS || rrS[k]! >= longPauseS);
  // At the beginning of the recording a beat may stand just outside: only what would be critical counts there.
  const late = silentS.before > criticalPauseS ? silentS.before : 0;
  const longest = Math.max(late, ...long.map((k) => rrS[k]!));
  if (longest <= pauseS) return [];
  const count = long.length + (late > 0 ? 1 : 0);
  return [
    finding({
      code: longest >= longPauseS ? 'pause-long' : 'pause',
      text: count > 1 ? `${count} pauses, up to ${longest.toFixed(1)} s` : `Pause of ${longest.toFixed(1)} s`,
      criterion:
        'Time without a QRS complex, until the next one; longer than the usual interval of an even slow rhythm',
      value: longest,
      threshold: longest >= longPauseS ? longPauseS : limitS,
      unit: 's',
      beats: long.flatMap((k) => [k - 1, k]),
      critical: longest > criticalPauseS,
      source: sources.brady,
    }),
  ];
};

/** Behind the last beat no other one followed: whether the heart beats on is not known. */
export const standstill = ({ silentS, beats }: RhythmEvidence): Finding[] =>
  silentS.after > criticalPauseS && beats.length > 0
    ? [
        finding({
          code: 'standstill',
          text: `No beat in the last ${silentS.after.toFixed(1)} s: standstill of the ventricles or loss of the signal`,
          criterion: 'Time without a QRS complex, up to the end of the recording',
          value: silentS.after,
          threshold: criticalPauseS,
          unit: 's',
          beats: [beats.length - 1],
          critical: true,
          source: sources.brady,
        }),
      ]
    : [];

export const sinusArrhythmia = (evidence: RhythmEvidence): Finding[] => {
  const { beats, rrS } = evidence;
  const steady = indices(
    evidence,
    (k) => k > 0 && beats[k]!.kind === 'usual' && beats[k - 1]!.kind === 'usual' && rrS[k]! <= pauseS,
  );
  const intervals = steady.map((k) => rrS[k]!).filter(Number.isFinite);
  if (intervals.length < 4) return [];
  const spread = Math.max(...intervals) - Math.min(...intervals);
  const mean = intervals.reduce((sum, rr) => sum + rr, 0) / intervals.length;
  if (spread < arrhythmiaS || spread < arrhythmiaPart * mean) return [];
  return [
    finding({
      code: 'sinus-arrhythmia',
      text: 'Sinus arrhythmia',
      criterion: 'Longest less shortest interval between sinus beats; at least 160 ms and a fifth of the mean',
      value: spread,
      threshold: Math.max(arrhythmiaS, Math.round(1000 * arrhythmiaPart * mean) / 1000),
      unit: 's',
      beats: steady,
      source: sources.textbook,
    }),
  ];
};

export const pacedBeats = (evidence: RhythmEvidence): Finding[] => {
  const paced = indices(evidence, (k) => evidence.beats[k]!.kind === 'paced');
  if (paced.length === 0) return [];
  return [
    finding({
      code: 'paced-beats',
      text: paced.length === 1 ? 'One ventricular paced beat' : `${paced.length} ventricular paced beats`,
      criterion: 'Beats that a pulse starts, or that are of the same shape',
      value: paced.length,
      threshold: 1,
      beats: paced,
      source: sources.statements,
    }),
  ];
};

export const extremeRate = ({ rateBpm, beats }: RhythmEvidence): Finding[] => {
  if (rateBpm === null || (rateBpm >= extreme.low && rateBpm <= extreme.high)) return [];
  const low = rateBpm < extreme.low;
  return [
    finding({
      code: 'rate-extreme',
      text: low ? `Ventricular rate below ${extreme.low}/min` : `Ventricular rate above ${extreme.high}/min`,
      criterion: 'Ventricular rate',
      value: rateBpm,
      threshold: low ? extreme.low : extreme.high,
      unit: '/min',
      beats: beats.map((_, k) => k),
      critical: true,
      source: low ? sources.brady : sources.supraventricular,
    }),
  ];
};

const shownPulses = 6;

/** What the pulses of a pacemaker did not do, by app/analysis/pacingFunction.ts. */
export const pacingFaults = (evidence: RhythmEvidence): Finding[] => {
  const { pacing, rateBpm, rrS, silentS } = evidence;
  const slow = (rateBpm ?? 0) < extreme.low;
  const beating = rateBpm === null ? 'stand still or nearly' : `beat at ${Math.round(rateBpm)}/min`;
  const whatVentriclesDo = slow ? beating : 'pause';
  const pausing = rrS.some((rr) => rr > pauseS) || silentS.after > criticalPauseS;
  return pacing.faults.map(({ kind, spikes }) => {
    const timesS = spikes.map((i) => pacing.spikes[i]?.timeS ?? Number.NaN).filter(Number.isFinite);
    const more = timesS.length > shownPulses ? ', ...' : '';
    const at = `${timesS
      .slice(0, shownPulses)
      .map((timeS) => timeS.toFixed(2))
      .join(', ')}${more} s`;
    const base = { value: spikes.length, threshold: leastFaults, source: sources.brady, clearness: 0.5 };
    if (kind === 'sensing')
      return finding({
        ...base,
        code: 'pacing-undersensing',
        text: `Failure to sense suspected: ${spikes.length} pulses soon after beats of the heart's own`,
        criterion: `Pulses behind a beat of the heart's own, sooner than 60 % of the pacing interval (at ${at})`,
      });
    const capture = {
      ...base,
      criterion: `Pulses into excitable muscle without a QRS complex behind them (at ${at})`,
      critical: true,
    };
    return slow || pausing
      ? finding({
          ...capture,
          code: 'pacing-no-capture',
          text: `Failure to capture: ${spikes.length} pulses without a beat, and the ventricles ${whatVentriclesDo}`,
        })
      : finding({
          ...capture,
          code: 'pacing-intermittent-capture',
          text: `Failure to capture at times: ${spikes.length} pulses without a beat`,
        });
  });
};
