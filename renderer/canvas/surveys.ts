import type { Recording } from '../../app/recording/recording.ts';
import { type LeadSurvey, surveyLeads } from '../../app/tracing/leadSurvey.ts';

/** Samples looked at between two frames: a few milliseconds. */
const samplesPerStep = 200_000;

const known = new WeakMap<Recording['leads'], readonly LeadSurvey[]>();

const buildSoon = (leads: readonly LeadSurvey[]): void => {
  const step = () => {
    const next = leads.find(({ pyramid }) => !pyramid.build(samplesPerStep));
    if (next !== undefined) setTimeout(step);
  };
  setTimeout(step);
};

/** The survey of a recording, made when first asked for; its pyramids are built while nothing else is to be done. */
export const surveyOf = (recording: Recording): readonly LeadSurvey[] => {
  const before = known.get(recording.leads);
  if (before !== undefined) return before;
  const leads = surveyLeads(recording);
  known.set(recording.leads, leads);
  buildSoon(leads);
  return leads;
};
