import { type Electrode, electrodes } from '../../../app/synth/leadField.ts';
import type { ElectrodeOff } from '../../../app/synth/spec.ts';
import { changeHeart, useHeart } from '../../state/heart.ts';
import { texts } from '../../texts.ts';
import { ChoiceField, Group, NumberField } from './fields.tsx';
import { swapChoices } from './presets.ts';

const words = texts.heart;

const LostElectrode = () => {
  const lost = useHeart(({ spec }) => spec.electrodesOff[0]);
  const change = (part: Partial<ElectrodeOff>): void =>
    changeHeart({ electrodesOff: [{ electrode: 'V4', shows: 'flat', fromS: 0, toS: null, ...lost, ...part }] });
  return (
    <>
      <ChoiceField<Electrode | null>
        label={words.off}
        value={lost?.electrode ?? null}
        options={[
          { value: null, title: words.none },
          ...electrodes.map((electrode) => ({ value: electrode, title: electrode })),
        ]}
        onChange={(electrode) => (electrode === null ? changeHeart({ electrodesOff: [] }) : change({ electrode }))}
      />
      {lost !== undefined && (
        <>
          <ChoiceField
            label={words.shows}
            wide
            value={lost.shows}
            options={(['flat', 'rail'] as const).map((shows) => ({ value: shows, title: words.showing[shows] }))}
            onChange={(shows) => change({ shows })}
          />
          <NumberField label={words.from} unit="s" value={lost.fromS} onChange={(fromS) => change({ fromS })} />
          <NumberField
            label={words.until}
            unit="s"
            value={lost.toS}
            placeholder={words.toTheEnd}
            onChange={(toS) => change({ toS: Number.isNaN(toS) ? null : toS })}
          />
        </>
      )}
    </>
  );
};

export const RecorderGroup = () => {
  const { swapped, railMv, sampleRateHz, durationS, resolutionUv } = useHeart(({ spec }) => spec);
  const pair = swapped[0];
  const swaps = [
    { value: 'none', title: words.none },
    ...swapChoices.map(([one, other]) => ({ value: `${one}/${other}`, title: `${one} / ${other}` })),
  ];
  return (
    <Group title={words.recorder}>
      <NumberField
        label={words.duration}
        unit="s"
        value={durationS}
        onChange={(seconds) => changeHeart({ durationS: seconds })}
      />
      <NumberField
        label={words.sampleRate}
        unit="Hz"
        value={sampleRateHz}
        onChange={(hz) => changeHeart({ sampleRateHz: hz })}
      />
      <NumberField
        label={words.resolution}
        unit="µV"
        value={resolutionUv}
        onChange={(uv) => changeHeart({ resolutionUv: uv })}
      />
      <NumberField label={words.clipping} unit="mV" value={railMv} onChange={(mv) => changeHeart({ railMv: mv })} />
      <ChoiceField
        label={words.swapped}
        value={pair === undefined ? 'none' : pair.join('/')}
        options={swaps}
        onChange={(chosen) => {
          const found = swapChoices.find((each) => each.join('/') === chosen);
          changeHeart({ swapped: found === undefined ? [] : [[found[0], found[1]]] });
        }}
      />
      <LostElectrode />
    </Group>
  );
};
