import type { DeviceMeasurement } from '../../recording/recording.ts';
import { ageAt, ageInYears, type StatedPatient, statedAge } from '../ageAt.ts';
import { isoDate } from '../isoDate.ts';
import { parseSex } from '../patientFields.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find, numberAt, textAt } from '../xml/query.ts';

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?$/;

export const readStartTime = (root: XmlElement): string | null => {
  const acquisition = find(root, 'dataacquisition');
  const date = isoDate(attributeOf(acquisition, 'date'));
  const time = attributeOf(acquisition, 'time');
  return date === null || time === null || !clock.test(time) ? date : `${date}T${time}`;
};

/** The age is the stated one, else that between birth and recording; an age that the device assumed by default is none. */
export const readPatient = (root: XmlElement, startTime: string | null): StatedPatient => {
  const person = find(root, 'patient', 'generalpatientdata');
  const names = [textAt(person, 'name', 'firstname'), textAt(person, 'name', 'lastname')].filter(
    (name) => name !== null,
  );
  const age = find(person, 'age');
  const stated = (['years', 'months', 'weeks', 'days', 'hours'] as const)
    .map((unit) => ageInYears(numberAt(age, unit), unit))
    .find((years) => years !== null);
  const { ageYears, notes } = statedAge(stated ?? null, ageAt(isoDate(textAt(age, 'dateofbirth')), startTime));
  const patient = {
    id: textAt(person, 'patientid') ?? textAt(person, 'MRN'),
    name: names.length === 0 ? null : names.join(' '),
    ageYears,
    sex: parseSex(textAt(person, 'sex') ?? ''),
  };
  return { patient, notes };
};

export const readDevice = (root: XmlElement): string | null => {
  const machine = find(root, 'dataacquisition', 'machine');
  const words = [textAt(machine), attributeOf(machine, 'detaildescription')].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(', ');
};

/** What was done to the stored samples; how the report was printed is another matter. */
export const readFilters = (root: XmlElement): readonly string[] => {
  const signal = find(root, 'dataacquisition', 'signalcharacteristics');
  const highPass = numberAt(signal, 'hipass');
  const lowPass = numberAt(signal, 'lowpass');
  const band = textAt(signal, 'signalbandwidth');
  const notch = numberAt(signal, 'acsetting');
  const isNotched = /^true$/i.test(textAt(signal, 'notchfiltered') ?? '');
  return [
    ...(highPass === null || highPass <= 0 ? [] : [`high-pass ${highPass} Hz`]),
    ...(lowPass === null || lowPass <= 0 ? [] : [`low-pass ${lowPass} Hz`]),
    ...(band === null || highPass !== null || lowPass !== null ? [] : [`${band} Hz`]),
    ...(isNotched ? [notch === null ? 'notch' : `notch ${notch} Hz`] : []),
  ];
};

/** Elements (1.03 and 1.04 name some differently), name on the screen, unit. */
const figures: readonly (readonly [elements: readonly string[], name: string, unit: string])[] = [
  [['heartrate', 'meanventrate'], 'Heart rate', 'bpm'],
  [['atrialrate'], 'Atrial rate', 'bpm'],
  [['rrint'], 'RR', 'ms'],
  [['pdur'], 'P', 'ms'],
  [['print', 'meanprint'], 'PR', 'ms'],
  [['qrsdur', 'meanqrsdur'], 'QRS', 'ms'],
  [['qtint', 'meanqtint'], 'QT', 'ms'],
  [['meanqtc'], 'QTc', 'ms'],
  [['qtcb'], 'QTc (Bazett)', 'ms'],
  [['qtcf'], 'QTc (Fridericia)', 'ms'],
  [['pfrontaxis'], 'P axis', 'deg'],
  [['qrsfrontaxis'], 'QRS axis', 'deg'],
  [['stfrontaxis'], 'ST axis', 'deg'],
  [['tfrontaxis'], 'T axis', 'deg'],
];

const interpretationsOf = (root: XmlElement): readonly XmlElement[] =>
  childrenOf(find(root, 'interpretations'), 'interpretation');

/** From the interpretation, whose figures a person may have put right, else from the measurements behind it. */
export const readMeasurements = (root: XmlElement): readonly DeviceMeasurement[] => {
  const interpretation = interpretationsOf(root).at(-1);
  const blocks = [
    find(interpretation, 'globalmeasurements'),
    find(interpretation, 'interpretationmeasurements'),
    find(root, 'measurements', 'globalmeasurements'),
    find(root, 'internalmeasurements', 'globalmeasurements'),
  ];
  const block = blocks.find((one) => one !== undefined && one.children.length > 0);
  return figures.flatMap(([elements, name, unit]) => {
    const value = elements.map((element) => numberAt(block, element)).find((number) => number !== null) ?? null;
    return value === null ? [] : [{ name, value, unit }];
  });
};

/** Each interpretation's statements, reason after the statement, and its severity last. */
export const readStatements = (root: XmlElement): readonly string[] =>
  interpretationsOf(root).flatMap((interpretation) => [
    ...childrenOf(interpretation, 'statement').flatMap((statement) => {
      const left = textAt(statement, 'leftstatement');
      const right = textAt(statement, 'rightstatement');
      const words = [left, right].filter((word) => word !== null).join(': ');
      return words === '' ? [] : [words];
    }),
    ...childrenOf(interpretation, 'severity').flatMap((severity) => textAt(severity) ?? []),
  ]);
