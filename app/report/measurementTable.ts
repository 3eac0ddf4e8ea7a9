import type { CorrectedValue } from '../analysis/correctedMarks.ts';
import { measurementLabels } from '../analysis/measurementLabels.ts';
import type { Analysis, MeasurementName, Measurements } from '../analysis/schema.ts';

/** The measurements as tables of words, the same on screen and on paper. */

export interface MeasurementRow {
  readonly name: MeasurementName;
  readonly label: string;
  /** Whole units with a true minus; null when it was not measured. */
  readonly value: string | null;
  readonly unit: string;
  /** Half width of the 90 % interval with its sign; what stands in its place where there is none. */
  readonly uncertainty: string;
  /** Why there is no value; null when there is one. */
  readonly reason: string | null;
}

const signed = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
};

const noReason = 'no reason given';
const noUncertainty = 'uncertainty not estimated';

/** In the place of an uncertainty: that a reader set the value, and what the computer's was. */
const correctedNote = ({ computer }: CorrectedValue, unit: string): string =>
  computer === null ? 'corrected; not measured before' : `corrected, was ${signed(computer, 0)} ${unit}`;

/**
 * Intervals, corrected QT and axes, each with its uncertainty or with the reason why it was not measured. Where a reader
 * corrected, the corrected value stands with the computer's beside it.
 */
export const measurementRows = (
  measured: Measurements,
  values: readonly CorrectedValue[] = [],
): readonly MeasurementRow[] =>
  (Object.entries(measurementLabels) as [keyof typeof measurementLabels, string][]).map(
    ([name, label]): MeasurementRow => {
      const unit = isAxis(name) ? '°' : 'ms';
      const byReader = values.find((each) => each.name === name);
      if (byReader?.corrected != null)
        return {
          name,
          label,
          value: signed(byReader.corrected, 0),
          unit,
          uncertainty: correctedNote(byReader, unit),
          reason: null,
        };
      const value = measured[name];
      if (value === null) {
        const reason = measured.reasons[name] ?? noReason;
        return { name, label, value: null, unit: '', uncertainty: '', reason };
      }
      const half = (isAxis(name) ? measured.uncertainty?.[name] : measured.uncertaintyMs[name]) ?? null;
      const uncertainty = half === null ? noUncertainty : `± ${Math.max(1, Math.round(half))} ${unit}`;
      return { name, label, value: signed(value, 0), unit, uncertainty, reason: null };
    },
  );

const isAxis = (name: MeasurementName): name is 'pAxisDeg' | 'qrsAxisDeg' | 'tAxisDeg' => name.endsWith('Deg');

type AmplitudeName = keyof Measurements['perLead'][string];

export const amplitudeColumns = {
  pMv: 'P',
  qMv: 'Q',
  rMv: 'R',
  sMv: 'S',
  tMv: 'T',
  stJMv: 'ST J',
  stJ60Mv: 'J+60',
  stJ80Mv: 'J+80',
} as const satisfies Record<AmplitudeName, string>;

export interface AmplitudeRow {
  readonly lead: string;
  /** In the order of `amplitudeColumns`, mV with two decimals; 'none' where the lead has no such wave. */
  readonly values: readonly string[];
  /** Half width of the 90 % interval of each, mV with two decimals and sign; '' where there is none. */
  readonly uncertainties: readonly string[];
  /** Why there are none; null when there are. */
  readonly reason: string | null;
}

/** What stands in the place of a wave that a lead does not have. */
export const absentWave = 'none';

const noSignal = 'no usable signal';

/** Amplitudes against the PR segment of every lead of the recording, in its order; one row for all where none has any. */
export const amplitudeRows = ({ measurements, recording }: Analysis): readonly AmplitudeRow[] => {
  const names = Object.keys(amplitudeColumns) as AmplitudeName[];
  if (Object.keys(measurements.perLead).length === 0)
    return [{ lead: 'All', values: [], uncertainties: [], reason: measurements.reasons.perLead ?? noReason }];
  return recording.leads.map((lead): AmplitudeRow => {
    const row = measurements.perLead[lead];
    if (row === undefined) return { lead, values: [], uncertainties: [], reason: noSignal };
    const values = names.map((name) => {
      const value = row[name];
      return value === null ? absentWave : signed(value, 2);
    });
    const uncertainties = names.map((name) => {
      const half = measurements.perLeadUncertaintyMv?.[lead]?.[name] ?? null;
      return half === null ? '' : `± ${Math.max(0.01, half).toFixed(2)} mV`;
    });
    return { lead, values, uncertainties, reason: null };
  });
};

const amplitudeNote =
  'Amplitudes of the median beat against its PR segment; «none»: this lead has no such wave; a QS complex stands under Q.';
const atComputersBounds = 'They stand at the computer’s QRS and J: the correction of the QRS does not change them.';

/** Said under the amplitudes, which nobody corrects. */
export const amplitudeNoteBeside = (corrected: readonly Pick<CorrectedValue, 'name'>[]): string =>
  corrected.some(({ name }) => name === 'qrsMs') ? `${amplitudeNote} ${atComputersBounds}` : amplitudeNote;
export const uncertaintyNote = '±: half width of the 90 % interval.';
