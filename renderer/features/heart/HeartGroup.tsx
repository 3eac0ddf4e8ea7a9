import { rhythmCatalogue } from '../../../app/synth/catalogue.ts';
import { changeHeart, newSeed, useHeart } from '../../state/heart.ts';
import { texts } from '../../texts.ts';
import { CheckField, ChoiceField, Field, Group, NumberField } from './fields.tsx';
import { type Choices, rhythmChoices, shapeChoices } from './presets.ts';

const words = texts.heart;

const Presets = <T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly groups: readonly Choices<T>[];
  readonly onChange: (id: T) => void;
}) => (
  <Field label={props.label} wide>
    {(id) => (
      <select
        id={id}
        value={props.value}
        onChange={(event) => {
          const chosen = props.groups.flatMap(({ choices }) => choices)[event.target.selectedIndex];
          if (chosen !== undefined) props.onChange(chosen.id);
        }}
      >
        {props.groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.choices.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    )}
  </Field>
);

const usualVariability = { respiratory: 0.03, lowFrequency: 0.02, random: 0.006 };

const Variability = () => {
  const variability = useHeart(({ spec }) => spec.variability);
  return (
    <>
      <ChoiceField
        label={words.variability}
        wide
        value={variability !== null}
        options={[
          { value: false, title: words.usualVariability },
          { value: true, title: words.ownVariability },
        ]}
        onChange={(own) => changeHeart({ variability: own ? usualVariability : null })}
      />
      {variability !== null &&
        (['respiratory', 'lowFrequency', 'random'] as const).map((part) => (
          <NumberField
            key={part}
            label={words[part]}
            unit={words.partOfRr}
            value={Number((100 * variability[part]).toFixed(3))}
            onChange={(percent) => changeHeart({ variability: { ...variability, [part]: percent / 100 } })}
          />
        ))}
    </>
  );
};

export const HeartGroup = () => {
  const { rhythm, morphology, heartRateBpm, variety, uWave, seed, patient } = useHeart(({ spec }) => spec);
  return (
    <Group title={words.heart}>
      <Presets
        label={words.rhythm}
        value={rhythm}
        groups={rhythmChoices}
        onChange={(id) => changeHeart({ rhythm: id, heartRateBpm: rhythmCatalogue[id].bpm[0] })}
      />
      <Presets
        label={words.shape}
        value={morphology}
        groups={shapeChoices}
        onChange={(id) => changeHeart({ morphology: id })}
      />
      <NumberField
        label={words.rate}
        unit={words.rateUnit}
        value={heartRateBpm}
        onChange={(bpm) => changeHeart({ heartRateBpm: bpm })}
      />
      <NumberField
        label={words.age}
        unit={words.ageUnit}
        value={patient.ageYears}
        placeholder={words.sexes.none}
        onChange={(years) => changeHeart({ patient: { ...patient, ageYears: Number.isNaN(years) ? null : years } })}
      />
      <ChoiceField<'F' | 'M' | null>
        label={words.sex}
        value={patient.sex}
        options={[
          { value: null, title: words.sexes.none },
          { value: 'F', title: words.sexes.F },
          { value: 'M', title: words.sexes.M },
        ]}
        onChange={(sex) => changeHeart({ patient: { ...patient, sex } })}
      />
      <Variability />
      <CheckField
        label={words.individual}
        checked={variety}
        onChange={(checked) => changeHeart({ variety: checked })}
      />
      <CheckField label={words.uWave} checked={uWave} onChange={(checked) => changeHeart({ uWave: checked })} />
      <NumberField label={words.seed} step={1} value={seed} onChange={(value) => changeHeart({ seed: value })} />
      <button type="button" onClick={newSeed}>
        {words.newSeed}
      </button>
    </Group>
  );
};
