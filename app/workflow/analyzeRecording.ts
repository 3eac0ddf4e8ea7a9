import { shippedAdvice } from '../advice/adviceTable.ts';
import { foundGates } from '../advice/gateFindings.ts';
import { recommend } from '../advice/recommend.ts';
import { analyzeSignal, type SignalAnalysis } from '../analysis/analyzeSignal.ts';
import { appliedFilters } from '../analysis/appliedFilters.ts';
import { recordingToRead } from '../analysis/quality.ts';
import { assessRhythm } from '../analysis/rhythm/assessRhythm.ts';
import { type Analysis, analysisSchema } from '../analysis/schema.ts';
import { looksPaced } from '../analysis/statements/looksPaced.ts';
import { makeStatements } from '../analysis/statements/makeStatements.ts';
import { decodeFiles } from '../formats/registry.ts';
import { askModels } from '../models/askModels.ts';
import { askBeats } from '../models/beats/askBeats.ts';
import { binaryStatement } from '../models/binary.ts';
import { ageNote, closedGates, closedRuleGates, gatesOfStatedRhythm, isClosed } from '../models/gates.ts';
import type { Manifest, Task } from '../models/manifest.ts';
import { type Rhythm2017, rhythm2017 } from '../models/rhythm2017.ts';
import type { ModelRunner } from '../models/runner.ts';
import { judgeStrangeness } from '../models/strangeness.ts';
import { superclassDiagnoses } from '../models/superclass.ts';
import type { AnalysisOptions, FileBundle } from '../ports.ts';
import { durationS, type Recording, type RecordingNote, spellingOfLead } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';
import { normalOnly } from './normalOnly.ts';
import { recordName } from './recordName.ts';

export interface AnalyzePorts {
  readonly runner: ModelRunner;
  /** A monotonic clock, for the timings of the result. */
  readonly nowMs: () => number;
}

/**
 * The whole way of one recording: bytes -> Recording -> signal analysis -> gates -> models -> Analysis.
 * Errors: those of the decoder; `invalid-input` for a lead that is not there; `not-found` for a model that is not installed;
 * `cancelled`; `internal` when the result does not fit its own schema. Each names the file.
 */
export const analyzeRecording = async (
  bundle: FileBundle,
  options: AnalysisOptions,
  ports: AnalyzePorts,
  signal?: AbortSignal,
): Promise<Result<Analysis>> => {
  const startMs = ports.nowMs();
  const decoded = decodeFiles(bundle.files, options.hints);
  if (!decoded.ok) return decoded;
  const recording = withUserFacts(decoded.value.recording, options);
  const lead = options.lead === null ? null : spellingOfLead(recording, options.lead);
  if (lead === undefined) {
    const there = recording.leads.map(({ name }) => name).join(', ');
    return refuse(
      'invalid-input',
      `Lead "${options.lead}" is not in the recording; there are: ${there}.`,
      fileName(bundle),
    );
  }
  const decodedMs = ports.nowMs();

  const signalAnalysis = analyzeSignal(recording, { lead });
  const signalMs = ports.nowMs();

  const { quality, pacing } = signalAnalysis;
  const read = recordingToRead(recording, quality);
  const { validity, judge } = await judgeStrangeness(read, signalAnalysis.validity, ports.runner, signal);
  const wideWithoutP = looksPaced(signalAnalysis);
  const gated = { recording: read, validity, quality, pacing, lead, wideWithoutP };
  const asked = await askModels(gated, options.modelIds, ports.runner, signal);
  if (!asked.ok) return refuse(asked.error.code, asked.error.message, fileName(bundle));
  const classed = await askBeats(
    {
      recording: read,
      validity,
      beats: signalAnalysis.beats,
      lead,
      closed: (manifest) => closedGates(gated, [manifest]),
    },
    options.modelIds,
    ports.runner,
    signal,
  );
  if (!classed.ok) return refuse(classed.error.code, classed.error.message, fileName(bundle));
  const filters = appliedFilters(read, signalAnalysis);
  const manifests = [
    ...asked.value.asked,
    ...(classed.value.asked === null ? [] : [classed.value.asked]),
    ...(judge === null ? [] : [judge]),
  ];
  const modelsMs = ports.nowMs();
  const { patient } = recording;
  const beats = classed.value.beats;
  const rhythm = rhythmOf(read, { ...signalAnalysis, validity, beats }, rhythm2017(asked.value));
  const ofRhythm = gatesOfStatedRhythm(rhythm.statements, asked.value.asked).filter(
    ({ model }) => !isClosed(asked.value.gates, model),
  );
  const before = [...asked.value.gates, ...ofRhythm, ...classed.value.gates, ...closedRuleGates({ ...gated, filters })];
  const answersTo = (task: Task) =>
    asked.value.answers.filter(({ manifest }) => manifest.task === task && !isClosed(ofRhythm, manifest.id));
  const diagnoses = answersTo('superclass').flatMap(({ manifest, output }) =>
    superclassDiagnoses(manifest, output.logits),
  );
  const stated = makeStatements({
    ...signalAnalysis,
    patient,
    gates: before,
    diagnoses,
    rhythm: rhythm.statements,
  });

  const gates = [...before, ...stated.gates];
  const all = [...rhythm.statements, ...stated.statements];
  const analysis: Analysis = {
    schema: 'einthoven.analysis/1',
    record: recordName(fileName(bundle)),
    source: {
      file: bundle.path,
      format: decoded.value.format,
      sha256: bundle.sha256,
      bytes: bundle.files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    },
    recording: recordingFacts(recording, manifests, options.withName),
    ...signalAnalysis,
    validity,
    beats,
    rhythm,
    gates,
    ...normalOnly(
      {
        diagnoses,
        binary: answersTo('binary').map(({ manifest, output }) => binaryStatement(manifest, output.logits)),
      },
      all,
    ),
    statements: stated.statements,
    recommendations: recommend(
      all,
      diagnoses,
      {
        ageYears: patient.ageYears,
        sex: patient.sex,
        paced: pacing.paced,
        quality: quality.verdict,
        qrsMs: signalAnalysis.measurements.qrsMs,
      },
      options.advice ?? shippedAdvice,
      foundGates(gates, quality, new Set(all.map(({ code }) => code))),
    ),
    models: manifests.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    timingMs: {
      decode: decodedMs - startMs,
      signal: signalMs - decodedMs,
      models: modelsMs - signalMs,
      total: ports.nowMs() - startMs,
    },
  };
  return checked(analysis, bundle);
};

/** The network's reason says why it is silent; without statements theirs goes before it. */
const rhythmOf = (recording: Recording, analysis: SignalAnalysis, network: Rhythm2017 | null): Analysis['rhythm'] => {
  const { statements, reason } = assessRhythm(recording, analysis, network?.rhythm2017 ?? null);
  return { rhythm2017: null, ...network, statements, reason: reason ?? network?.reason ?? null };
};

const fileName = (bundle: FileBundle): string => bundle.files[0]?.name ?? bundle.path;

/** The user's word goes before the file's, and the result says so. */
const withUserFacts = (recording: Recording, { ageYears, sex }: AnalysisOptions): Recording => {
  const notes: RecordingNote[] = [];
  if (ageYears !== null) notes.push({ code: 'age-from-user', text: 'The age was given by the user.' });
  if (sex !== null) notes.push({ code: 'sex-from-user', text: 'The sex was given by the user.' });
  if (notes.length === 0) return recording;
  const { patient } = recording;
  const answered = [...(ageYears === null ? [] : ['age-missing']), ...(sex === null ? [] : ['sex-missing'])];
  return {
    ...recording,
    patient: { ...patient, ageYears: ageYears ?? patient.ageYears, sex: sex ?? patient.sex },
    notes: [...recording.notes.filter(({ code }) => !answered.includes(code)), ...notes],
  };
};

const recordingFacts = (
  recording: Recording,
  manifests: readonly Manifest[],
  withName: boolean,
): Analysis['recording'] => {
  const { leads, sampleRateHz, startTime, patient, device, appliedFilters, notes } = recording;
  const age = ageNote(recording, manifests);
  return {
    leads: leads.map(({ name }) => name),
    sampleRateHz,
    durationS: durationS(recording),
    startTime,
    patient: {
      id: patient.id,
      ...(withName ? { name: patient.name } : {}),
      ageYears: patient.ageYears,
      sex: patient.sex,
    },
    device,
    appliedFilters: [...appliedFilters],
    derivedLeads: leads.filter(({ derived }) => derived).map(({ name }) => name),
    // The sentence with the models' limit says that the age is missing as well.
    notes:
      age === null
        ? [...notes]
        : [...notes.filter(({ code }) => code !== 'age-missing'), { code: 'age-unknown', text: age }],
  };
};

/** A NaN or a probability above 1 must stop here, not in an archive or on a reader's screen. The error shows no values. */
const checked = (analysis: Analysis, bundle: FileBundle): Result<Analysis> => {
  const parsed = analysisSchema.safeParse(analysis);
  if (parsed.success) return accept(parsed.data);
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  return refuse('internal', `The analysis does not fit its schema at "${path}".`, fileName(bundle));
};
