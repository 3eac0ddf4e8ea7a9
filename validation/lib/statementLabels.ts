import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurements } from '../../app/analysis/schema.ts';
import type { PatientFacts } from '../../app/analysis/statements/statementInput.ts';
import { readRows } from '../../main/cli/models/labelledData.ts';

/** One labelled recording of a set. */
export interface LabelledRecord {
  /** Path under the folder, without extension. */
  readonly record: string;
  /** Official fold of PTB-XL; null elsewhere. */
  readonly fold: number | null;
  /** Words of the label: SCP codes and subclasses, or sentences in lower case. */
  readonly words: ReadonlySet<string>;
  /** What the set knows of the patient beside the file. */
  readonly patient: PatientFacts;
}

/** PTB-XL: recordings at 100 Hz of all folds but the tenth. LUDB: all. Those of a pacemaker rhythm are left in. */
export const labelledRecords = async (folder: string): Promise<LabelledRecord[]> => {
  const rows = await readRows(join(folder, 'records.csv'));
  if (rows === null) return ludb(folder);
  return rows.flatMap((row): LabelledRecord[] => {
    const fold = Number(row.strat_fold);
    const words = `${row.subclass} ${row.form} ${row.rhythm}`.split(/\s+/).filter((word) => word !== '');
    // A recording without any diagnostic statement says nothing about those that it lacks.
    if (fold === 10 || (row.subclass ?? '') === '') return [];
    const record = `records100/${String(row.ecg_id).padStart(5, '0')}_lr`;
    const age = Number(row.age);
    const patient: PatientFacts = {
      // PTB-XL writes 300 for 90 years and more.
      ageYears: row.age !== '' && Number.isFinite(age) ? Math.min(age, 90) : null,
      sex: row.sex === '0' ? 'M' : row.sex === '1' ? 'F' : null,
    };
    return [{ record, fold, words: new Set(words), patient }];
  });
};

const ludb = (folder: string): LabelledRecord[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => ({
      record: name.slice(0, -4),
      fold: null,
      patient: { ageYears: null, sex: null },
      words: new Set(
        readFileSync(join(folder, name), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('#') && !line.startsWith('#<'))
          .map((line) => line.slice(1).trim().replace(/\.$/, '').toLowerCase()),
      ),
    }));

/** What is looked for: which statements and which words of each set mean it, and a plain threshold rule for comparison. */
export interface Question {
  readonly name: string;
  readonly codes: readonly string[];
  readonly ptbxl: readonly string[];
  /** Sentences of LUDB, or their beginnings. */
  readonly ludb: readonly string[];
  readonly plain: string;
  readonly plainRule: (measurements: Measurements, patient: PatientFacts) => boolean;
}

const above = (value: number | null, limit: number): boolean => value !== null && value > limit;
const below = (value: number | null, limit: number): boolean => value !== null && value < limit;
const wave = (m: Measurements, lead: string, name: 'qMv' | 'rMv' | 'sMv'): number =>
  Math.abs(m.perLead[lead]?.[name] ?? 0);
const deepest = (m: Measurements, lead: string): number => Math.max(wave(m, lead, 'qMv'), wave(m, lead, 'sMv'));
const limb = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
const all = [...limb, 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

export const questions: readonly Question[] = [
  {
    name: 'RBBB',
    codes: ['rbbb'],
    ptbxl: ['CRBBB'],
    ludb: ['complete right bundle branch block'],
    plain: 'QRS >= 120 ms, R > S in V1',
    plainRule: (m) => above(m.qrsMs, 119.99) && wave(m, 'V1', 'rMv') > deepest(m, 'V1'),
  },
  {
    name: 'incomplete RBBB',
    codes: ['incomplete-rbbb'],
    ptbxl: ['IRBBB'],
    ludb: ['incomplete right bundle branch block'],
    plain: 'QRS 110 to 120 ms, R > S in V1',
    plainRule: (m) => above(m.qrsMs, 109.99) && below(m.qrsMs, 120) && wave(m, 'V1', 'rMv') > deepest(m, 'V1'),
  },
  {
    name: 'LBBB',
    codes: ['lbbb'],
    ptbxl: ['CLBBB'],
    ludb: ['complete left bundle branch block'],
    plain: 'QRS >= 120 ms, S > R in V1',
    plainRule: (m) => above(m.qrsMs, 119.99) && wave(m, 'V1', 'rMv') < deepest(m, 'V1'),
  },
  {
    name: 'IVCD',
    codes: ['ivcd'],
    ptbxl: ['IVCD'],
    ludb: ['non-specific intravintricular conduction delay'],
    plain: 'QRS > 110 ms',
    plainRule: (m) => above(m.qrsMs, 110),
  },
  {
    name: 'fascicular block',
    codes: ['lafb', 'lpfb'],
    ptbxl: ['LAFB/LPFB'],
    ludb: ['left anterior hemiblock', 'left posterior hemiblock'],
    plain: 'axis < -45 or > 90',
    plainRule: (m) => below(m.qrsAxisDeg, -45) || above(m.qrsAxisDeg, 90),
  },
  {
    name: 'AV block I (PR prolonged)',
    codes: [
      'pr-prolonged',
      'av-block-1',
      'av-block-2-wenckebach',
      'av-block-2-mobitz',
      'av-block-2-to-1',
      'av-block-advanced',
      'av-block-3',
    ],
    ptbxl: ['AVB', 'LPR'],
    ludb: ['i degree av block'],
    plain: 'PR > 200 ms',
    plainRule: (m) => above(m.prMs, 200),
  },
  {
    name: 'WPW',
    codes: ['wpw'],
    ptbxl: ['WPW'],
    ludb: ['wpw'],
    plain: 'PR < 120 ms, QRS > 110 ms',
    plainRule: (m) => below(m.prMs, 120) && above(m.qrsMs, 110),
  },
  {
    name: 'LVH',
    codes: ['lvh'],
    ptbxl: ['LVH', 'VCLVH'],
    ludb: ['left ventricular hypertrophy'],
    plain: 'Sokolow-Lyon >= 3.5 mV',
    plainRule: (m) => deepest(m, 'V1') + Math.max(wave(m, 'V5', 'rMv'), wave(m, 'V6', 'rMv')) >= 3.5,
  },
  {
    name: 'RVH',
    codes: ['rvh'],
    ptbxl: ['RVH'],
    ludb: ['right ventricular hypertrophy'],
    plain: 'R > S in V1',
    plainRule: (m) => wave(m, 'V1', 'rMv') > deepest(m, 'V1'),
  },
  {
    name: 'left atrial abnormality',
    codes: ['left-atrial-abnormality'],
    ptbxl: ['LAO/LAE'],
    ludb: ['left atrial hypertrophy', 'left atrial overload'],
    plain: 'P >= 120 ms',
    plainRule: (m) => above(m.pMs, 119.99),
  },
  {
    name: 'right atrial abnormality',
    codes: ['right-atrial-abnormality'],
    ptbxl: ['RAO/RAE'],
    ludb: ['right atrial hypertrophy', 'right atrial overload'],
    plain: 'P in II > 0.25 mV',
    plainRule: (m) => above(m.perLead.II?.pMv ?? null, 0.25),
  },
  {
    name: 'infarction',
    codes: [
      'q-waves-anterior',
      'q-waves-lateral',
      'q-waves-inferior',
      'tall-r-posterior',
      'st-elevation-anterior',
      'st-elevation-lateral',
      'st-elevation-inferior',
      'posterior-infarction',
    ],
    ptbxl: ['AMI', 'IMI', 'LMI', 'PMI'],
    ludb: ['stemi', 'scar formation'],
    plain: 'Q > 0.25 R in two leads',
    plainRule: (m) =>
      all.filter((lead) => lead !== 'aVR' && wave(m, lead, 'qMv') > 0.25 * wave(m, lead, 'rMv') + 0.03).length >= 2,
  },
  {
    name: 'ST depression',
    codes: [
      'st-depression-anterior',
      'st-depression-lateral',
      'st-depression-inferior',
      'st-depression-diffuse',
      'reciprocal-depression',
      'lv-strain',
    ],
    ptbxl: ['STD'],
    ludb: [],
    plain: 'ST at J+60 <= -0.05 mV in any lead but aVR',
    plainRule: (m) => all.some((lead) => lead !== 'aVR' && below(m.perLead[lead]?.stJ60Mv ?? null, -0.05)),
  },
  {
    name: 'T inversion',
    codes: ['t-inversion-anterior', 't-inversion-lateral', 't-inversion-inferior', 'lv-strain'],
    ptbxl: ['INVT'],
    ludb: [],
    plain: 'T < 0 in I, II or V4 to V6',
    plainRule: (m) => ['I', 'II', 'V4', 'V5', 'V6'].some((lead) => below(m.perLead[lead]?.tMv ?? null, 0)),
  },
  {
    name: 'long QT',
    codes: ['qtc-prolonged', 'qtc-very-long'],
    ptbxl: ['LNGQT'],
    ludb: [],
    plain: 'QTc (Bazett) > 450 ms',
    plainRule: (m) => above(m.qtcBazettMs, 450),
  },
  {
    name: 'low voltage',
    codes: ['low-voltage-limb', 'low-voltage-chest'],
    ptbxl: ['LVOLT'],
    ludb: [],
    plain: 'R + S < 0.5 mV in all limb leads',
    plainRule: (m) => limb.every((lead) => wave(m, lead, 'rMv') + deepest(m, lead) < 0.5),
  },
  {
    name: 'early repolarisation',
    codes: ['early-repolarisation'],
    ptbxl: [],
    ludb: ['early repolarization syndrome'],
    plain: 'ST at J >= 0.1 mV in V4 and V5',
    plainRule: (m) => ['V4', 'V5'].every((lead) => above(m.perLead[lead]?.stJMv ?? null, 0.0999)),
  },
  {
    name: 'left axis',
    codes: ['axis-left'],
    ptbxl: [],
    ludb: ['electric axis of the heart: left axis deviation'],
    plain: 'I > 0, aVF < 0 by R and S',
    plainRule: (m) => wave(m, 'I', 'rMv') > deepest(m, 'I') && wave(m, 'aVF', 'rMv') < deepest(m, 'aVF'),
  },
  {
    name: 'normal axis',
    codes: ['axis-normal'],
    ptbxl: [],
    ludb: [
      'electric axis of the heart: normal',
      'electric axis of the heart: vertical',
      'electric axis of the heart: horizontal',
    ],
    plain: 'I > 0, aVF > 0 by R and S',
    plainRule: (m) => wave(m, 'I', 'rMv') > deepest(m, 'I') && wave(m, 'aVF', 'rMv') > deepest(m, 'aVF'),
  },
  {
    name: 'right axis',
    codes: ['axis-right'],
    ptbxl: [],
    ludb: ['electric axis of the heart: right axis deviation'],
    plain: 'I < 0, aVF > 0 by R and S',
    plainRule: (m) => wave(m, 'I', 'rMv') < deepest(m, 'I') && wave(m, 'aVF', 'rMv') > deepest(m, 'aVF'),
  },
];
