import { type PacingSpec, pacingModes } from '../../../app/synth/spec.ts';
import { changeHeart, useHeart } from '../../state/heart.ts';
import { texts } from '../../texts.ts';
import { ChoiceField, Group, NumberField } from './fields.tsx';

const words = texts.heart;
const faults = ['none', 'capture', 'sense'] as const satisfies readonly PacingSpec['fault'][];

export const PacingGroup = () => {
  const pacing = useHeart(({ spec }) => spec.pacing);
  const change = (part: Partial<PacingSpec>): void =>
    changeHeart({ pacing: { mode: 'VVI', fault: 'none', pulseMs: 0.5, ...pacing, ...part } });
  return (
    <Group title={words.pacing}>
      <ChoiceField<PacingSpec['mode'] | null>
        label={words.pacemaker}
        wide
        value={pacing?.mode ?? null}
        options={[
          { value: null, title: words.noPacemaker },
          ...pacingModes.map((mode) => ({ value: mode, title: words.modes[mode] })),
        ]}
        onChange={(mode) => (mode === null ? changeHeart({ pacing: null }) : change({ mode }))}
      />
      {pacing !== null && (
        <>
          <ChoiceField
            label={words.fault}
            wide
            value={pacing.fault}
            options={faults.map((fault) => ({ value: fault, title: words.faults[fault] }))}
            onChange={(fault) => change({ fault })}
          />
          <NumberField
            label={words.pulse}
            unit="ms"
            value={pacing.pulseMs}
            onChange={(pulseMs) => change({ pulseMs })}
          />
        </>
      )}
    </Group>
  );
};
