import type { DeviceMeasurement } from '../../recording/recording.ts';
import { leadName } from '../leadNames.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find, numberIn, textAt } from '../xml/query.ts';

export interface Annotations {
  readonly measurements: readonly DeviceMeasurement[];
  readonly statements: readonly string[];
}

/** What the commonest codes of ISO 11073-10102 say; any other is shown as it stands in the file. */
const namesByCode: ReadonlyMap<string, string> = new Map([
  ['MDC_ECG_HEART_RATE', 'Heart rate'],
  ['MDC_ECG_TIME_PD_RR', 'RR'],
  ['MDC_ECG_TIME_PD_PP', 'PP'],
  ['MDC_ECG_TIME_PD_P', 'P'],
  ['MDC_ECG_TIME_PD_PR', 'PR'],
  ['MDC_ECG_TIME_PD_QRS', 'QRS'],
  ['MDC_ECG_TIME_PD_QT', 'QT'],
  ['MDC_ECG_TIME_PD_QTC', 'QTc'],
  ['MDC_ECG_TIME_PD_QTcB', 'QTc (Bazett)'],
  ['MDC_ECG_TIME_PD_QTcF', 'QTc (Fridericia)'],
  ['MDC_ECG_ANGLE_P_FRONT', 'P axis'],
  ['MDC_ECG_ANGLE_QRS_FRONT', 'QRS axis'],
  ['MDC_ECG_ANGLE_T_FRONT', 'T axis'],
]);

/** A recording of beats may hold thousands; what a reader compares with stands at the beginning. */
const most = 500;

/** Marks of single waves and beats: their place is a region of the tracing, not a figure of the recording. */
const isBeatMark = (code: string): boolean => /^MDC_ECG_(?:BEAT|WAVC)/i.test(code);

const leadOf = (annotation: XmlElement): string | null => {
  const roi = find(annotation, 'support', 'supportingROI');
  const codes = childrenOf(roi, 'component').map(
    (component) => attributeOf(find(component, 'boundary', 'code'), 'code') ?? '',
  );
  const code = codes.find((one) => /^MDC_ECG_LEAD_/i.test(one));
  return code === undefined ? null : leadName(code.replace(/^MDC_ECG_LEAD_/i, ''));
};

const collect = (parent: XmlElement, into: { measurements: DeviceMeasurement[]; statements: string[] }): void => {
  for (const annotation of childrenOf(parent, 'component').flatMap((component) =>
    childrenOf(component, 'annotation'),
  )) {
    const codeElement = find(annotation, 'code');
    const code = attributeOf(codeElement, 'code') ?? '';
    if (isBeatMark(code)) continue;
    const value = find(annotation, 'value');
    const number = numberIn(attributeOf(value, 'value'));
    if (number !== null && into.measurements.length < most) {
      const named = namesByCode.get(code) ?? attributeOf(codeElement, 'displayName') ?? code;
      const lead = leadOf(annotation);
      into.measurements.push({
        name: lead === null ? named : `${named} in ${lead}`,
        value: number,
        unit: attributeOf(value, 'unit')?.replace('/min', 'bpm') ?? '',
      });
    }
    const words =
      number === null ? (textAt(value) ?? attributeOf(value, 'displayName') ?? textAt(annotation, 'text')) : null;
    if (words !== null && into.statements.length < most) into.statements.push(words.replace(/[\s,]+$/, ''));
    collect(annotation, into);
  }
};

/** Figures and statements of all annotation sets of a series, by devices and by readers, in the file's order. */
export const readAnnotations = (series: XmlElement): Annotations => {
  const into = { measurements: [] as DeviceMeasurement[], statements: [] as string[] };
  for (const set of childrenOf(series, 'subjectOf').flatMap((subject) => childrenOf(subject, 'annotationSet'))) {
    collect(set, into);
  }
  return into;
};
