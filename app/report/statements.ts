import { ofSeveralModels, statementsInOrder, withoutCriterion } from '../analysis/reading.ts';
import type { Analysis, Diagnosis } from '../analysis/schema.ts';
import { isRuleGate } from '../models/gates.ts';
import { isAbnormal } from '../worklist/urgency.ts';
import { byReason, furtherGates, isOfFindings, isWarning, keptBack, warningOf } from './notes.ts';
import {
  countText,
  figureText,
  flagWords,
  pacedChambers,
  pacingFaults,
  probabilityText,
  superclassWords,
  urgencyWords,
  verdictWords,
} from './words.ts';

/** One thing that the report says, and the figures it rests on. */
export interface Statement {
  readonly text: string;
  readonly detail: string | null;
  readonly weight: 'regular' | 'semibold';
  readonly critical: boolean;
}

const plain = (text: string): Statement => ({ text, detail: null, weight: 'regular', critical: false });

const figuresOf = (diagnosis: Diagnosis, several: boolean): string =>
  [
    ...(several ? [`by ${diagnosis.model}`] : []),
    `${diagnosis.calibrated ? 'probability' : 'uncalibrated score'} ${probabilityText(diagnosis.probability)}`,
    `threshold ${diagnosis.threshold.toFixed(2)}`,
  ].join('  ·  ');

const diagnosisStatements = (analysis: Analysis): readonly Statement[] => {
  const { diagnoses, gates } = analysis;
  const positive = diagnoses.filter((diagnosis) => diagnosis.positive);
  const several = ofSeveralModels(diagnoses);
  if (positive.length > 0) {
    return [...positive]
      .sort((a, b) => b.probability - a.probability)
      .map((diagnosis) => ({
        text: superclassWords[diagnosis.class],
        detail: figuresOf(diagnosis, several),
        weight: 'semibold',
        critical: false,
      }));
  }
  const abnormal = isAbnormal(statementsInOrder(analysis));
  const [likeliest] = diagnoses
    .filter(({ class: name }) => !(abnormal && name === 'NORM'))
    .sort((a, b) => b.probability - a.probability);
  if (likeliest !== undefined) {
    return [
      {
        ...plain(`No class reaches its threshold; likeliest: ${superclassWords[likeliest.class]}`),
        detail: figuresOf(likeliest, several),
      },
    ];
  }
  return gates.some((gate) => !isRuleGate(gate)) ? [] : [plain('No model was run')];
};

const validityStatements = ({ validity }: Analysis): readonly Statement[] =>
  validity.status === 'VALID'
    ? []
    : [
        {
          text: `Invalid recording, not interpreted: ${validity.reasons.map((reason) => reason.text).join(' ') || 'no reason given'}`,
          detail: null,
          weight: 'semibold',
          critical: true,
        },
      ];

const gateStatements = ({ validity, gates }: Analysis): readonly Statement[] =>
  byReason(furtherGates(validity, gates)).map((closed) => ({
    ...plain(`Held back (${keptBack(closed)}): ${closed.text}`),
    weight: 'semibold',
  }));

const pacingStatements = ({ pacing }: Analysis): readonly Statement[] => {
  if (pacing.paced === true)
    return [
      {
        ...plain(pacing.mode === null ? 'Pacing spikes seen' : `Pacing spikes seen, ${pacedChambers[pacing.mode]}`),
        detail: countText(pacing.spikes.length, 'spike', 'spikes'),
      },
      ...pacing.faults.map(
        ({ kind, spikes }): Statement => ({
          ...plain(pacingFaults[kind]),
          detail: countText(spikes.length, 'spike', 'spikes'),
          weight: 'semibold',
        }),
      ),
    ];
  // Never "no pacemaker": the absence of spikes at this rate proves nothing.
  if (pacing.paced === false) return [plain('No pacing spikes seen at this sampling rate')];
  return [plain('Pacing not assessed')];
};

/** The criterion with its value stands beside each; a model that disagrees is named. */
const statedByRules = (analysis: Analysis): readonly Statement[] =>
  statementsInOrder(analysis).flatMap(
    ({ text, critical, confidence, evidence: { value, unit }, models }): Statement[] => [
      {
        text: critical ? `CRITICAL: ${text}` : text,
        detail: [
          ...(value === null || unit === null ? [] : [figureText(value, unit)]),
          `confidence ${probabilityText(confidence)}`,
        ].join('  ·  '),
        weight: 'semibold',
        critical,
      },
      ...models
        .filter(({ agrees }) => !agrees)
        .map(({ model, class: name, probability }) =>
          plain(`   ${model} does not agree: ${name} ${probabilityText(probability)}`),
        ),
    ],
  );

const suggestions = ({ recommendations }: Analysis): readonly Statement[] => [
  ...(recommendations.length === 0
    ? []
    : [{ ...plain('Suggestions, each from the finding that it names; no orders:'), weight: 'semibold' as const }]),
  ...recommendations.map(({ action, urgency, reasoning }) =>
    plain(`${urgencyWords[urgency]}: ${action} – ${reasoning}`),
  ),
];

/** Findings in the order of their weight: what forbids reading, what is stated, what was seen. */
export const findingStatements = (analysis: Analysis): readonly Statement[] => [
  ...validityStatements(analysis),
  ...statedByRules(analysis),
  ...gateStatements(analysis),
  ...diagnosisStatements(analysis),
  ...withoutCriterion(analysis).map((name) =>
    plain(
      `No rule supports ${superclassWords[name].charAt(0).toLowerCase()}${superclassWords[name].slice(1)}: only the model says so`,
    ),
  ),
  ...pacingStatements(analysis),
  ...suggestions(analysis),
  ...(analysis.diagnoses.length === 0
    ? []
    : analysis.recording.notes.filter(isOfFindings).map(({ text }) => plain(text))),
];

/** Leads with the same flags share a line. */
const flaggedLeads = ({ leads }: Analysis['quality']): readonly Statement[] => {
  const leadsByFlags = new Map<string, string[]>();
  for (const { lead, flags } of leads) {
    if (flags.length === 0) continue;
    const words = flags.map((flag) => flagWords[flag]).join(', ');
    leadsByFlags.set(words, [...(leadsByFlags.get(words) ?? []), lead]);
  }
  return [...leadsByFlags].map(([words, names]) => plain(`${names.join(', ')}: ${words}`));
};

const unreadable = ({ leads }: Analysis['quality']): readonly Statement[] => {
  const names = leads.filter(({ readable }) => readable === false).map(({ lead }) => lead);
  return names.length === 0 ? [] : [{ ...plain(`Not to be read: ${names.join(', ')}`), weight: 'semibold' }];
};

const warningStatements = ({ recording }: Analysis): readonly Statement[] =>
  recording.notes.filter(isWarning).flatMap((note) => {
    const { conclusion, grounds } = warningOf(note);
    return [
      { text: conclusion, detail: null, weight: 'semibold', critical: false } as const,
      ...(grounds === null ? [] : [plain(grounds)]),
    ];
  });

/** How good the signal is; of a recording that is refused for something else nothing good is said. */
export const verdictText = ({ quality, validity }: Analysis): string =>
  validity.status === 'INVALID' && quality.verdict !== 'unacceptable'
    ? 'Not judged, the recording is invalid'
    : verdictWords[quality.verdict];

const warnedVerdict = (analysis: Analysis): string => {
  const { verdict } = analysis.quality;
  if (verdictText(analysis) !== verdictWords[verdict]) return `${verdictText(analysis)}; a warning:`;
  return `${verdictWords[verdict]} signal, ${verdict === 'acceptable' ? 'but with' : 'and'} a warning:`;
};

/**
 * The signal's quality, the leads that are flagged, and what the reader should know about how the file was read. A warning
 * comes right after the verdict, which names it: "acceptable" alone would be what is remembered.
 */
export const qualityStatements = (analysis: Analysis): readonly Statement[] => {
  const { quality, recording } = analysis;
  const warnings = warningStatements(analysis);
  return [
    {
      text: warnings.length === 0 ? verdictText(analysis) : warnedVerdict(analysis),
      detail: null,
      weight: 'semibold',
      critical: quality.verdict === 'unacceptable',
    },
    ...warnings,
    ...(quality.reversals ?? []).map(({ text }): Statement => ({ ...plain(text), weight: 'semibold' })),
    ...unreadable(quality),
    ...flaggedLeads(quality),
    ...recording.notes.filter((note) => !isWarning(note) && !isOfFindings(note)).map((note) => plain(note.text)),
    ...(recording.derivedLeads.length === 0
      ? []
      : [plain(`Computed, not recorded: ${recording.derivedLeads.join(', ')}`)]),
  ];
};
