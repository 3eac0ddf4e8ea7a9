import type { Analysis, Measurements } from './schema.ts';
import { limitOf } from './statements/conditions.ts';
import { elsewhereMv, v2v3 } from './statements/rules/st.ts';
import type { PatientFacts } from './statements/statementInput.ts';

/** The instants that ST is read at. */
export const stPoints = ['stJMv', 'stJ60Mv', 'stJ80Mv'] as const;
export type StPoint = (typeof stPoints)[number];

export interface StMapLead {
  /** As printed: the lead, with a minus where it is turned over. */
  readonly label: string;
  readonly lead: string;
  /** ST as shown, turned over with the lead; null: not measured. */
  readonly stMv: number | null;
  /** Half width of its 90 % interval; null: not known. */
  readonly halfWidthMv: number | null;
  /** From where on ST counts as raised and as lowered at J; null at other instants and in -aVR, which have no such limit. */
  readonly raisedFromMv: number | null;
  readonly loweredFromMv: number | null;
  readonly level: 'raised' | 'lowered' | 'between' | null;
}

/** Round the heart: the limb leads from the left shoulder to the right leg, then the chest. */
const order: readonly (readonly [lead: string, sign: 1 | -1])[] = [
  ['aVL', 1],
  ['I', 1],
  ['aVR', -1],
  ['II', 1],
  ['aVF', 1],
  ['III', 1],
  ['V1', 1],
  ['V2', 1],
  ['V3', 1],
  ['V4', 1],
  ['V5', 1],
  ['V6', 1],
];

const loweredFromMv = -0.05;

/** ST is raised from here on, mV at J: Fourth universal definition of myocardial infarction, by lead, age and sex. */
export const raisedFromMv = (lead: string, patient: PatientFacts): number | null =>
  lead === 'V2' || lead === 'V3' ? limitOf(v2v3, patient) : elsewhereMv;

/** ST of the standard leads in anatomical order (Cabrera's, then V1 to V6); leads that the recording does not have are left out. */
export const stMapOf = (analysis: Pick<Analysis, 'measurements' | 'recording'>, point: StPoint): readonly StMapLead[] =>
  order
    .filter(([lead]) => analysis.recording.leads.includes(lead))
    .map(([lead, sign]) => leadOf(analysis.measurements, analysis.recording.patient, lead, sign, point));

const leadOf = (
  { perLead, perLeadUncertaintyMv }: Measurements,
  patient: PatientFacts,
  lead: string,
  sign: 1 | -1,
  point: StPoint,
): StMapLead => {
  const value = perLead[lead]?.[point] ?? null;
  const stMv = value === null ? null : sign * value;
  const limited = point === 'stJMv' && sign === 1;
  const raised = limited ? raisedFromMv(lead, patient) : null;
  const lowered = limited ? loweredFromMv : null;
  return {
    label: sign === 1 ? lead : `−${lead}`,
    lead,
    stMv,
    halfWidthMv: perLeadUncertaintyMv?.[lead]?.[point] ?? null,
    raisedFromMv: raised,
    loweredFromMv: lowered,
    level:
      stMv === null || raised === null || lowered === null
        ? null
        : stMv >= raised
          ? 'raised'
          : stMv <= lowered
            ? 'lowered'
            : 'between',
  };
};
