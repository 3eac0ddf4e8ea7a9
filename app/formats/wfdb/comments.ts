import { type Patient, type RecordingNote, unknownPatient } from '../../recording/recording.ts';
import { parseAge, parseSex } from '../patientFields.ts';

export interface CommentFacts {
  readonly patient: Patient;
  readonly device: string | null;
  readonly appliedFilters: readonly string[];
  readonly notes: readonly RecordingNote[];
}

/** `key: value` or `<key>: value` at the start of a comment or after a blank; the value ends at two blanks or a `<`. */
const field = (comments: readonly string[], key: string): string | null => {
  const pattern = new RegExp(`(?:^|\\s)(?:<${key}>|${key})\\s*:\\s*(.*?)(?=\\s{2,}|\\s*<|\\s+[A-Za-z]+:|$)`, 'i');
  for (const comment of comments) {
    const value = pattern.exec(comment)?.[1]?.trim();
    if (value !== undefined && value.length > 0) return value;
  }
  return null;
};

/** `key: value` as a comment of its own, the value to the end of the line. */
const wholeLine = (comments: readonly string[], key: string): string | null => {
  for (const comment of comments) {
    const [name = '', ...value] = comment.split(':');
    const text = value.join(':').trim();
    if (name.trim().toLowerCase() === key && text !== '') return text;
  }
  return null;
};

/** The MIT-BIH archives' own line: age, sex, two recorder numbers and the tape speed, as in `69 M 1085 1629 x1`. */
const mitLine = /^\s*(\d{1,3}|-1|\?)\s+([MF?])\s+\d+\s+\d+\s+x\d/;

/** What a header's comments say about patient and device: `# Age: 60`, `# <sex>: F`, `# 69 M 1085 1629 x1`. */
export const readComments = (comments: readonly string[]): CommentFacts => {
  const mit = comments.map((comment) => mitLine.exec(comment)).find((match) => match !== null);
  const ageText = field(comments, 'age') ?? mit?.[1] ?? null;
  const sexText = field(comments, 'sex') ?? field(comments, 'gender') ?? mit?.[2] ?? null;
  const ageYears = ageText === null ? null : parseAge(ageText);
  const notes: RecordingNote[] =
    ageYears === null && ageText !== null && /\d/.test(ageText)
      ? [{ code: 'age-unreadable', text: 'The header gives an age that is no age in years; it counts as unknown.' }]
      : [];
  const filters = field(comments, 'filters?');
  return {
    patient: {
      ...unknownPatient,
      id: wholeLine(comments, 'patient id'),
      name: wholeLine(comments, 'patient name'),
      ageYears,
      sex: sexText === null ? null : parseSex(sexText),
    },
    device: field(comments, 'device'),
    appliedFilters: filters === null ? [] : filters.split(/\s*;\s*/).filter((filter) => filter.length > 0),
    notes,
  };
};
