import { type Finding, finding, indices, perMinute, sources } from './finding.ts';
import type { BeatKind, RhythmEvidence } from './rhythmEvidence.ts';

const runFrom = 3;
const runBpm = 100;
const leastRepeats = 3;

/** Ectopic beats in a rhythm that is not ectopic itself. */
export const ectopy = (evidence: RhythmEvidence): Finding[] => [
  ...ventricularEctopy(evidence),
  ...atrialEctopy(evidence),
];

interface Group {
  readonly from: number;
  readonly count: number;
}

const groupsOf = ({ beats }: RhythmEvidence, wanted: BeatKind): Group[] => {
  const groups: { from: number; count: number }[] = [];
  beats.forEach(({ kind }, k) => {
    const last = groups[groups.length - 1];
    if (kind !== wanted) return;
    if (last !== undefined && last.from + last.count === k) last.count += 1;
    else groups.push({ from: k, count: 1 });
  });
  return groups;
};

const beatsOf = (groups: readonly Group[]): number[] =>
  groups.flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i));

/** Longest series of groups that begin `every` beats after each other. */
const series = (groups: readonly Group[], every: number): Group[] => {
  let best: Group[] = [];
  let now: Group[] = [];
  for (const group of groups) {
    const last = now[now.length - 1];
    now = last !== undefined && group.from - last.from === every ? [...now, group] : [group];
    if (now.length > best.length) best = now;
  }
  return best;
};

const ventricularEctopy = (evidence: RhythmEvidence): Finding[] => {
  const groups = groupsOf(evidence, 'ventricular');
  if (groups.length === 0) return [];
  const found: Finding[] = [];
  const runs = groups.filter(({ count }) => count >= runFrom);
  if (runs.length > 0) {
    const longest = runs.reduce((a, b) => (b.count > a.count ? b : a));
    const rate = runRate(evidence, longest);
    const fast = rate > runBpm;
    found.push(
      finding({
        ...(fast ? { code: 'ventricular-tachycardia-nonsustained', critical: true } : { code: 'ventricular-run-slow' }),
        text: fast
          ? `Nonsustained ventricular tachycardia, ${longest.count} beats at ${perMinute(rate)}`
          : `Run of ${longest.count} ventricular beats at ${perMinute(rate)}`,
        criterion: 'Consecutive ventricular beats, and their rate above 100/min for tachycardia',
        value: longest.count,
        threshold: runFrom,
        beats: beatsOf(runs),
        source: sources.ventricular,
      }),
    );
  }
  const couplets = groups.filter(({ count }) => count === 2);
  if (couplets.length > 0)
    found.push(
      finding({
        code: 'ventricular-couplet',
        text: couplets.length === 1 ? 'Ventricular couplet' : `${couplets.length} ventricular couplets`,
        criterion: 'Pairs of ventricular beats',
        value: couplets.length,
        threshold: 1,
        beats: beatsOf(couplets),
        source: sources.ventricular,
      }),
    );
  const singles = groups.filter(({ count }) => count === 1);
  if (singles.length === 0) return found;
  for (const [every, code, name] of [
    [2, 'ventricular-bigeminy', 'Ventricular bigeminy'],
    [3, 'ventricular-trigeminy', 'Ventricular trigeminy'],
  ] as const) {
    const repeated = series(singles, every);
    if (repeated.length < leastRepeats) continue;
    return [
      ...found,
      finding({
        code,
        text: name,
        criterion: `Ventricular beats in a row, each ${every === 2 ? 'second' : 'third'} beat`,
        value: repeated.length,
        threshold: leastRepeats,
        beats: beatsOf(repeated),
        source: sources.ventricular,
      }),
    ];
  }
  return [
    ...found,
    finding({
      code: 'ventricular-premature',
      text:
        singles.length === 1 ? 'Ventricular premature complex' : `${singles.length} ventricular premature complexes`,
      criterion: 'Single beats of ventricular shape',
      value: singles.length,
      threshold: 1,
      beats: beatsOf(singles),
      source: sources.ventricular,
    }),
  ];
};

const runRate = ({ rrS }: RhythmEvidence, { from, count }: Group): number => {
  const inside = rrS.slice(from + 1, from + count).filter(Number.isFinite);
  return inside.length === 0 ? 0 : (60 * inside.length) / inside.reduce((sum, rr) => sum + rr, 0);
};

const atrialEctopy = (evidence: RhythmEvidence): Finding[] => {
  const groups = groupsOf(evidence, 'early');
  const runs = groups.filter(({ count }) => count >= runFrom);
  const others = groups.filter(({ count }) => count < runFrom);
  const found: Finding[] = [];
  if (runs.length > 0)
    found.push(
      finding({
        code: 'atrial-run',
        text: `Run of ${Math.max(...runs.map(({ count }) => count))} supraventricular premature beats`,
        criterion: 'Consecutive premature beats of the usual shape',
        value: Math.max(...runs.map(({ count }) => count)),
        threshold: runFrom,
        beats: beatsOf(runs),
        source: sources.supraventricular,
      }),
    );
  const beats = beatsOf(others);
  if (beats.length > 0) {
    const earliest = Math.min(...beats.map((k) => evidence.rrS[k]! / evidence.usualRrS));
    found.push(
      finding({
        code: 'atrial-premature',
        text:
          beats.length === 1
            ? 'Supraventricular premature complex'
            : `${beats.length} supraventricular premature complexes`,
        criterion: 'Interval before the beat as a part of the usual one, beat of the usual shape',
        value: Number.isFinite(earliest) ? earliest : null,
        threshold: 0.87,
        beats: indices(evidence, (k) => beats.includes(k)),
        source: sources.supraventricular,
      }),
    );
  }
  return found;
};
