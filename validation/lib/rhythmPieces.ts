import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAnnotations } from '../../app/formats/wfdb/annotations.ts';
import type { Recording } from '../../app/recording/recording.ts';
import { readRecord } from './readRecord.ts';

export const rhythmSets = ['cinc2017', 'ptbxl', 'mitdb', 'ludb'] as const;
export type RhythmSet = (typeof rhythmSets)[number];
/** `tune`: what thresholds and weights were chosen on; `report`: what the figures are of. */
export type Part = 'tune' | 'report';

export interface Piece {
  readonly id: string;
  /** Record or patient: what the intervals draw by. */
  readonly group: string;
  /** What the label says; null: it is not asked of this piece. */
  readonly fibrillation: boolean | null;
  readonly flutter: boolean | null;
  readonly label: string;
  readonly recording: Recording;
}

const pieceS = 10;
/** Of the long records of mitdb each third piece is taken: neighbours say the same. */
const everyPiece = 3;

const cut = (recording: Recording, fromS: number): Recording => {
  const from = Math.round(fromS * recording.sampleRateHz);
  const to = from + Math.round(pieceS * recording.sampleRateHz);
  const leads = recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(from, to) }));
  return { ...recording, leads, sampleCount: leads[0]?.samplesMv.length ?? 0 };
};

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    // A field in quotes holds commas.
    .map((line) => line.replace(/"[^"]*"/g, '').split(','));

/** Of the recordings that the network was trained on; it answers these too well, the rest of the evidence does not know them. */
export function* networkTrainingPieces(dir: string): Iterable<Piece> {
  const taken = new Map<string, number>();
  for (const piece of cinc2017Of('train', join(dir, 'cinc2017'))) {
    const before = taken.get(piece.group) ?? 0;
    taken.set(piece.group, before + 1);
    if (piece.fibrillation === true || before < mostOfOthers) yield piece;
  }
}
const mostOfOthers = 2;

/** DIR holds the sets as folders. Pieces of 10 s where a record is longer. */
export const rhythmPieces = (set: RhythmSet, part: Part, dir: string): Iterable<Piece> => {
  switch (set) {
    case 'cinc2017':
      return cinc2017(part, join(dir, set));
    case 'ptbxl':
      return ptbxl(part, join(dir, set));
    case 'mitdb':
      return mitdb(part, join(dir, set));
    case 'ludb':
      return ludb(part, join(dir, set));
  }
};

/** The parts of the network: tuned on its validation part, reported on its test part; it was trained on neither. Noisy ones left out. */
const cinc2017 = (part: Part, folder: string): Iterable<Piece> =>
  cinc2017Of(part === 'tune' ? 'validation' : 'test', folder);

function* cinc2017Of(wanted: string, folder: string): Iterable<Piece> {
  const labels = new Map(rowsOf(join(folder, 'REFERENCE-v3.csv')).map(([id, label]) => [id, label?.trim()]));
  const split = join(import.meta.dirname, '..', '..', 'models', 'training', 'splits', 'rhythm2017.csv');
  for (const [id = '', name] of rowsOf(split)) {
    const label = labels.get(id);
    if (name?.trim() !== wanted || label === undefined || label === '~') continue;
    const whole = readRecord(folder, id);
    for (let fromS = 0; fromS + pieceS <= whole.sampleCount / whole.sampleRateHz + 0.1; fromS += pieceS)
      yield {
        id: `${id}:${fromS}`,
        group: id,
        fibrillation: label === 'A',
        flutter: null,
        label,
        recording: cut(whole, fromS),
      };
  }
}

/** Folds 1 to 8, and fold 9; 12 leads at 100 Hz. */
function* ptbxl(part: Part, folder: string): Iterable<Piece> {
  for (const cells of rowsOf(join(folder, 'records.csv')).slice(1)) {
    const fold = Number(cells[2]);
    if (part === 'tune' ? !(fold <= 8) : fold !== 9) continue;
    const codes = (cells[cells.length - 1] ?? '').trim().split(/\s+/);
    const record = `${(cells[0] ?? '').padStart(5, '0')}_lr`;
    yield {
      id: record,
      group: cells[1] ?? record,
      fibrillation: codes.includes('AFIB'),
      flutter: codes.includes('AFLT'),
      label: codes.join(' '),
      recording: readRecord(join(folder, 'records100'), record),
    };
  }
}

const ds1 = '101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230'.split(' ');
const ds2 = '100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234'.split(' ');

/** Records by de Chazal et al. 2004. Each third piece; one with fibrillation or flutter in a part of it only is not asked. */
function* mitdb(part: Part, folder: string): Iterable<Piece> {
  for (const record of part === 'tune' ? ds1 : ds2) {
    const whole = readRecord(folder, record);
    const decoded = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
    if (!decoded.ok) throw new Error(`${record}: ${decoded.error.message}`);
    const changes = decoded.value.filter(({ aux }) => aux.startsWith('('));
    const name = (aux: string): string => aux.replace(/[^A-Z0-9]/g, '');
    for (let fromS = 0; fromS + pieceS <= whole.sampleCount / whole.sampleRateHz; fromS += everyPiece * pieceS) {
      const [from, to] = [fromS * whole.sampleRateHz, (fromS + pieceS) * whole.sampleRateHz];
      const before = changes.filter(({ sample }) => sample <= from);
      const here = new Set([
        name(before[before.length - 1]?.aux ?? '(N'),
        ...changes.filter(({ sample }) => sample > from && sample < to).map(({ aux }) => name(aux)),
      ]);
      const mixed = here.size > 1 && (here.has('AFIB') || here.has('AFL'));
      yield {
        id: `${record}:${fromS}`,
        group: record,
        fibrillation: mixed ? null : here.has('AFIB'),
        flutter: mixed ? null : here.has('AFL'),
        label: [...here].join(' '),
        recording: cut(whole, fromS),
      };
    }
  }
}

/** Odd and even numbers. */
function* ludb(part: Part, folder: string): Iterable<Piece> {
  const records = readdirSync(folder).flatMap((name) => (name.endsWith('.hea') ? [name.slice(0, -4)] : []));
  for (const record of records.sort((a, b) => Number(a) - Number(b))) {
    if ((Number(record) % 2 === 1) !== (part === 'tune')) continue;
    const label = /Rhythm: (.*)/.exec(readFileSync(join(folder, `${record}.hea`), 'utf8'))?.[1]?.trim() ?? '';
    yield {
      id: record,
      group: record,
      fibrillation: /fibrillation/i.test(label),
      flutter: /flutter/i.test(label),
      label,
      recording: readRecord(folder, record),
    };
  }
}
