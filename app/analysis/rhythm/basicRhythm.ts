import { conduction, isEven, limits } from './conduction.ts';
import { type BasicCode, type Finding, type FindingBase, finding, indices, perMinute, sources } from './finding.ts';
import { flutterConduction } from './flutterFeatures.ts';
import { fibrillationLimit, flutterLimit, mechanisms } from './mechanisms.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** Beats a minute. */
const slowBpm = 60;
const fastBpm = 100;
const escapeBpm = 40;
const junctionalFastBpm = 60;
/** Where a junction that took over beats, beats a minute; faster than this only where P waves are clearly absent. */
const junctionalBpm = { from: 35, to: 65 } as const;
/** Part of the QRS complexes with a mark before them that noise may give; clearly absent, in a lead or two as well. */
const junctionalMarks = { most: 0.2, clear: 0.05 } as const;
const clearLikeness = 0.2;
const leadsForAbsence = 3;
/** Less likely than not: named as a possibility. */
const statedFrom = 0.5;
/** Of fibrillation beside a PR that was measured. */
const statedBesidePr = 0.6;
const idioventricularFastBpm = 50;
/** Ventricular rates at which atrial fibrillation and any rhythm want someone's eyes at once. */
const critical = { fibrillationAbove: 150, fibrillationBelow: 40 } as const;
/** Half of the fastest flutter, beats a minute. */
const mostFlutterBpm = 178;
const sure = { probability: 0.95, marks: 0.2 } as const;
const leastBeats = 3;
const mostPart = 0.8;
const pacedPart = 0.4;
/** Of the beats, where nearly all are wide. */
const leastPacedPart = 0.2;
/** No lead moves by more than this where nothing beats, mV. */
const quietMv = 0.05;

/**
 * Exactly one rhythm; null only where there is nothing that a rhythm could be stated of. `blocked`: an even train of P waves is
 * conducted in groups, whatever else irregular intervals would speak for.
 */
export const basicRhythm = (evidence: RhythmEvidence, blocked: boolean): Finding | null => {
  const { beats, rateBpm } = evidence;
  if (beats.length === 0) return asystole(evidence);
  const paced = pacedRhythm(evidence);
  if (paced !== null) return paced;
  if (beats.length < leastBeats || rateBpm === null)
    return finding({
      code: 'rhythm-undetermined',
      text: 'Rhythm undetermined: too few beats',
      criterion: 'Beats in the recording',
      value: beats.length,
      threshold: leastBeats,
      beats: beats.map((_, k) => k),
      source: sources.statements,
    });
  return (
    ventricularRhythm(evidence) ??
    completeBlock(evidence) ??
    (blocked ? sinusRhythm(evidence, true) : null) ??
    fibrillatingAtria(evidence) ??
    withoutP(evidence) ??
    (conduction(evidence).absent ? null : sinusRhythm(evidence, false)) ??
    undetermined(evidence)
  );
};

const asystole = ({ durationS, activityMv }: RhythmEvidence): Finding | null =>
  activityMv > quietMv
    ? null
    : finding({
        code: 'asystole',
        text: `No QRS complex in ${durationS.toFixed(0)} s: asystole, or no electrode on a patient`,
        criterion: 'Time without QRS complex',
        value: durationS,
        threshold: 3,
        unit: 's',
        critical: true,
        source: sources.brady,
      });

const pacedRhythm = (evidence: RhythmEvidence): Finding | null => {
  const { pacing, beats, rateBpm } = evidence;
  if (pacing.paced !== true || beats.length === 0) return null;
  const ventricular = indices(evidence, (k) => beats[k]!.kind === 'paced');
  const pulses = (chamber: 'A' | 'V'): number => pacing.spikes.filter((spike) => spike.chamber === chamber).length;
  const atrial = pulses('A') >= pacedPart * beats.length;
  const share = ventricular.length / beats.length;
  // Wide beats among which most are paced are no rhythm of the ventricles' own.
  const wide = beats.filter(
    ({ kind, qrsMs }) => kind === 'paced' || kind === 'ventricular' || (qrsMs ?? 0) >= limits.wideMs,
  );
  const drivesWide =
    share >= leastPacedPart && wide.length >= mostPart * beats.length && 2 * ventricular.length >= wide.length;
  if (share < pacedPart && !atrial && !drivesWide) return null;
  const seen = share >= pacedPart || drivesWide ? (atrial ? 'A+V' : 'V') : 'A';
  const chambers = pacing.mode ?? seen;
  const words = {
    'A+V': ['dual-paced-rhythm', 'Dual-chamber paced rhythm'],
    V: ['ventricular-paced-rhythm', 'Ventricular paced rhythm'],
    A: ['atrial-paced-rhythm', 'Atrial paced rhythm'],
  } as const satisfies Record<string, readonly [BasicCode, string]>;
  const [code, name] = words[chambers];
  const own = chambers === 'A' ? 0 : beats.length - ventricular.length;
  const beside = own === 0 ? '' : `, with ${own === 1 ? 'one beat' : `${own} beats`} of the heart's own`;
  return finding({
    code,
    text: `${rateBpm === null ? name : `${name}, rate ${perMinute(rateBpm)}`}${beside}`,
    criterion:
      chambers === 'A'
        ? 'Atrial pulses per beat'
        : 'Part of the beats that a pulse starts, or that are of the same shape',
    value: chambers === 'A' ? pulses('A') / beats.length : share,
    threshold: pacedPart,
    beats: chambers === 'A' ? beats.map((_, k) => k) : ventricular,
    source: sources.statements,
  });
};

/** Wide beats, all of one kind, that no P wave leads to. */
const ventricularRhythm = (evidence: RhythmEvidence): Finding | null => {
  const { beats, qrsMs } = evidence;
  const own = beats.filter(({ kind }) => kind === 'ventricular').length >= mostPart * beats.length;
  const { conducted, dissociated } = conduction(evidence);
  const regular = (evidence.irregularity?.variation ?? 0) < 2 * limits.regular;
  const wide = (qrsMs ?? 0) >= limits.wideMs;
  if (!own && (!wide || conducted || !regular)) return null;
  if (!own && fibrillates(evidence)) return null;
  const rateBpm = evidence.rateBpm!;
  const base = {
    criterion: 'Ventricular rate; QRS at least 120 ms, regular, no P wave that leads to it',
    value: rateBpm,
    unit: '/min',
    beats: beats.map((_, k) => k),
    source: sources.ventricular,
  };
  if (rateBpm > fastBpm)
    return finding({
      ...base,
      code: 'ventricular-tachycardia',
      text: `Regular wide-complex tachycardia, rate ${perMinute(rateBpm)}: ventricular tachycardia until proved otherwise, throughout the recording`,
      threshold: fastBpm,
      critical: true,
      clearness: ((qrsMs ?? 0) - limits.wideMs) / 30,
    });
  if (dissociated && rateBpm < idioventricularFastBpm)
    return finding({
      ...base,
      code: 'ventricular-escape-rhythm',
      text: `Ventricular escape rhythm, rate ${perMinute(rateBpm)}`,
      threshold: idioventricularFastBpm,
      critical: rateBpm < escapeBpm,
    });
  if (rateBpm < escapeBpm)
    return finding({
      ...base,
      code: 'ventricular-escape-rhythm',
      text: `Ventricular escape rhythm, rate ${perMinute(rateBpm)}`,
      threshold: escapeBpm,
      critical: true,
    });
  if (!own && hasPr(evidence)) return wideWithPr(evidence);
  return finding({
    ...base,
    code: 'idioventricular-rhythm',
    text: `${rateBpm >= idioventricularFastBpm ? 'Accelerated idioventricular' : 'Idioventricular'} rhythm, rate ${perMinute(rateBpm)}, or ventricular pacing whose pulses are not seen`,
    threshold: fastBpm,
  });
};

/** A PR that is known as well as this, ms, was measured on a P wave. */
const surePrMs = 20;

const hasPr = ({ measuredPr }: RhythmEvidence): boolean =>
  measuredPr !== null && measuredPr.uncertaintyMs !== null && measuredPr.uncertaintyMs <= surePrMs;

const wideWithPr = (evidence: RhythmEvidence): Finding =>
  finding({
    code: 'rhythm-undetermined',
    text: `Regular rhythm with wide QRS, rate ${perMinute(evidence.rateBpm!)}, P waves in part: sinus with a bundle branch block, or idioventricular`,
    criterion: 'Part of the QRS complexes with a P wave before them, beside a PR of the median beat',
    value: evidence.atria.markedShare,
    threshold: limits.markedShare,
    beats: evidence.beats.map((_, k) => k),
    source: sources.wideQrs,
    clearness: 0.5,
  });

/** Irregular enough for fibrillation, or flutter waves that make a QRS seem wide. */
const fibrillates = (evidence: RhythmEvidence): boolean => {
  const { fibrillation, flutter } = mechanisms(evidence);
  const irregular = (evidence.irregularity?.variation ?? 0) >= limits.regular;
  return (
    (irregular && (fibrillation ?? 0) >= fibrillationLimit(evidence)) ||
    (((evidence.qrsMs ?? 0) < limits.veryWideMs || flutterConduction(evidence) === 'several') &&
      couldFlutter(evidence) &&
      (flutter ?? 0) >= flutterLimit(evidence))
  );
};

/** Chance events between irregular beats that no P wave is marked before may look like an even train. */
export const surelyFibrillates = (evidence: RhythmEvidence): boolean =>
  (mechanisms(evidence).fibrillation ?? 0) >= sure.probability && evidence.atria.markedShare < sure.marks;

/** P waves that march through: what the ventricles do is an escape rhythm; the block is stated beside it. */
const completeBlock = (evidence: RhythmEvidence): Finding | null => {
  const { dissociated } = conduction(evidence);
  const rateBpm = evidence.rateBpm!;
  if (!dissociated || rateBpm > fastBpm) return null;
  return junctional(evidence, 'escape');
};

const junctional = (evidence: RhythmEvidence, kind: 'escape' | 'own'): Finding => {
  const rateBpm = evidence.rateBpm!;
  const name =
    kind === 'escape'
      ? 'Junctional escape rhythm'
      : rateBpm > junctionalFastBpm
        ? 'Accelerated junctional rhythm'
        : 'Junctional rhythm';
  return finding({
    code: 'junctional-rhythm',
    text: `${name}, rate ${perMinute(rateBpm)}`,
    criterion: 'Part of the QRS complexes with a P wave before them; regular, QRS below 120 ms',
    value: evidence.atria.markedShare,
    threshold: limits.absentShare,
    beats: evidence.beats.map((_, k) => k),
    source: sources.brady,
    clearness:
      kind === 'escape' ? 1 - evidence.atria.coupling : (limits.absentShare - evidence.atria.markedShare) / 0.4,
  });
};

/** Beats of the heart's own among ventricular paced ones that make their rhythm worth a look. */
const leastOwn = 20;

/** A pacemaker of the ventricles leaves fibrillating atria, and their risk, as they are. */
export const fibrillationBesidePacing = (evidence: RhythmEvidence): Finding[] => {
  const { pacing, beats } = evidence;
  if (pacing.mode !== 'V' || beats.filter(({ kind }) => kind !== 'paced').length < leastOwn) return [];
  const found = fibrillatingAtria(evidence);
  return found?.code === 'atrial-fibrillation' ? [found] : [];
};

const fibrillatingAtria = (evidence: RhythmEvidence): Finding | null => {
  const { fibrillation, flutter } = mechanisms(evidence);
  if (fibrillation === null || flutter === null) return null;
  const threshold = fibrillationLimit(evidence);
  const rateBpm = evidence.rateBpm!;
  const beats = evidence.beats.map((_, k) => k);
  // Fibrillation is among what the limit of flutter keeps apart, and flutter is not among what that of fibrillation does; where
  // irregular beats let both be stated, the likelier is.
  const likelier = flutterConduction(evidence) === 'irregular' && fibrillation >= threshold && fibrillation > flutter;
  if (couldFlutter(evidence) && (clearWaves(evidence) || (flutter >= flutterLimit(evidence) && !likelier)))
    return flutter < statedFrom ? possible(evidence, 'atrial flutter', flutter) : flutterFinding(evidence, flutter);
  if (fibrillation < threshold) return null;
  if (fibrillation < (hasPr(evidence) ? statedBesidePr : statedFrom))
    return possible(evidence, 'atrial fibrillation', fibrillation);
  return finding({
    code: 'atrial-fibrillation',
    text: `Atrial fibrillation, ventricular rate ${perMinute(rateBpm)}`,
    criterion: 'Fitted probability from irregularity of RR, P waves, fibrillatory waves and the single-lead network',
    value: fibrillation,
    threshold,
    beats,
    source: sources.fibrillation,
    probability: fibrillation,
    critical: rateBpm > critical.fibrillationAbove || rateBpm < critical.fibrillationBelow,
  });
};

/** A mechanism that someone should look for, and that nothing may be based on. */
const possible = (evidence: RhythmEvidence, name: string, probability: number): Finding | null => {
  // A regular narrow tachycardia is one, whatever its mechanism, and has advice of its own.
  if (withoutP(evidence)?.code === 'supraventricular-tachycardia') return null;
  return finding({
    code: 'rhythm-undetermined',
    text: `Rhythm undetermined, ventricular rate ${perMinute(evidence.rateBpm!)}: ${name} possible (${Math.floor(100 * probability)} %)`,
    criterion: `Fitted probability of ${name}, too low to state it`,
    value: probability,
    threshold: statedFrom,
    beats: evidence.beats.map((_, k) => k),
    source: name === 'atrial flutter' ? sources.flutter : sources.fibrillation,
    clearness: 0.5,
  });
};

/** Three or more waves to a QRS at one frequency that explains most of what lies between them. */
const clearWaves = ({ spectrum, usualRrS }: RhythmEvidence): boolean => {
  if (spectrum === null) return false;
  const waves = spectrum.hz * usualRrS;
  return (
    Math.round(waves) >= 3 &&
    Math.abs(waves - Math.round(waves)) < 0.06 &&
    spectrum.share >= 0.38 &&
    spectrum.wholeShare >= 0.65
  );
};

/** One QRS to a flutter wave is not told from other tachycardias here. */
const couldFlutter = ({ irregularity, spectrum, rateBpm, usualRrS }: RhythmEvidence): boolean =>
  (irregularity?.variation ?? 0) >= limits.regular ||
  (spectrum !== null && Math.round(spectrum.hz * usualRrS) >= 2 && rateBpm! <= mostFlutterBpm);

/** From here on flutter is worth a look: fewer than one in a hundred recordings of PTB-XL (folds 1 to 8) without it. */
const possibleFrom = 0.3;

/** Even waves that may be flutter beside a rhythm that is stated as another: what they do to ST is to be known. */
export const possibleFlutter = (evidence: RhythmEvidence): Finding[] => {
  const { flutter } = mechanisms(evidence);
  if (flutter === null || flutter < possibleFrom) return [];
  if (flutterConduction(evidence) === 'irregular' || !couldFlutter(evidence)) return [];
  return [
    finding({
      code: 'flutter-possible',
      text: `Atrial flutter not excluded (${Math.floor(100 * flutter)} %): its waves may lie on ST`,
      criterion: 'Fitted probability from an even atrial rhythm at 200 to 360/min, RR and P waves, too low to state it',
      value: flutter,
      threshold: possibleFrom,
      beats: evidence.beats.map((_, k) => k),
      source: sources.flutter,
      probability: flutter,
    }),
  ];
};

const flutterFinding = (evidence: RhythmEvidence, probability: number): Finding => {
  const rateBpm = evidence.rateBpm!;
  const { spectrum, irregularity, usualRrS } = evidence;
  const regular = (irregularity?.variation ?? 0) < limits.regular;
  const ratio = spectrum === null ? null : Math.round(spectrum.hz * usualRrS);
  const conductedAs = !regular
    ? 'variable conduction'
    : ratio !== null && ratio >= 2 && ratio <= 6
      ? `${ratio}:1 conduction`
      : 'conduction ratio not told';
  return finding({
    code: 'atrial-flutter',
    text: `Atrial flutter, ${conductedAs}, ventricular rate ${perMinute(rateBpm)}`,
    criterion: 'Fitted probability from an even atrial rhythm at 200 to 360/min, RR and P waves',
    value: probability,
    threshold: flutterLimit(evidence),
    beats: evidence.beats.map((_, k) => k),
    source: sources.flutter,
    probability,
    critical: rateBpm > critical.fibrillationAbove || rateBpm < critical.fibrillationBelow,
  });
};

const withoutP = (evidence: RhythmEvidence): Finding | null => {
  const { irregularity } = evidence;
  const rateBpm = evidence.rateBpm!;
  const regular = irregularity !== null && irregularity.variation < limits.regular;
  const { conducted, absent } = conduction(evidence);
  if (!regular || conducted || !absent) return null;
  if (rateBpm <= fastBpm) return mayBeJunctional(evidence) ? junctional(evidence, 'own') : withoutSeenP(evidence);
  return finding({
    code: 'supraventricular-tachycardia',
    text: `Supraventricular tachycardia, rate ${perMinute(rateBpm)}`,
    criterion: 'Ventricular rate; regular, QRS below 120 ms, no P wave at a fixed distance before it',
    value: rateBpm,
    threshold: fastBpm,
    unit: '/min',
    beats: evidence.beats.map((_, k) => k),
    source: sources.supraventricular,
  });
};

/** Small P waves hide in noise, in one lead above all: their absence has to be shown. */
const mayBeJunctional = ({ atria, rateBpm, leadCount }: RhythmEvidence): boolean => {
  const clear =
    atria.markedShare <= junctionalMarks.clear &&
    (leadCount >= leadsForAbsence || (atria.likeness ?? 1) < clearLikeness);
  if (rateBpm! < junctionalBpm.from) return false;
  if (rateBpm! > junctionalBpm.to) return clear && leadCount >= leadsForAbsence;
  return clear || (leadCount >= leadsForAbsence && atria.markedShare <= junctionalMarks.most);
};

const withoutSeenP = (evidence: RhythmEvidence): Finding =>
  finding({
    code: 'rhythm-undetermined',
    text: `Regular rhythm with narrow QRS, rate ${perMinute(evidence.rateBpm!)}, P waves not seen: sinus or junctional`,
    criterion: 'Part of the QRS complexes with a P wave before them; neither its presence nor its absence is clear',
    value: evidence.atria.markedShare,
    threshold: junctionalMarks.most,
    beats: evidence.beats.map((_, k) => k),
    source: sources.statements,
    clearness: 0.5,
  });

const sinusRhythm = (evidence: RhythmEvidence, blocked: boolean): Finding => {
  const { atria, beats } = evidence;
  const rateBpm = sinusRate(evidence, blocked);
  const rate =
    rateBpm === Math.round(evidence.rateBpm!)
      ? `rate ${perMinute(rateBpm)}`
      : `atrial rate ${perMinute(rateBpm)}, ventricular rate ${perMinute(evidence.rateBpm!)}`;
  const base: FindingBase = {
    criterion: 'Sinus rate; P waves before the QRS complexes',
    value: rateBpm,
    unit: '/min',
    beats: indices(evidence, (k) => beats[k]!.kind === 'usual'),
    source: sources.textbook,
    clearness: (atria.markedShare - limits.absentShare) / (1 - limits.absentShare),
  };
  if (rateBpm < slowBpm)
    return finding({
      ...base,
      code: 'sinus-bradycardia',
      text: `Sinus bradycardia, ${rate}`,
      threshold: slowBpm,
    });
  if (rateBpm > fastBpm)
    return finding({
      ...base,
      code: 'sinus-tachycardia',
      text: `Sinus tachycardia, ${rate}`,
      threshold: fastBpm,
    });
  const near = Math.abs(rateBpm - slowBpm) < Math.abs(rateBpm - fastBpm) ? slowBpm : fastBpm;
  return finding({ ...base, code: 'sinus-rhythm', text: `Sinus rhythm, ${rate}`, threshold: near });
};

/** As it is shown, so that the name fits the figure beside it. Blocked P waves: the rate of their train, the ventricles do not tell it. */
const sinusRate = ({ rateBpm, atria }: RhythmEvidence, blocked: boolean): number =>
  Math.round(blocked && isEven(atria.train) ? 60 / atria.train.periodS : rateBpm!);

const undetermined = (evidence: RhythmEvidence): Finding =>
  finding({
    code: 'rhythm-undetermined',
    text: `Rhythm undetermined, ventricular rate ${perMinute(evidence.rateBpm!)}`,
    criterion: 'Part of the QRS complexes with a P wave before them, and no other rhythm fits',
    value: evidence.atria.markedShare,
    threshold: limits.absentShare,
    beats: evidence.beats.map((_, k) => k),
    source: sources.statements,
  });
