import { create } from 'zustand';
import { type SynthSpec, synthSpec } from '../../app/synth/spec.ts';

/** What the reader has chosen so far; a number that is being typed may be NaN. Kept while the panel is closed. */
export const useHeart = create<{ readonly spec: SynthSpec }>()(() => ({
  spec: { ...synthSpec({ seed: 1 }), variety: true, patient: { id: null, ageYears: 50, sex: null } },
}));

export const changeHeart = (change: Partial<SynthSpec>): void =>
  useHeart.setState(({ spec }) => ({ spec: { ...spec, ...change } }));

/** Six digits: short enough to be said and typed again. */
export const newSeed = (): void => {
  const drawn = new Uint32Array(1);
  crypto.getRandomValues(drawn);
  changeHeart({ seed: (drawn[0] ?? 0) % 1_000_000 });
};
