import { expect, test } from 'vitest';
import { drawSpec } from '../../synth/population.ts';
import { noNoise, type SynthSpec, synthSpec } from '../../synth/spec.ts';
import { synthesise } from '../../synth/synthesise.ts';
import { analyzeSignal } from '../analyzeSignal.ts';
import type { Statement } from '../schema.ts';
import { applyRules } from './applyRules.ts';
import { looksPaced } from './looksPaced.ts';
import { makeStatements, type StatementFacts } from './makeStatements.ts';
import { stRise } from './quantities.ts';
import { withReserve } from './rhythmGates.ts';
import { rules } from './rules/rules.ts';
import type { Quantity } from './statementInput.ts';

/** What the reading must not get wrong at the patient's expense, on synthetic hearts. */

const factsOf = (spec: SynthSpec): StatementFacts => {
  const { recording } = synthesise(spec);
  return {
    ...analyzeSignal(recording, { lead: null }),
    patient: recording.patient,
    gates: [],
    diagnoses: [],
    rhythm: [],
  };
};
const said = (code: string, beats: number[] = []): StatementFacts['rhythm'][number] => ({ code, evidence: { beats } });
const drawn = (morphology: SynthSpec['morphology'], seed: number): StatementFacts =>
  factsOf(drawSpec({ seed, morphology, rhythm: 'sinus' }));
const read = (facts: StatementFacts): readonly Statement[] => makeStatements(facts).statements;
const codes = (facts: StatementFacts): string[] => read(facts).map(({ code }) => code);

/** Statements of a rule table's values, by quantity; what is not named was not measured. */
const fromValues = (values: Readonly<Record<string, number>>, halfWidth = 0.001): readonly Statement[] => {
  const measured = ({ id }: Quantity) => {
    const value = values[id];
    return value === undefined ? null : { value, halfWidth };
  };
  return applyRules(rules, { patient: { ageYears: 60, sex: 'M' }, read: measured }, new Set(), [0]).statements;
};

test.each([100, 101, 105, 108, 305])('anterior infarction of seed %i is critical and no pericarditis', (seed) => {
  const statements = read(drawn('anterior-st-elevation', seed));
  expect(statements.find(({ code }) => code === 'st-elevation-anterior')?.critical).toBe(true);
  expect(statements.map(({ code }) => code)).not.toContain('pericarditis');
});

test.each([300, 301, 302])('pericarditis of seed %i does not silence the elevation', (seed) => {
  const statements = read(drawn('pericarditis', seed));
  expect(statements.map(({ code }) => code)).toContain('pericarditis');
  expect(statements.some(({ code, critical }) => code.startsWith('st-elevation-') && critical)).toBe(true);
});

test.each([300, 301, 302, 304, 306])('early repolarisation of seed %i is stated, and is not critical', (seed) => {
  const statements = read(drawn('early-repolarisation', seed));
  expect(statements.map(({ code }) => code)).toContain('early-repolarisation');
  expect(statements.filter(({ critical }) => critical)).toEqual([]);
});

test.each([
  [
    'ventricular-tachycardia',
    ['axis', 'conduction', 'hypertrophy', 'st', 'infarction', 'repolarisation', 't-inversion', 'notch'],
  ],
  [
    'ventricular-escape-rhythm',
    ['axis', 'conduction', 'hypertrophy', 'st', 'infarction', 'repolarisation', 't-inversion', 'notch'],
  ],
  [
    'dual-paced-rhythm',
    ['axis', 'conduction', 'hypertrophy', 'st', 'infarction', 'repolarisation', 't-inversion', 'notch'],
  ],
  ['atrial-flutter', ['st', 'notch', 'repolarisation', 't-inversion']],
  ['sinus-rhythm', []],
] as const)('%s closes the groups whose criteria do not hold in it', (code, groups) => {
  const facts = drawn('anterior-st-elevation', 100);
  const { statements, gates } = makeStatements({ ...facts, rhythm: [said(code)] });
  expect(gates).toEqual(groups.map((group) => expect.objectContaining({ model: `rules/${group}`, code })));
  expect(statements.some(({ code: own }) => own === 'st-elevation-anterior')).toBe(code === 'sinus-rhythm');
});

test('where most of the measured beats are ectopic, their shape says nothing of the heart', () => {
  const facts = drawn('lbbb', 300);
  const beats = [...facts.morphology!.beats];
  const of = (ventricular: number[]) =>
    makeStatements({
      ...facts,
      rhythm: [said('sinus-rhythm', beats), said('ventricular-tachycardia-nonsustained', ventricular)],
    });
  expect(of(beats.slice(0, 1)).statements.map(({ code }) => code)).toContain('lbbb');
  const { statements, gates } = of(beats.slice(1));
  expect(statements).toEqual([]);
  expect(gates.map(({ model, code }) => `${model} ${code}`)).toContain('rules/conduction ventricular-beats');
});

test('flutter that is not excluded takes urgency from ST depression, with the reason, and none from elevation', () => {
  const statements = read(drawn('anterior-st-elevation', 100));
  const elevation = statements.find(({ code }) => code === 'st-elevation-anterior')!;
  const depression: Statement = { ...elevation, code: 'st-depression-diffuse', confidence: 0.9 };
  expect(withReserve([elevation, depression], [{ code: 'sinus-rhythm' }])).toEqual([elevation, depression]);
  const [kept, reserved] = withReserve([elevation, depression], [{ code: 'flutter-possible' }]);
  expect(kept).toEqual(elevation);
  expect(reserved).toMatchObject({ critical: false, confidence: 0.5 });
  expect(reserved?.evidence.criterion).toContain('flutter waves');
});

test('wide complexes to the left without P look paced', () => {
  const { measurements, morphology } = drawn('lbbb', 300);
  const wide = { ...measurements, qrsMs: 160, qrsAxisDeg: -60 };
  expect(looksPaced({ measurements: wide, morphology: { ...morphology!, pShare: 0.1 } })).toBe(true);
  expect(looksPaced({ measurements: wide, morphology: { ...morphology!, pShare: 1 } })).toBe(false);
  expect(looksPaced({ measurements: { ...wide, qrsMs: 140 }, morphology: { ...morphology!, pShare: 0 } })).toBe(false);
  expect(looksPaced({ measurements: { ...wide, qrsAxisDeg: 20 }, morphology: { ...morphology!, pShare: 0 } })).toBe(
    false,
  );
  const { leads } = morphology!;
  const right = { ...leads, V1: { ...leads.V1!, lateMv: 0.4, r2Mv: 1, rMv: 0.1, deepestMv: 0.2, rPeakMs: 110 } };
  expect(looksPaced({ measurements: wide, morphology: { ...morphology!, pShare: 0, leads: right } })).toBe(false);
});

test('a wide QRS of unknown kind closes what is made for narrow complexes', () => {
  const facts = drawn('inferior-st-elevation', 300);
  const shut = [{ model: 'rules/conduction', code: 'leads-missing', text: 'V1' }];
  const at = (qrsMs: number) =>
    makeStatements({ ...facts, gates: shut, measurements: { ...facts.measurements, qrsMs } });
  expect(at(100).statements.map(({ code }) => code)).toContain('st-elevation-inferior');
  expect(at(130).statements.filter(({ critical }) => critical)).toEqual([]);
  expect(at(130).gates.map(({ model, code }) => `${model} ${code}`)).toContain('rules/st qrs-wide');
});

test('Brugada type 1 needs a narrow QRS without an r of right bundle branch block', () => {
  const values = { qrsMs: 100, 'stJMv.V1': 0.3, 'fall.V1': 0.1, 'tLowestMv.V1': -0.2, 'rPrimeOverJ.V1': 0 };
  const found = (change: object) => fromValues({ ...values, ...change }).some(({ code }) => code === 'brugada-1');
  expect(found({})).toBe(true);
  expect(found({ qrsMs: 130 })).toBe(false);
  expect(found({ 'rPrimeOverJ.V1': 0.4 })).toBe(false);
});

test('a wide QRS does not make QTc critical by itself', () => {
  const facts = drawn('normal', 300);
  const at = (qrsMs: number, qtMs: number) =>
    codes({ ...facts, measurements: { ...facts.measurements, qrsMs, qtMs, qtcFridericiaMs: qtMs } });
  expect(at(100, 530)).toContain('qtc-very-long');
  expect(at(160, 530)).not.toContain('qtc-very-long');
  expect(at(160, 545)).toContain('qtc-prolonged');
  expect(at(160, 600)).toContain('qtc-very-long');
});

test('within the error of its limit a statement is made, and is not critical', () => {
  const elevation = (mv: number, more: Readonly<Record<string, number>> = {}) =>
    fromValues({ 'stRise.II': mv, 'stRise.aVF': mv, ...more }, 0.05).find(
      ({ code }) => code === 'st-elevation-inferior',
    )!;
  expect(elevation(0.11).critical).toBe(false);
  expect(elevation(0.11).confidence).toBeLessThan(0.75);
  expect(elevation(0.2).critical).toBe(true);
  // Reciprocal depression tells what the millivolts alone do not.
  expect(elevation(0.11, { loweredLeads: 3 }).critical).toBe(true);
});

test('in wide complexes only ST in the direction of QRS is an infarction', () => {
  const wide = { qrsMs: 140, 'netQrs.V1': -1, 'stRise.V2': 0.4, 'stRise.V3': 0.4, 'netQrs.V2': -2, 'netQrs.V3': -2 };
  expect(fromValues(wide).map(({ code }) => code)).toEqual(['ivcd']);
  const concordant = fromValues({ ...wide, 'stJMv.V5': 0.2, 'netQrs.V5': 1 });
  expect(concordant.filter(({ critical }) => critical).map(({ code }) => code)).toEqual(['st-elevation-concordant']);
});

test.each([300, 304, 308])('left bundle branch block of seed %i, seen or missed, is no infarction', (seed) => {
  expect(codes(drawn('lbbb', seed)).filter((code) => code.startsWith('st-elevation'))).toEqual([]);
});

test('leads that are likely swapped are not read for where something is; the others are', () => {
  const facts = drawn('inferior-st-elevation', 300);
  const suspected = (probability: number, swap: 'RA/LL' | 'V1/V2') =>
    codes({ ...facts, quality: { ...facts.quality, reversals: [{ swap, probability, text: 'swapped' }] } });
  expect(suspected(0.8, 'RA/LL')).toContain('st-elevation-inferior');
  expect(suspected(0.95, 'RA/LL')).not.toContain('st-elevation-inferior');
  expect(suspected(0.95, 'V1/V2')).toContain('st-elevation-inferior');
  const anterior = drawn('anterior-st-elevation', 100);
  const limb = { ...anterior.quality, reversals: [{ swap: 'RA/LA' as const, probability: 0.99, text: 'swapped' }] };
  expect(codes({ ...anterior, quality: limb })).toContain('st-elevation-anterior');
});

test('limb electrodes that are likely swapped leave no fascicular block and no T inversion of the limb leads', () => {
  const swapped = (facts: StatementFacts): string[] =>
    codes({
      ...facts,
      quality: { ...facts.quality, reversals: [{ swap: 'RA/LA', probability: 0.99, text: 'swapped' }] },
    });
  const anterior = drawn('lafb', 300);
  expect(codes(anterior)).toContain('lafb');
  expect(swapped(anterior)).not.toContain('lafb');
  const posterior = drawn('lpfb', 300);
  expect(codes(posterior)).toContain('lpfb');
  expect(swapped(posterior)).not.toContain('lpfb');
  const right = drawn('rvh', 300);
  expect(codes(right)).toContain('rvh');
  expect(swapped(right)).not.toContain('rvh');
  const inverted = drawn('inferior-old-infarction', 300);
  expect(codes(inverted)).toContain('t-inversion-inferior');
  expect(swapped(inverted)).not.toContain('t-inversion-inferior');
});

test('strain is a matter of ST: behind its gate it is not stated', () => {
  const facts = drawn('lvh', 300);
  expect(codes(facts)).toContain('lv-strain');
  const behind = codes({ ...facts, gates: [{ model: 'rules/st', code: 'filtered', text: 'Filtered.' }] });
  expect(behind).toContain('lvh');
  expect(behind).not.toContain('lv-strain');
});

test('behind a high-pass QTc is stated with reserve, behind a low-pass as it is', () => {
  const facts = drawn('long-qt', 300);
  const qtc = (model: string) =>
    read({ ...facts, gates: [{ model, code: 'filtered', text: 'Filtered.' }] }).find(
      ({ code }) => code === 'qtc-very-long',
    );
  expect(qtc('rules/st')?.critical).toBe(true);
  expect(qtc('rules/t-inversion')).toMatchObject({ critical: false, confidence: 0.5 });
  expect(qtc('rules/t-inversion')?.evidence.criterion).toContain('high-pass');
});

test('an upright T behind a depressed ST is not inverted', () => {
  const lead = (name: string, high: number) => ({
    [`tLowestMv.${name}`]: -0.15,
    [`tHighestMv.${name}`]: high,
    [`tBalance.${name}`]: high - 0.15,
    [`highestMv.${name}`]: 0.5,
  });
  const inverted = (high: number) =>
    fromValues({ ...lead('V2', high), ...lead('V3', high) }).some(({ code }) => code === 't-inversion-anterior');
  expect(inverted(0.05)).toBe(true);
  expect(inverted(0.3)).toBe(false);
});

test('T waves narrower than any are mains, not potassium', () => {
  const at = (width: number) =>
    fromValues({
      'tHighestMv.II': 0.8,
      'tHighestMv.aVF': 0.8,
      'tHalfWidthMs.II': width,
      'tHalfWidthMs.aVF': width,
    }).some(({ code }) => code === 'hyperkalaemia');
  expect([18, 70, 84, 90].map(at)).toEqual([false, true, true, false]);
});

test('between 90 and 95 degrees the axis is borderline, and a stated AV block says what a long PR would', () => {
  expect(fromValues({ qrsAxisDeg: 93 }).map(({ code }) => code)).toEqual(['axis-right-borderline']);
  expect(fromValues({ qrsAxisDeg: 97 }).map(({ code }) => code)).toEqual(['axis-right']);
  const long = factsOf(
    synthSpec({ seed: 5, rhythm: 'av-block-1', noise: noNoise, patient: { id: null, ageYears: 55, sex: 'M' } }),
  );
  expect(codes(long)).toContain('pr-prolonged');
  expect(codes({ ...long, rhythm: [said('av-block-1')] })).not.toContain('pr-prolonged');
});

test('in a wide QRS neither the end of an R nor what a deep S explains is an elevation', () => {
  const facts = drawn('inferior-st-elevation', 300);
  const wide = (jMv: number, j80Mv: number, deepMv: number) => {
    const perLead = { ...facts.measurements.perLead };
    const leads = { ...facts.morphology!.leads };
    for (const lead of ['II', 'III', 'aVF']) {
      perLead[lead] = { ...perLead[lead]!, stJMv: jMv, stJ80Mv: j80Mv };
      leads[lead] = { ...leads[lead]!, highestMv: 0.3, deepestMv: deepMv };
    }
    const input = {
      patient: facts.patient,
      measurements: { ...facts.measurements, qrsMs: 140, perLead },
      morphology: { ...facts.morphology!, leads },
      unreadable: new Set<string>(),
    };
    return stRise('III').of(input)!.value;
  };
  expect(wide(0.3, 0.25, 0.3)).toBeCloseTo(0.25, 6);
  expect(wide(0.3, 0.02, 0.3)).toBeCloseTo(0.02, 6);
  expect(wide(0.3, 0.4, 2.7)).toBeLessThan(0);
});

test.each([300, 301, 303, 308])('ischaemia of the inner layer of seed %i is no posterior infarction', (seed) => {
  expect(codes(drawn('ischaemia', seed))).not.toContain('posterior-infarction');
  expect(codes(drawn('posterior-acute-infarction', seed))).toContain('posterior-infarction');
});

test.each([303, 304, 318, 332])('left bundle branch block of seed %i with a double summit is stated', (seed) => {
  expect(codes(drawn('lbbb', seed))).toContain('lbbb');
});
