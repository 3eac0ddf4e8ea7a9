import { type NoiseKind, noiseKinds, noNoise, restingNoise } from '../../../app/synth/spec.ts';
import { changeHeart, useHeart } from '../../state/heart.ts';
import { texts } from '../../texts.ts';
import { CheckField, ChoiceField, Group } from './fields.tsx';

const words = texts.heart;
const ratiosDb = [24, 18, 12, 6, 0, -6] as const;

export const NoiseGroup = () => {
  const { noise, snr } = useHeart(({ spec }) => spec);
  const setKind = (kind: NoiseKind, db: number | null): void =>
    changeHeart({
      snr: [...snr.filter((each) => each.kind !== kind), ...(db === null ? [] : [{ kind, db }])],
    });
  return (
    <Group title={words.noise}>
      <CheckField
        label={words.resting}
        checked={noise.baselineMv > 0}
        onChange={(checked) =>
          changeHeart({ noise: { ...(checked ? restingNoise : noNoise), mainsHz: noise.mainsHz } })
        }
      />
      {noiseKinds.map((kind) => (
        <ChoiceField<number | null>
          key={kind}
          label={words.kinds[kind]}
          value={snr.find((each) => each.kind === kind)?.db ?? null}
          options={[
            { value: null, title: words.noNoise },
            ...ratiosDb.map((db) => ({ value: db, title: words.ratioDb(db) })),
          ]}
          onChange={(db) => setKind(kind, db)}
        />
      ))}
      <ChoiceField
        label={words.mainsHz}
        value={noise.mainsHz}
        options={([50, 60] as const).map((hz) => ({ value: hz, title: `${hz} Hz` }))}
        onChange={(mainsHz) => changeHeart({ noise: { ...noise, mainsHz } })}
      />
    </Group>
  );
};
