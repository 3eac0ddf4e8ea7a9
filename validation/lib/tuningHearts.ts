import { beatless, type Rhythm, rhythms } from '../../app/synth/catalogue.ts';
import { drawSpec } from '../../app/synth/population.ts';
import { noNoise, restingNoise } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import { type PointKey, type PointTimes, pointKeys } from './waveReference.ts';

export interface TuningHeart {
  readonly seed: number;
  readonly rhythm: Rhythm;
  readonly leads: readonly Float32Array[];
  readonly sampleRateHz: number;
  /** Per lead, as annotations of a real recording would say. */
  readonly points: readonly PointTimes[];
}

const noises = ['none', 'resting', 'baseline', 'resting', 'muscle', 'none', 'mains'] as const;

/** Synthetic recordings to fit on: none of the seeds that `validate synthetic` scores. Every rhythm with waves, every shape. */
export const tuningHearts = function* (count: number): Generator<TuningHeart> {
  const usable = rhythms.filter((rhythm) => !beatless.has(rhythm));
  for (let i = 0; i < count; i++) {
    const seed = 1_000_001 + i;
    const noise = noises[Math.floor(i / usable.length) % noises.length]!;
    const spec = drawSpec({
      seed,
      rhythm: usable[i % usable.length]!,
      noise: noise === 'none' ? noNoise : restingNoise,
      snr: noise === 'none' || noise === 'resting' ? [] : [{ kind: noise, db: 10 + (i % 5) * 2 }],
    });
    const { recording, truth } = synthesise(spec);
    const points = recording.leads.map((lead) => {
      const times = Object.fromEntries(pointKeys.map((key) => [key, [] as number[]])) as Record<PointKey, number[]>;
      for (const beat of truth.beats) {
        const own = beat.perLead[lead.name];
        for (const [wave, name] of [
          ['P', 'p'],
          ['QRS', 'qrs'],
          ['T', 't'],
        ] as const) {
          const marks = own?.[name];
          if (!marks) continue;
          (['onset', 'peak', 'offset'] as const).forEach((point, k) => {
            const timeS = marks[k];
            if (timeS !== null && timeS !== undefined) times[`${wave} ${point}`].push(timeS);
          });
        }
      }
      return times;
    });
    yield {
      seed,
      rhythm: spec.rhythm,
      leads: recording.leads.map((lead) => lead.samplesMv),
      sampleRateHz: recording.sampleRateHz,
      points,
    };
  }
};
