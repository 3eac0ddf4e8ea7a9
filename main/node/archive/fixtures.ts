import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis } from '../../../app/analysis/schema.ts';
import type { Archive, Clock, FileBundle, WorklistRow } from '../../../app/ports.ts';
import type { ReviewContent } from '../../../app/review/review.ts';
import { wholeWorklist } from '../../../app/worklist/query.ts';
import { openArchive } from './openArchive.ts';

/** For tests: a folder that is gone after `work`. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const systemClock: Clock = { nowUtc: () => new Date().toISOString() };

/** An analysis with two statements to be read, one of them critical. */
export const analysisToRead = (bundle: FileBundle, patientId: string): Analysis => {
  const evidence = { beats: [], leads: [], criterion: 'c', value: null, threshold: null, unit: null, flipsAt: null };
  const statement = { confidence: 0.9, evidence, source: '', models: [] };
  return {
    ...analysisOf(bundle, patientId),
    statements: [
      { ...statement, code: 'qtc-very-long', text: 'QTc above 500 ms', critical: true },
      { ...statement, code: 'lvh', text: 'Left ventricular hypertrophy by voltage', critical: false },
    ],
  };
};

/** A reading that answers all of `analysisToRead`. */
export const readingOf = (comment = ''): ReviewContent => ({
  answered: [
    { code: 'qtc-very-long', text: 'QTc above 500 ms', answer: 'agreed', changedTo: null },
    { code: 'lvh', text: 'Left ventricular hypertrophy by voltage', answer: 'rejected', changedTo: null },
  ],
  own: [{ code: 'sinus-rhythm', modifiers: [], text: 'Sinus rhythm' }],
  criticalSeen: ['qtc-very-long'],
  comment,
});

export async function openOrThrow(
  path: string,
  clock: Clock = systemClock,
  actor: string | (() => string) = 'tester',
  key: Uint8Array | null = null,
): Promise<Archive> {
  const opened = await openArchive({ path, actor, clock, nativeBinding: null, key });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Every row, in the order taken in. */
export async function wholeList(archive: Archive): Promise<readonly WorklistRow[]> {
  const { ids } = await archive.find({ ...wholeWorklist, sort: { by: 'imported', descending: false } });
  return archive.rows([...ids]);
}

/** A bundle of two files whose content follows from the name. */
export function bundleOf(name: string): FileBundle {
  const files = [`${name}.hea`, `${name}.dat`].map((file) => ({
    name: file,
    bytes: new TextEncoder().encode(`content of ${file}`),
  }));
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return { path: `/somewhere/${name}.hea`, files, sha256: hash.digest('hex') };
}

/** An analysis that fits the schema; `patientId` stands where patient data stands. */
export function analysisOf(bundle: FileBundle, patientId: string, models: Analysis['models'] = []): Analysis {
  return {
    schema: 'einthoven.analysis/1',
    record: 'r',
    source: { file: bundle.path, format: 'wfdb', sha256: bundle.sha256, bytes: 40 },
    recording: {
      leads: ['II'],
      sampleRateHz: 500,
      durationS: 10,
      startTime: '2020-02-03T04:05:06',
      patient: { id: patientId, ageYears: 61, sex: 'F' },
      device: null,
      appliedFilters: [],
      derivedLeads: [],
      notes: [],
    },
    validity: { status: 'VALID', reasons: [], outOfDistributionScore: null },
    gates: [],
    quality: { verdict: 'limited', score: 0.5, leads: [] },
    beats: [],
    delineation: {},
    measurements: {
      heartRateBpm: 71.5,
      rrMeanMs: null,
      rrSdMs: null,
      pMs: null,
      prMs: null,
      qrsMs: null,
      qtMs: null,
      qtcBazettMs: null,
      qtcFridericiaMs: null,
      qtcFraminghamMs: null,
      qtcHodgesMs: null,
      pAxisDeg: null,
      qrsAxisDeg: null,
      tAxisDeg: null,
      uncertaintyMs: {},
      perLead: {},
      reasons: {},
    },
    rhythm: { statements: [], rhythm2017: null, reason: null },
    pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: null },
    diagnoses: [
      { model: 'm', version: '1', class: 'MI', probability: 0.72, threshold: 0.5, positive: true, calibrated: true },
    ],
    binary: [],
    statements: [],
    recommendations: [],
    models,
    timingMs: { decode: 1, signal: 1, models: 1, total: 3 },
  };
}
