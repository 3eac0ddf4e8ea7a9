import { boundsOfBeat, type CorrectedValue, correctedBeatValues } from '../../../app/analysis/correctedMarks.ts';
import type { MedianBeats } from '../../../app/analysis/medianBeats.ts';
import { useCorrections } from '../../state/corrections.ts';
import { texts } from '../../texts.ts';

const unitOf = (name: string): string => (name.endsWith('Deg') ? '°' : 'ms');
const printed = (value: number | null): string =>
  value === null ? texts.notMeasured : String(Math.round(value)).replace('-', '−');

const Row = ({ name, computer, corrected }: CorrectedValue) => {
  const same = printed(computer) === printed(corrected);
  return (
    <tr>
      <th scope="row">{texts.correction.valueLabels[name]}</th>
      <td>
        {!same && <s className="muted">{printed(computer)}</s>} <b>{printed(corrected)}</b>{' '}
        <span className="unit">{corrected === null ? '' : unitOf(name)}</span>
      </td>
      <td className="muted">{same ? '' : texts.correction.corrected}</td>
    </tr>
  );
};

/** Intervals and axes between the bounds of one beat, corrected ones beside those that were found. */
export const BeatValues = ({
  shown,
  beat,
  beats,
  rrS,
}: {
  readonly shown: MedianBeats;
  readonly beat: number;
  readonly beats: number;
  readonly rrS: number | null;
}) => {
  const marks = useCorrections((state) => state.marks);
  const values = correctedBeatValues(shown, boundsOfBeat(marks, beat), rrS);
  return (
    <div className="median-table">
      <table className="figure">
        <caption>{texts.correction.values(texts.correction.beat(beat + 1, beats))}</caption>
        <tbody>
          {values.map((value) => (
            <Row key={value.name} {...value} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
