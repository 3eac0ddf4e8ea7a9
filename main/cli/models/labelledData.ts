import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitCells } from '../../../app/formats/csv/cells.ts';
import { type Task, taskClasses } from '../../../app/models/manifest.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';

/** One recording of a labelled set. */
export interface Labelled {
  readonly record: string;
  /** Whose it is; the recording itself where the set does not say. */
  readonly patient: string;
  /** Official fold; null where the set has none. */
  readonly fold: number | null;
  /** Its header or only file. */
  readonly path: string;
  /** Classes that are right, by name. */
  readonly classes: readonly string[];
}

export interface LabelledSet {
  readonly name: string;
  /** A training that names this set has seen recordings of it. */
  readonly namedBy: RegExp;
  /** Exactly one class is right for each recording. */
  readonly exclusive: boolean;
  readonly namesPatients: boolean;
  /** Official fold that is set aside for acceptance and only taken when it is named; null where there is none. */
  readonly heldBackFold: number | null;
  /** By record. */
  readonly recordings: readonly Labelled[];
}

/**
 * The labels of a folder for a task: PTB-XL for superclass and binary, as a part with `labels.csv` or in its official layout;
 * CinC 2017 for rhythm2017.
 * Errors: `unsupported` for a task without such a set, `not-found` naming the file that was looked for, `invalid-input`.
 */
export async function readLabelled(folder: string, task: Task): Promise<Result<LabelledSet>> {
  switch (task) {
    case 'superclass':
      return ptbxl(folder, (superclasses) => superclasses);
    case 'binary':
      // Any other superclass, also beside NORM.
      return ptbxl(folder, (superclasses) => (superclasses.some((name) => name !== 'NORM') ? ['NOT NORMAL'] : []));
    case 'rhythm2017':
      return cinc2017(folder);
    default:
      return refuse(
        'unsupported',
        `Models of the task ${task} cannot be compared here: there is no set of labelled recordings for it. In a clone, \`npm run validate -- ${task} --data DIR\` gives the figures of the installed ones.`,
      );
  }
}

type Row = Readonly<Record<string, string>>;

async function ptbxl(folder: string, classesOf: (superclasses: string[]) => string[]): Promise<Result<LabelledSet>> {
  const part = await readRows(join(folder, 'labels.csv'));
  const rows = part ?? (await officialRows(folder));
  if (rows === null)
    return refuse(
      'not-found',
      `No labels.csv in ${folder}, and no ptbxl_database.csv with scp_statements.csv (PTB-XL).`,
      folder,
    );
  const recordings = rows.flatMap((row): Labelled[] => {
    const superclasses = taskClasses.superclass.filter((name) => Number(row[name]) === 1);
    const { record, patient_id: patient, strat_fold: fold } = row;
    // Without a superclass, only form and rhythm were stated: neither normal nor not.
    if (record === undefined || record === '' || superclasses.length === 0) return [];
    const path = join(folder, row.path ?? join('records100', `${record}.hea`));
    return [
      { record, patient: patient || record, fold: fold ? Number(fold) : null, path, classes: classesOf(superclasses) },
    ];
  });
  return setOf(
    { name: 'PTB-XL', namedBy: /ptb-?xl/i, exclusive: false, namesPatients: true, heldBackFold: 10, recordings },
    folder,
  );
}

/** The official tables in the words of labels.csv; null when one of them is not there. */
async function officialRows(folder: string): Promise<Row[] | null> {
  const [database, statements] = await Promise.all(
    ['ptbxl_database.csv', 'scp_statements.csv'].map((name) => readRows(join(folder, name))),
  );
  if (!database || !statements) return null;
  const superclassOf = new Map(
    statements
      .filter(({ diagnostic }) => Number(diagnostic) === 1)
      .map((row) => [Object.values(row)[0] ?? '', row.diagnostic_class ?? '']),
  );
  return database.map((row) => {
    // A Python dictionary: {'NORM': 100.0, 'SR': 0.0}; a statement counts whatever its likelihood, as in the set's own example.
    const codes = [...(row.scp_codes ?? '').matchAll(/'([^']+)'\s*:/g)].map(([, code]) => code ?? '');
    const superclasses = codes.map((code) => superclassOf.get(code));
    const file = row.filename_lr ?? '';
    return {
      record: file.split('/').at(-1) ?? '',
      patient_id: (row.patient_id ?? '').replace(/\.0$/, ''),
      strat_fold: row.strat_fold ?? '',
      path: `${file}.hea`,
      ...Object.fromEntries(taskClasses.superclass.map((name) => [name, superclasses.includes(name) ? '1' : '0'])),
    };
  });
}

async function cinc2017(folder: string): Promise<Result<LabelledSet>> {
  const lines = (await readLines(join(folder, 'REFERENCE-v3.csv'))) ?? (await readLines(join(folder, 'REFERENCE.csv')));
  if (lines === null)
    return refuse('not-found', `No REFERENCE-v3.csv or REFERENCE.csv in ${folder} (CinC 2017).`, folder);
  const recordings = lines.flatMap((line): Labelled[] => {
    const [record, label] = splitCells(line, ',');
    const known = taskClasses.rhythm2017.some((name) => name === label);
    if (!record || !label || !known) return [];
    return [{ record, patient: record, fold: null, path: join(folder, `${record}.hea`), classes: [label] }];
  });
  const namedBy = /(cinc|computing in cardiology|challenge).*2017/i;
  return setOf(
    { name: 'CinC 2017', namedBy, exclusive: true, namesPatients: false, heldBackFold: null, recordings },
    folder,
  );
}

const setOf = (set: LabelledSet, folder: string): Result<LabelledSet> =>
  set.recordings.length === 0
    ? refuse('invalid-input', `The labels in ${folder} name no recording with a class.`, folder)
    : accept({ ...set, recordings: [...set.recordings].sort((a, b) => (a.record < b.record ? -1 : 1)) });

/** The rows of a CSV file by the names of its first line; null when it cannot be read. */
export async function readRows(path: string): Promise<Row[] | null> {
  const lines = await readLines(path);
  if (lines === null) return null;
  const names = splitCells(lines[0] ?? '', ',');
  return lines.slice(1).map((line) => {
    const cells = splitCells(line, ',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

const readLines = async (path: string): Promise<string[] | null> => {
  try {
    return (await readFile(path, 'utf8')).split(/\r?\n/).filter((line) => line !== '');
  } catch {
    return null;
  }
};
