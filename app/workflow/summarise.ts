import { ofSeveralModels, statementsInOrder } from '../analysis/reading.ts';
import type { Analysis, Statement } from '../analysis/schema.ts';
import { isRuleGate } from '../models/gates.ts';
import { rhythmClasses, rhythmWords } from '../report/words.ts';
import { usualStatements } from '../worklist/urgency.ts';

/**
 * An analysis in one short line, for a list: what is stated, critical first and marked, then what the models find
 * («■ ST elevation, inferior, MI 72 %»), or why there is no reading
 * («no reading: the signal quality is unacceptable»), or that nothing was positive. Empty when no model was asked and the
 * rhythm says nothing.
 */
export function summarise(
  analysis: Pick<Analysis, 'validity' | 'gates' | 'diagnoses' | 'rhythm' | 'statements'>,
): string {
  const { validity, gates, diagnoses, rhythm } = analysis;
  const stated = statementsInOrder(analysis);
  if (validity.status === 'INVALID') {
    const critical = stated.filter((statement) => statement.critical).map(phraseOf);
    return critical.length > 0 ? critical.join(', ') : noReading(validity.reasons.map(({ text }) => text));
  }
  const several = ofSeveralModels(diagnoses);
  const findings = [
    ...stated.filter(({ code }) => !usualStatements.includes(code)).map(phraseOf),
    ...diagnoses
      .filter(({ positive }) => positive)
      .sort((a, b) => b.probability - a.probability)
      .map((diagnosis) =>
        several
          ? `${diagnosis.class} ${percent(diagnosis.probability)} (${diagnosis.model})`
          : `${diagnosis.class} ${percent(diagnosis.probability)}`,
      ),
    ...(rhythm.statements.length > 0 ? [] : rhythmOfOneLead(rhythm, diagnoses.length === 0)),
  ];
  if (findings.length > 0) return findings.join(', ');
  if (diagnoses.length > 0) return 'no class above its threshold';
  const models = gates.filter((gate) => !isRuleGate(gate));
  return models.length > 0 ? noReading(models.map(({ text }) => text)) : '';
}

/** The likeliest class of the rhythm model; normal is worth the place only where no other model spoke. */
const rhythmOfOneLead = ({ rhythm2017 }: Analysis['rhythm'], alone: boolean): string[] => {
  if (rhythm2017 === null) return [];
  const likeliest = rhythmClasses.reduce((best, name) => (rhythm2017[name] > rhythm2017[best] ? name : best));
  return likeliest === 'N' && !alone
    ? []
    : [`${phrase(rhythmWords[likeliest])} ${percent(rhythm2017[likeliest])} (one lead)`];
};

const phraseOf = ({ text, critical }: Statement): string => `${critical ? '■ ' : ''}${phrase(text)}`;

const noReading = (reasons: readonly string[]): string =>
  `no reading: ${[...new Set(reasons)].map(phrase).join('; ') || 'the recording is not valid'}`;

/** A sentence as a part of another one. An abbreviation at its start keeps its capitals. */
const phrase = (sentence: string): string =>
  sentence.replace(/\.$/, '').replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase());

/** Never 0 % or 100 %: no model is that sure. */
const percent = (probability: number): string => `${Math.min(99, Math.max(1, Math.round(probability * 100)))} %`;
