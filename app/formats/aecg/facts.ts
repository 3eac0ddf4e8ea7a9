import { ageAt, ageInYears, type StatedPatient, statedAge } from '../ageAt.ts';
import { parseSex } from '../patientFields.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find, numberIn, textAt } from '../xml/query.ts';
import { isoTime } from './hl7Time.ts';

/** LOINC: the age that was reported. */
const reportedAge = '21612-7';

const codeOf = (element: XmlElement | undefined): string => attributeOf(find(element, 'code'), 'code') ?? '';

/** A name is a text or parts of one (given, family). */
const nameOf = (person: XmlElement | undefined): string | null => {
  const parts = (find(person, 'name')?.children ?? []).flatMap((part) => textAt(part) ?? []);
  return textAt(person, 'name') ?? (parts.length === 0 ? null : parts.join(' '));
};

/** The subject of an annotated ECG; the age is the reported one, else that between birth and recording. */
export const readPatient = (root: XmlElement, startTime: string | null): StatedPatient => {
  const subject = find(
    root,
    'componentOf',
    'timepointEvent',
    'componentOf',
    'subjectAssignment',
    'subject',
    'trialSubject',
  );
  const person = find(subject, 'subjectDemographicPerson');
  const id = find(subject, 'id');
  const ages = childrenOf(root, 'controlVariable')
    .map((variable) => find(variable, 'relatedObservation'))
    .filter((observation) => codeOf(observation) === reportedAge)
    .map((observation) => find(observation, 'value'))
    .map((value) => ageInYears(numberIn(attributeOf(value, 'value')), attributeOf(value, 'unit')));
  const born = ageAt(isoTime(attributeOf(find(person, 'birthTime'), 'value')), startTime);
  const { ageYears, notes } = statedAge(ages.find((age) => age !== null) ?? null, born);
  const patient = {
    id: attributeOf(id, 'extension') ?? attributeOf(id, 'root'),
    name: nameOf(person),
    ageYears,
    sex: parseSex(attributeOf(find(person, 'administrativeGenderCode'), 'code') ?? ''),
  };
  return { patient, notes };
};

/** Maker and model of the device that recorded a series. */
export const readDevice = (series: XmlElement): string | null => {
  const author = find(series, 'author', 'seriesAuthor');
  const words = [
    textAt(author, 'manufacturerOrganization', 'name'),
    textAt(author, 'manufacturedSeriesDevice', 'manufacturerModelName'),
    textAt(author, 'manufacturedSeriesDevice', 'softwareName'),
  ].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(' ');
};

const filterWords: readonly (readonly [RegExp, string])[] = [
  [/FILTER_LOW_PASS/i, 'low-pass'],
  [/FILTER_HIGH_PASS/i, 'high-pass'],
  [/FILTER_NOTCH/i, 'notch'],
];

/** The filters among a series' control variables, as `low-pass 150 Hz (FIR)`. */
export const readFilters = (series: XmlElement): readonly string[] =>
  childrenOf(series, 'controlVariable').flatMap((variable) => {
    const filter = find(variable, 'controlVariable') ?? find(variable, 'relatedObservation');
    const kind = filterWords.find(([code]) => code.test(codeOf(filter)))?.[1];
    if (kind === undefined) return [];
    const parts = childrenOf(filter, 'component').map((component) => find(component, 'controlVariable'));
    const valueCoded = (code: RegExp): XmlElement | undefined =>
      find(
        parts.find((part) => code.test(codeOf(part))),
        'value',
      );
    const frequency = valueCoded(/FREQ/i);
    const hz = numberIn(attributeOf(frequency, 'value'));
    const description = textAt(valueCoded(/DESCRIPTION/i));
    const words = [
      kind,
      ...(hz === null ? [] : [`${hz} ${attributeOf(frequency, 'unit') ?? 'Hz'}`]),
      ...(description === null ? [] : [`(${description})`]),
    ];
    return [words.join(' ')];
  });
