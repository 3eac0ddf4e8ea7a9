import type { AppliedFilters } from '../analysis/appliedFilters.ts';
import type { Gate, Pacing, Quality, Statement, Validity } from '../analysis/schema.ts';
import { unreadableLeads } from '../analysis/statements/makeStatements.ts';
import { highPassGate, ventricularGate } from '../analysis/statements/rhythmGates.ts';
import { type RuleGroup, ruleGroups } from '../analysis/statements/rule.ts';
import { leadsOfSwap, likelySwaps } from '../analysis/statements/swappedLeads.ts';
import { cautionCodes } from '../analysis/validity.ts';
import { isLimbSwap } from '../recording/electrodeSwap.ts';
import { durationS, findLead, type Recording, standardLeads } from '../recording/recording.ts';
import { leadWindowsInput, type Manifest, signalInput } from './manifest.ts';
import { singleLead } from './singleLead.ts';

/** What decides whether a model may answer. */
export interface GateInput {
  readonly recording: Recording;
  readonly validity: Validity;
  readonly quality: Quality;
  readonly pacing: Pick<Pacing, 'paced'>;
  /** Beats that look paced; it matters where spikes cannot be looked for. See `looksPaced`. */
  readonly wideWithoutP?: boolean;
  /** The reader's choice for models of one lead, by name; see `singleLead`. */
  readonly lead?: string | null;
}

/** The text says why the gate is closed; null: it is open. */
interface CommonGate {
  readonly code: string;
  readonly closed: (input: GateInput) => string | null;
}
interface ModelGate {
  readonly code: string;
  readonly closed: (input: GateInput, manifest: Manifest) => string | null;
}

/** Of a model's window, how much must be recorded; the rest is padded with zeros. */
const leastWindowShare = 0.5;
/** Of a lead, how much of what is recorded in the window must not be missing; what is missing is put at the mean. */
const leastPresentShare = 0.5;
/** A rate this little below the model's is a rounded clock, not a loss of bandwidth. */
const rateTolerance = 0.01;

const pacedNotExcluded = ({ pacing, wideWithoutP }: GateInput): string | null =>
  pacing.paced === null && wideWithoutP === true
    ? 'Pacing cannot be assessed in this recording, and wide complexes with the axis to the left and no P wave before them may be paced.'
    : null;

/** Models that judge the shape of the beats; a rhythm model may answer on paced beats. */
const morphologyTasks: ReadonlySet<Manifest['task']> = new Set(['superclass', 'binary']);

/** Closes every model ("*"). */
const commonGates: readonly CommonGate[] = [
  {
    code: 'invalid',
    closed: ({ validity }) =>
      validity.status === 'INVALID'
        ? `The recording is not valid: ${validity.reasons.map((reason) => reason.text).join(' ')}`.trim()
        : null,
  },
  {
    code: 'quality-unacceptable',
    closed: ({ quality }) =>
      quality.verdict === 'unacceptable' ? 'The signal quality is unacceptable for interpretation.' : null,
  },
  ...cautionCodes.map((caution) => ({
    code: caution,
    closed: ({ validity }: GateInput) => validity.reasons.find(({ code }) => code === caution)?.text ?? null,
  })),
  {
    code: 'gain-assumed',
    closed: ({ recording }) =>
      recording.notes.some(({ code }) => code === 'gain-assumed')
        ? 'The file does not say how many units make a millivolt; the amplitudes may be wrong, and the models judge by them.'
        : null,
  },
];

const modelGates: readonly ModelGate[] = [
  {
    code: 'age-below-minimum',
    closed: ({ recording: { patient } }, { minimumAgeYears }) =>
      minimumAgeYears !== null && patient.ageYears !== null && patient.ageYears < minimumAgeYears
        ? `The model is for patients of ${minimumAgeYears} years and older.`
        : null,
  },
  {
    code: 'paced',
    // Not assessable (null) closes nothing by itself: most recordings at 100 Hz have no pacing, and pacing.limitation says the rest.
    closed: ({ pacing }, { task }) =>
      morphologyTasks.has(task) && pacing.paced === true
        ? 'Pacing spikes are seen, and the model does not know paced beats: their shape comes from the electrode, not from the disease.'
        : null,
  },
  {
    code: 'paced-not-excluded',
    closed: (input, { task }) => (morphologyTasks.has(task) ? pacedNotExcluded(input) : null),
  },
  {
    code: 'leads-swapped?',
    closed: ({ quality }, { task }) =>
      morphologyTasks.has(task)
        ? likelySwaps(quality)
            .map(({ text }) => text)
            .join(' ') || null
        : null,
  },
  {
    code: 'leads-missing',
    closed: (input, manifest) => {
      const { leads, windowS } = needs(manifest, input);
      const missing = leads.filter((name) => presentShare(input.recording, name, windowS) < leastPresentShare);
      return missing.length > 0
        ? `The model needs leads that are missing, mostly without samples or not to be read: ${missing.join(', ')}.`
        : null;
    },
  },
  {
    code: 'too-short',
    closed: (input, manifest) => {
      const { windowS, leastS } = needs(manifest, input);
      const lastsS = durationS(input.recording);
      return lastsS < leastS
        ? `The recording lasts ${seconds(lastsS)} s; the model looks at ${leadWindowsInput(manifest) === null ? '' : 'up to '}${seconds(windowS)} s and needs at least ${seconds(leastS)} s.`
        : null;
    },
  },
  {
    code: 'rate-too-low',
    closed: (input, manifest) => {
      const { sampleRateHz } = needs(manifest, input);
      const { recording } = input;
      return recording.sampleRateHz < sampleRateHz * (1 - rateTolerance)
        ? `The recording has ${recording.sampleRateHz} Hz; the model needs ${sampleRateHz} Hz.`
        : null;
    },
  },
];

/** Closes groups of rules ("rules/GROUP"). */
interface RuleGate {
  readonly code: string;
  readonly groups: readonly RuleGroup[];
  readonly closed: (input: RuleGateInput, group: RuleGroup) => string | null;
}

export interface RuleGateInput extends GateInput {
  readonly filters: AppliedFilters;
}

const adultYears = 16;
/** Notches of 10 ms width are not seen in fewer samples a second. */
const notchRateHz = 250;

/** Leads that a group cannot do without: with none of a row's leads readable, the group says nothing. */
const groupLeads: Readonly<Record<RuleGroup, readonly (readonly string[])[]>> = {
  axis: [['I'], ['aVF']],
  conduction: [
    ['V1', 'V2'],
    ['I', 'V5', 'V6'],
  ],
  hypertrophy: [
    ['V1', 'V3', 'aVL'],
    ['V5', 'V6', 'aVL', 'V4'],
  ],
  st: [[...standardLeads]],
  infarction: [[...standardLeads]],
  repolarisation: [[...standardLeads]],
  't-inversion': [[...standardLeads]],
  notch: [[...standardLeads]],
  voltage: [[...standardLeads]],
};

const ruleGates: readonly RuleGate[] = [
  {
    code: 'paced',
    groups: ruleGroups,
    closed: ({ pacing }) =>
      pacing.paced === true
        ? 'Pacing spikes are seen: the shape of paced beats comes from the electrode, and no criterion for it holds.'
        : null,
  },
  {
    code: 'paced-not-excluded',
    groups: ['conduction', 'hypertrophy', 'st', 'infarction', 'repolarisation', 't-inversion', 'notch'],
    closed: (input) => pacedNotExcluded(input),
  },
  {
    code: 'leads-swapped?',
    groups: ['axis'],
    closed: ({ quality }) =>
      likelySwaps(quality)
        .filter(({ swap }) => isLimbSwap(swap))
        .map(({ text }) => text)
        .join(' ') || null,
  },
  {
    code: 'age-below-minimum',
    groups: ['hypertrophy', 'st', 'infarction', 'notch'],
    closed: ({ recording: { patient } }) =>
      patient.ageYears !== null && patient.ageYears < adultYears
        ? `The criteria are for patients of ${adultYears} years and older.`
        : null,
  },
  {
    code: 'einthoven-violated',
    groups: ['hypertrophy', 'st', 'voltage'],
    closed: ({ recording: { notes } }) =>
      notes.some(({ code }) => code === 'einthoven-violated')
        ? 'The limb leads contradict each other: their scale cannot be trusted, and these criteria judge by millivolts.'
        : null,
  },
  {
    code: 'filtered',
    groups: ['st', 'notch'],
    closed: ({ filters }) =>
      filters.reasons.length > 0
        ? `${filters.reasons.join(' ')} Such a filter displaces ST and smooths the end of QRS.`
        : null,
  },
  {
    code: highPassGate.code,
    groups: ['t-inversion'],
    closed: ({ filters }) =>
      filters.highPass
        ? `${filters.reasons.join(' ')} A high-pass pulls T below the line and moves its end: T inversion is not stated, QTc with reserve.`
        : null,
  },
  {
    code: 'rate-too-low',
    groups: ['notch'],
    closed: ({ recording: { sampleRateHz } }) =>
      sampleRateHz < notchRateHz * (1 - rateTolerance)
        ? `The recording has ${sampleRateHz} Hz; notches are looked for from ${notchRateHz} Hz on.`
        : null,
  },
  {
    code: 'leads-missing',
    groups: ruleGroups,
    closed: ({ recording, quality }, group) => {
      const unreadable = unreadableLeads(quality);
      const there = (name: string): boolean => findLead(recording, name) !== undefined && !unreadable.includes(name);
      const missing = groupLeads[group].filter((row) => !row.some(there));
      return missing.length === 0
        ? null
        : `None of these leads is there and can be read: ${missing.map((row) => row.join(', ')).join('; ')}.`;
    },
  },
];

/**
 * Gates of the rules, each group for the first reason that closes it, and one of "rules/leads" that names leads which are not read. Those that close
 * every model ("*") close every rule too and are not repeated.
 */
export const closedRuleGates = (input: RuleGateInput): Gate[] => {
  const gates = ruleGates.flatMap(({ code, groups, closed }) =>
    groups.flatMap((group): Gate[] => {
      const text = closed(input, group);
      return text === null ? [] : [{ model: `rules/${group}`, code, text }];
    }),
  );
  const unreadable = unreadableLeads(input.quality);
  return [
    ...gates.filter(({ model }, i) => gates.findIndex((other) => other.model === model) === i),
    ...(unreadable.length === 0
      ? []
      : [
          { model: 'rules/leads', code: 'lead-quality', text: `Not read for their quality: ${unreadable.join(', ')}.` },
        ]),
    ...likelySwaps(input.quality).map((swap) => ({
      model: 'rules/leads',
      code: 'leads-swapped?',
      text: `${swap.text} Axis, fascicular blocks, hypertrophy, ST, T inversion and infarction are not read from ${leadsOfSwap(swap).join(', ')}.`,
    })),
  ];
};

/** Of rules, not of models. */
export const isRuleGate = ({ model }: Gate): boolean => model.startsWith('rules/');

/** What a model that looks at measured features alone needs: the recording that they are measured in. */
const measuredWindow = { leads: [...standardLeads], sampleRateHz: 100, lengthSamples: 1000 };

interface Needs {
  readonly leads: readonly string[];
  readonly sampleRateHz: number;
  /** How much of the recording the model looks at, and how much of it must be there. */
  readonly windowS: number;
  readonly leastS: number;
}

const needs = (manifest: Manifest, { recording, lead }: GateInput): Needs => {
  const oneLead = leadWindowsInput(manifest);
  if (oneLead !== null) {
    const { sampleRateHz, leastDurationS, longestDurationS } = oneLead;
    const leads = [singleLead(recording, lead ?? null)?.name ?? 'II'];
    return { leads, sampleRateHz, windowS: longestDurationS, leastS: leastDurationS };
  }
  // Beats are judged one by one, wherever they are; their model says itself what it needs of the rate.
  if (manifest.task === 'beats') {
    const leads = [singleLead(recording, lead ?? null)?.name ?? 'II'];
    return { leads, sampleRateHz: 0, windowS: durationS(recording), leastS: 0 };
  }
  const signal = signalInput(manifest);
  const { leads, sampleRateHz, lengthSamples } = signal ?? measuredWindow;
  const windowS = lengthSamples / sampleRateHz;
  return { leads, sampleRateHz, windowS, leastS: signal?.leastDurationS ?? leastWindowShare * windowS };
};

/**
 * The gates that are closed for these models, common ones first. A model answers only when none of them names it or "*".
 * An unknown age closes nothing; see `ageNote`.
 */
export const closedGates = (input: GateInput, manifests: readonly Manifest[]): Gate[] => {
  const gates: Gate[] = [];
  for (const { code, closed } of commonGates) {
    const text = closed(input);
    if (text !== null) gates.push({ model: '*', code, text });
  }
  for (const manifest of manifests)
    for (const { code, closed } of modelGates) {
      const text = closed(input, manifest);
      if (text !== null) gates.push({ model: manifest.id, code, text });
    }
  return gates;
};

/**
 * Gates that the stated rhythm closes, which is known after the models were asked: what was answered behind them must not stand.
 * Beats of a ventricle say no more to a model of the shape than to a rule.
 */
export const gatesOfStatedRhythm = (
  rhythm: readonly Pick<Statement, 'code'>[],
  manifests: readonly Manifest[],
): Gate[] => {
  const gate = ventricularGate(rhythm);
  return gate === null
    ? []
    : manifests.filter(({ task }) => morphologyTasks.has(task)).map(({ id }) => ({ model: id, ...gate }));
};

export const isClosed = (gates: readonly Gate[], modelId: string): boolean =>
  gates.some((gate) => gate.model === '*' || gate.model === modelId);

/** A sentence for the reader when a model has an age limit that cannot be checked; null otherwise. */
export const ageNote = (recording: Recording, manifests: readonly Manifest[]): string | null => {
  const limits = manifests.flatMap(({ minimumAgeYears }) => (minimumAgeYears === null ? [] : [minimumAgeYears]));
  return recording.patient.ageYears === null && limits.length > 0
    ? `The patient's age is unknown; the models are for patients of ${Math.max(...limits)} years and older.`
    : null;
};

/** Of what is recorded in the model's window, the part of a lead that is not missing; 0 for a lead that is not there. */
const presentShare = (recording: Recording, name: string, windowS: number): number => {
  const samplesMv = findLead(recording, name)?.samplesMv.subarray(0, Math.ceil(windowS * recording.sampleRateHz));
  if (samplesMv === undefined || samplesMv.length === 0) return 0;
  return samplesMv.reduce((count, value) => (Number.isFinite(value) ? count + 1 : count), 0) / samplesMv.length;
};

const seconds = (value: number): string => String(Math.round(value * 100) / 100);
