import { median } from '../../signal/windows.ts';
import { isEven } from './conduction.ts';
import { type Finding, finding, indices, sources } from './finding.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** PR before the blocked P wave longer than behind it by this: Wenckebach; less than the other: Mobitz II. */
const wenckebachMs = 28;
/** P waves come as evenly as the intervals without a blocked one, which a blocked one makes longer by this at least. */
const periodTolerance = 0.25;
const pauseFactor = 1.2;
const longFactor = 1.4;
/** Two to one: atrial events stand out by this, and no interval is shorter, s. */
const clearProminence = 4;
const slowestFreeS = 1.15;

/** P waves of an even train that no QRS follows, or, where T waves hide them, groups of beats as only they make them. */
export const secondDegree = (evidence: RhythmEvidence): Finding | null => {
  const { beats } = evidence;
  // Ectopic and paced beats hide and block P waves by themselves.
  if (beats.some(({ kind }) => kind === 'ventricular' || kind === 'paced')) return null;
  return byTrain(evidence) ?? byGroups(evidence);
};

const byTrain = (evidence: RhythmEvidence): Finding | null => {
  const { atria, rrS, beats } = evidence;
  const { train } = atria;
  const blocked = indices(evidence, (k) => k > 0 && atria.unconducted[k]! > 0);
  if (blocked.length === 0 || !isEven(train)) return null;
  const period = train.periodS;
  const free = indices(evidence, (k) => k > 0 && atria.unconducted[k] === 0);
  const freeS = median(free.map((k) => rrS[k]!));
  const someFree = Number.isFinite(freeS);
  // Without an interval free of blocked P waves, each second P must be seen clearly: T waves pass for P waves too.
  const evenly = someFree
    ? Math.abs(freeS / period - 1) < periodTolerance
    : atria.prominence >= clearProminence && rrS.every((rr) => !(rr < slowestFreeS));
  if (!evenly) return null;
  const longer = blocked.filter(
    (k) => rrS[k]! > longFactor * period && (someFree ? rrS[k]! > pauseFactor * freeS : atria.unconductedClear[k]! > 0),
  );
  if (longer.length === 0 || longer.length < blocked.length / 2) return null;
  const prAt = (k: number): number | null => atria.distanceMs[k] ?? beats[k]?.prMs ?? null;
  const changes = longer.flatMap((k) => {
    const before = prAt(k - 1);
    const behind = prAt(k);
    return before === null || behind === null || longer.includes(k - 1) ? [] : [before - behind];
  });
  const most = Math.max(...longer.map((k) => atria.unconducted[k]!));
  const base = { beats: longer, source: sources.brady };
  if (most >= 2)
    return finding({
      ...base,
      code: 'av-block-advanced',
      text: 'Advanced (high-grade) AV block: consecutive P waves not conducted',
      criterion: 'P waves in a row without a QRS complex',
      value: most,
      threshold: 2,
      critical: true,
    });
  if (changes.length === 0 || !someFree)
    return finding({
      ...base,
      code: 'av-block-2-to-1',
      text: 'Second-degree AV block, 2:1',
      criterion: 'Intervals with a P wave that no QRS follows, each second P wave',
      value: longer.length,
      threshold: 1,
    });
  return byPr(longer, median(changes));
};

const byPr = (longer: readonly number[], changeMs: number): Finding => {
  const wenckebach = changeMs >= wenckebachMs;
  const kind = wenckebach
    ? ({ code: 'av-block-2-wenckebach', text: 'Second-degree AV block, Mobitz I (Wenckebach)' } as const)
    : ({ code: 'av-block-2-mobitz', text: 'Second-degree AV block, Mobitz II', critical: true } as const);
  return finding({
    ...kind,
    criterion: 'PR before the P wave that is not conducted less PR behind it',
    value: changeMs,
    threshold: wenckebachMs,
    unit: 'ms',
    beats: longer,
    source: sources.brady,
    clearness: Math.abs(changeMs - wenckebachMs) / wenckebachMs,
  });
};

/** Long over short intervals of groups of two: twice the P interval with a constant PR, less with one that grows. */
const groups = { from: 1.45, wenckebachTo: 1.93, mobitzFrom: 1.85, to: 2.1, least: 2 } as const;
const markedFrom = 0.8;

const byGroups = (evidence: RhythmEvidence): Finding | null => {
  const { rrS, beats, atria } = evidence;
  if (atria.markedShare < markedFrom) return null;
  const known = rrS.slice(1);
  const shortS = median(known.filter((rr) => rr < median(known) || rr === Math.min(...known)));
  const longer = indices(evidence, (k) => k > 0 && rrS[k]! > groups.from * shortS);
  const alternate = longer.every((k, i) => i === 0 || k - longer[i - 1]! === 2);
  if (longer.length < groups.least || !alternate || longer.length < (beats.length - 2) / 2) return null;
  const ratio = median(longer.map((k) => rrS[k]! / shortS));
  const pr = (k: number): number => beats[k]?.prMs ?? Number.NaN;
  const change = median(longer.map((k) => pr(k - 1) - pr(k)));
  if (ratio > groups.to || !Number.isFinite(change)) return null;
  const wenckebach = change >= wenckebachMs && ratio <= groups.wenckebachTo;
  const mobitz = Math.abs(change) < wenckebachMs / 2 && ratio >= groups.mobitzFrom;
  return wenckebach || mobitz ? byPr(longer, change) : null;
};
