import type { DeviceMeasurement } from '../../recording/recording.ts';
import { ageAt, ageInYears, type StatedPatient, statedAge } from '../ageAt.ts';
import { isoDate } from '../isoDate.ts';
import { parseSex } from '../patientFields.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { childrenOf, find, numberAt, numberIn, textAt } from '../xml/query.ts';

const clock = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** When the recording was made; a date without a readable time stays a date. */
export const readStartTime = (root: XmlElement): string | null => {
  const test = find(root, 'TestDemographics');
  const date = isoDate(textAt(test, 'AcquisitionDate'));
  const time = textAt(test, 'AcquisitionTime');
  if (date === null || time === null || !clock.test(time)) return date;
  return `${date}T${time.length === 5 ? `${time}:00` : time}`;
};

export const readPatient = (root: XmlElement, startTime: string | null): StatedPatient => {
  const person = find(root, 'PatientDemographics');
  const names = [textAt(person, 'PatientFirstName'), textAt(person, 'PatientLastName')].filter((name) => name !== null);
  const { ageYears, notes } = statedAge(
    ageInYears(numberAt(person, 'PatientAge'), textAt(person, 'AgeUnits')),
    ageAt(isoDate(textAt(person, 'DateofBirth')), startTime),
  );
  const patient = {
    id: textAt(person, 'PatientID'),
    name: names.length === 0 ? null : names.join(' '),
    ageYears,
    sex: parseSex(textAt(person, 'Gender') ?? ''),
  };
  return { patient, notes };
};

export const readDevice = (root: XmlElement): string | null => {
  const test = find(root, 'TestDemographics');
  const words = [textAt(test, 'AcquisitionDevice'), textAt(test, 'AcquisitionSoftwareVersion')];
  const device = words.filter((word) => word !== null).join(' ');
  const muse = textAt(root, 'MuseInfo', 'MuseVersion');
  const parts = [...(device === '' ? [] : [device]), ...(muse === null ? [] : [`MUSE ${muse}`])];
  return parts.length === 0 ? null : parts.join(', ');
};

/** The high-pass stands in hundredths of a Hertz (16 is 0.16 Hz), the others in Hertz. */
export const readFilters = (waveform: XmlElement): readonly string[] => {
  const highPass = numberAt(waveform, 'HighPassFilter');
  const lowPass = numberAt(waveform, 'LowPassFilter');
  const mains = childrenOf(waveform, 'ACFilter').map((filter) => numberIn(textAt(filter)));
  return [
    ...(highPass === null || highPass <= 0 ? [] : [`high-pass ${highPass / 100} Hz`]),
    ...(lowPass === null || lowPass <= 0 ? [] : [`low-pass ${lowPass} Hz`]),
    ...mains.flatMap((hz) => (hz === null || hz <= 0 ? [] : [`notch ${hz} Hz`])),
  ];
};

/** Element, name on the screen, unit. The onsets stand in samples of the median beat. */
const figures: readonly (readonly [element: string, name: string, unit: string])[] = [
  ['VentricularRate', 'Ventricular rate', 'bpm'],
  ['AtrialRate', 'Atrial rate', 'bpm'],
  ['PRInterval', 'PR', 'ms'],
  ['QRSDuration', 'QRS', 'ms'],
  ['QTInterval', 'QT', 'ms'],
  ['QTCorrected', 'QTc', 'ms'],
  ['QTcFrederica', 'QTc (Fridericia)', 'ms'],
  ['PAxis', 'P axis', 'deg'],
  ['RAxis', 'QRS axis', 'deg'],
  ['TAxis', 'T axis', 'deg'],
  ['QRSCount', 'QRS count', ''],
  ['POnset', 'P onset', 'samples'],
  ['POffset', 'P offset', 'samples'],
  ['QOnset', 'QRS onset', 'samples'],
  ['QOffset', 'QRS offset', 'samples'],
  ['TOffset', 'T offset', 'samples'],
];

const measured = (block: XmlElement | undefined): readonly DeviceMeasurement[] =>
  figures.flatMap(([element, name, unit]) => {
    const value = numberAt(block, element);
    return value === null ? [] : [{ name, value, unit }];
  });

/** The figures that stand now, then those of the device's first reading that a person changed since. */
export const readMeasurements = (root: XmlElement): readonly DeviceMeasurement[] => {
  const current = measured(find(root, 'RestingECGMeasurements'));
  const original = measured(find(root, 'OriginalRestingECGMeasurements'));
  if (current.length === 0) return original;
  const changed = original.filter(({ name, value }) => current.find((now) => now.name === name)?.value !== value);
  return [...current, ...changed.map((one) => ({ ...one, name: `${one.name}, before it was edited` }))];
};

/** The lines of a diagnosis: pieces are joined until one that ends its line. */
const linesOf = (diagnosis: XmlElement | undefined): readonly string[] => {
  const pieces = childrenOf(diagnosis, 'DiagnosisStatement').map((statement) => ({
    text: textAt(statement, 'StmtText'),
    endsLine: childrenOf(statement, 'StmtFlag').some((flag) => /^END(?:OF|S)?_?LINE$/i.test(textAt(flag) ?? '')),
  }));
  if (!pieces.some(({ endsLine }) => endsLine)) return pieces.flatMap(({ text }) => text ?? []);
  const lines: string[] = [];
  let line: string[] = [];
  for (const { text, endsLine } of pieces) {
    if (text !== null) line.push(text);
    if (!endsLine || line.length === 0) continue;
    lines.push(line.join(' '));
    line = [];
  }
  return line.length === 0 ? lines : [...lines, line.join(' ')];
};

/** The diagnosis as it stands, then the lines of the device's first one that are no longer in it. */
export const readStatements = (root: XmlElement): readonly string[] => {
  const current = linesOf(find(root, 'Diagnosis'));
  const original = linesOf(find(root, 'OriginalDiagnosis'));
  if (current.length === 0) return original;
  const gone = original.filter((line) => !current.includes(line));
  return [...current, ...gone.map((line) => `Before it was edited: ${line}`)];
};
