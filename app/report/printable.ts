import { isolated } from '../tracing/direction.ts';
import type { ReportInput } from './reportInput.ts';

/** What stands in the place of words that no font at hand can print. A box or a question mark would look like a name. */
export const notPrintable = '«not printable here: see file»';
export const nameNotPrintable = '«name not printable here: see file»';

const printed = (text: string, unprintable: ReadonlySet<string>): string =>
  unprintable.has(text) ? notPrintable : isolated(text);

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

/**
 * The input with what cannot be printed said to be so, and every foreign text in its own direction. Lead names are left to the page: a lead is known by its name, and one
 * without a printable name is refused by every decoder that knows its names.
 */
export const withPrintable = (input: ReportInput, unprintable: ReadonlySet<string>): ReportInput => {
  const { recording, analysis, corrections, standing, compared } = input;
  const text = (value: string): string => printed(value, unprintable);
  const orNull = (value: string | null): string | null => (value === null ? null : text(value));
  const { patient } = recording;
  const isNameLost = patient.name !== null && unprintable.has(patient.name);
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
      leads: recording.leads.map((lead) => ({ ...lead, name: unprintable.has(lead.name) ? '?' : lead.name })),
      patient: { ...patient, name: isNameLost ? nameNotPrintable : orNull(patient.name), id: orNull(patient.id) },
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
