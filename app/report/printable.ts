import { isolated } from '../tracing/direction.ts';
import { graphemesOf } from '../tracing/graphemes.ts';
import type { ReportInput } from './reportInput.ts';

/** Stands in the place of each character that no font at hand can print; a question mark or a blank would look like a name. */
const replacementSign = '\ufffd';
export const replacementText = `${replacementSign} = not printable here, see file`;

const replaced = (text: string, unprintable: ReadonlySet<string>): string =>
  graphemesOf(text)
    .map((letter) => (unprintable.has(letter) ? replacementSign : letter))
    .join('');

/** Every text of the input that comes from outside: files, patients, readers. */
export const foreignTexts = ({
  recording,
  analysis,
  corrections,
  recordName,
  standing,
  compared,
}: ReportInput): readonly string[] => [
  ...(compared == null || 'reason' in compared ? [] : [compared.recordName]),
  ...[recording.patient.name, recording.patient.id, recording.device, recordName].filter((text) => text !== null),
  ...recording.leads.map(({ name }) => name),
  ...recording.appliedFilters,
  ...analysis.recording.notes.map(({ text }) => text),
  ...(corrections == null ? [] : [corrections.author]),
  ...(standing.kind === 'unconfirmed'
    ? []
    : [standing.by, standing.comment, ...standing.statements.map(({ text }) => text)]),
  ...(standing.kind === 'signed' || standing.kind === 'amended' ? [standing.reason ?? ''] : []),
];

/** Whether a foreign text holds the sign, put there by us or by the file itself. */
export const hasReplacement = (input: ReportInput): boolean =>
  foreignTexts(input).some((text) => text.includes(replacementSign));

/**
 * The input with the replacement sign for each of these characters (grapheme clusters), and every foreign text in its own
 * direction. Names of leads have no direction of their own: a lead is known by its name.
 */
export const withPrintable = (input: ReportInput, unprintable: ReadonlySet<string>): ReportInput => {
  const { recording, analysis, corrections, standing, compared } = input;
  const text = (value: string): string => isolated(replaced(value, unprintable));
  const orNull = (value: string | null): string | null => (value === null ? null : text(value));
  const { patient } = recording;
  return {
    ...input,
    recordName: text(input.recordName),
    ...(corrections == null ? {} : { corrections: { ...corrections, author: text(corrections.author) } }),
    ...(compared == null || 'reason' in compared
      ? {}
      : { compared: { ...compared, recordName: text(compared.recordName) } }),
    recording: {
      ...recording,
      device: orNull(recording.device),
      appliedFilters: recording.appliedFilters.map(text),
      leads: recording.leads.map((lead) => ({ ...lead, name: replaced(lead.name, unprintable) })),
      patient: { ...patient, name: orNull(patient.name), id: orNull(patient.id) },
    },
    analysis: {
      ...analysis,
      recording: {
        ...analysis.recording,
        notes: analysis.recording.notes.map((note) => ({ ...note, text: text(note.text) })),
      },
    },
    standing:
      standing.kind === 'unconfirmed'
        ? standing
        : {
            ...standing,
            by: text(standing.by),
            comment: text(standing.comment),
            statements: standing.statements.map((each) => ({ ...each, text: text(each.text) })),
            ...(standing.kind === 'confirmed' ? {} : { reason: orNull(standing.reason) }),
          },
  };
};
