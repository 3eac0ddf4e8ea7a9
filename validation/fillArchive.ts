/**
 * Fills an archive with made-up recordings, to see how the workstation does with many: node validation/fillArchive.ts --archive FILE [--rows 100000] [--seed 1]
 *
 * Each is a lead of two seconds with a short analysis that nobody made by analysing: names, ages, devices and statements are
 * drawn by a seeded generator, the rest is taken in as any recording is, with its audit events, a thousand a transaction.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Analysis, Statement } from '../app/analysis/schema.ts';
import { encodeWfdb } from '../app/formats/wfdb/write.ts';
import { accept } from '../app/result.ts';
import { appendEvent } from '../main/node/archive/auditTrail.ts';
import { openDatabase } from '../main/node/archive/database.ts';
import { analysisOf } from '../main/node/archive/fixtures.ts';
import { openArchive } from '../main/node/archive/openArchive.ts';
import { takeIn } from '../main/node/archive/takeIn.ts';
import { keyToOpen } from '../main/node/archiveKey/keyForArchive.ts';

const { values: options } = parseArgs({
  options: {
    archive: { type: 'string' },
    rows: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const path = options.archive;
const rows = Number(options.rows);
if (path === undefined || !Number.isInteger(rows) || rows < 1) {
  console.error('usage: node validation/fillArchive.ts --archive FILE [--rows N] [--seed N]');
  process.exit(2);
}

const perTransaction = 1000;
const families =
  'Abel Baker Castro Dubois Eriksen Fischer García Huang Ivanov Jansen Kowalski Lindqvist Müller Novák O’Brien Petrov Quist Rossi Şahin Tanaka Ueda Varga Weber Xu Yilmaz Zhou'.split(
    ' ',
  );
const givenNames =
  'Ada Björn Chloé Dmitri Élise Fatima Georg Hana Ingrid José Karin Luís Maja Noor Olga Pavel Quinn Rosa Søren Tomás Ulla Viktor Wanda Ximena Yusuf Zoë'.split(
    ' ',
  );
const devices = ['MAC 5500', 'ELI 380', 'CP 150', 'TC50', 'AT-102', null];
const stated: readonly (readonly [code: string, text: string, critical: boolean, share: number])[] = [
  ['sinus-rhythm', 'Sinus rhythm.', false, 0.8],
  ['axis-normal', 'Normal QRS axis.', false, 0.6],
  ['atrial-fibrillation', 'Atrial fibrillation.', false, 0.08],
  ['left-axis-deviation', 'Left axis deviation.', false, 0.1],
  ['rbbb', 'Right bundle branch block.', false, 0.06],
  ['lbbb', 'Left bundle branch block.', false, 0.04],
  ['lvh', 'Left ventricular hypertrophy by voltage.', false, 0.09],
  ['qt-prolonged', 'QTc prolonged.', false, 0.05],
  ['t-inversion-anterior', 'T wave inversion, anterior.', false, 0.06],
  ['ventricular-ectopy', 'Ventricular extrasystoles.', false, 0.07],
  ['st-elevation-inferior', 'ST elevation, inferior.', true, 0.01],
  ['ventricular-tachycardia', 'Wide complex tachycardia.', true, 0.004],
];

/** Mulberry32: a seed gives the same archive everywhere. */
const generator = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const random = generator(Number(options.seed));
const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;

const statementOf = ([code, text, critical]: (typeof stated)[number]): Statement => ({
  code,
  text,
  confidence: 0.9,
  critical,
  evidence: { beats: [], leads: ['II'], criterion: text, value: 1, threshold: 1, unit: null, flipsAt: null },
  source: '',
  models: [],
});

const draw = (index: number) => {
  const name = `made-${String(index).padStart(6, '0')}`;
  const patient = {
    id: `P${String(Math.floor(random() * 60_000)).padStart(6, '0')}`,
    name: `${oneOf(families)}, ${oneOf(givenNames)}`,
    ageYears: Math.floor(18 + random() * 75),
    sex: oneOf(['M', 'F', null] as const),
  };
  const samplesMv = Float32Array.from({ length: 200 }, (_, at) => Math.sin(at / 9 + index) * (0.1 + random() * 0.02));
  const startTime = new Date(Date.UTC(2019, 0, 1) + random() * 7 * 365 * 86_400_000).toISOString().slice(0, 19);
  const device = oneOf(devices);
  const recording = {
    leads: [{ name: 'II', samplesMv, derived: false }],
    sampleRateHz: 100,
    sampleCount: samplesMv.length,
    startTime,
    patient,
    device,
    appliedFilters: [],
    notes: [],
  };
  const files = encodeWfdb(recording, name);
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  const bundle = { path: `${name}.hea`, files, sha256: hash.digest('hex') };
  const statements = stated.filter(([, , , share]) => random() < share).map(statementOf);
  const quality = oneOf(['acceptable', 'acceptable', 'acceptable', 'limited', 'unacceptable'] as const);
  const bare = analysisOf(bundle, patient.id);
  const analysis: Analysis = {
    ...bare,
    record: name,
    recording: { ...bare.recording, sampleRateHz: 100, durationS: 2, startTime, patient, device },
    quality: { verdict: quality, score: random(), leads: [] },
    measurements: { ...bare.measurements, heartRateBpm: 45 + random() * 90 },
    rhythm: { ...bare.rhythm, statements: statements.slice(0, 1) },
    statements: statements.slice(1),
    diagnoses: [],
  };
  return { bundle, hints: {}, outcome: accept(analysis) };
};

const clock = { nowUtc: () => new Date().toISOString() };
const key = keyToOpen({ archivePath: path, keyFile: null, store: null });
if (!key.ok) throw new Error(key.error.message);
const made = await openArchive({ path, actor: 'fillArchive', clock, nativeBinding: null, key: key.value.bytes });
if (!made.ok) throw new Error(made.error.message);
await made.value.close();
const opened = openDatabase(path, null, key.value.bytes);
if (!opened.ok) throw new Error(opened.error.message);
const connection = opened.value;
for (let first = 0; first < rows; first += perTransaction)
  connection.transaction(() => {
    const context = {
      connection,
      append: (draft: Parameters<typeof appendEvent>[1]) => {
        appendEvent(connection, draft, 'fillArchive', clock);
      },
      nowUtc: clock.nowUtc(),
      programVersion: 'made-up',
    };
    for (let index = first; index < Math.min(rows, first + perTransaction); index++) takeIn(context, draw(index));
  });
connection.close();
console.log(`${rows} recordings in ${path}`);
