import { limits } from './conduction.ts';
import { mechanismFeatures } from './mechanismFeatures.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** How the ventricles follow the waves: what tells them apart, and how surely, is another thing in each. */
export type FlutterConduction = 'irregular' | 'several' | 'twoToOne';

export const flutterConduction = ({ irregularity, spectrum, usualRrS }: RhythmEvidence): FlutterConduction => {
  if (irregularity === null || irregularity.variation >= limits.regular) return 'irregular';
  return spectrum !== null && Math.round(spectrum.hz * usualRrS) >= 3 ? 'several' : 'twoToOne';
};

const within = ['wholeShare', 'restShare', 'prominence', 'likeness', 'markedShare', 'waveSize'] as const;
/** Half of the slowest and of the fastest flutter, beats a minute. */
const halfBpm = { from: 115, to: 178 } as const;

/** null where there are too few intervals. */
export const flutterFeatures = (evidence: RhythmEvidence): Readonly<Record<string, number>> | null => {
  const base = mechanismFeatures(evidence);
  if (base === null) return null;
  const { spectrum, usualRrS, rateBpm } = evidence;
  const waves = spectrum === null || !Number.isFinite(usualRrS) ? 0 : Math.round(spectrum.hz * usualRrS);
  const several = waves >= 3 && waves <= 6 ? base.regular : 0;
  const two = waves <= 2 ? base.regular : 0;
  const whole = Math.max(0, base.whole) * base.wholeShare;
  const out: Record<string, number> = {
    ...base,
    several,
    two,
    severalWhole: several * whole,
    twoWhole: two * whole,
    twoFast: (rateBpm ?? 0) > halfBpm.to ? two : 0,
    twoSlow: (rateBpm ?? 0) < halfBpm.from ? two : 0,
  };
  for (const name of within) {
    out[`several ${name}`] = several * base[name];
    out[`two ${name}`] = two * base[name];
  }
  return out;
};
