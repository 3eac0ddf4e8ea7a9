import type { MeasurementName } from '../app/analysis/schema.ts';
import type { RateAbsence } from '../app/realtime/whyNoRate.ts';
import { countText, percentText, superclassWords } from '../app/report/words.ts';
import type { LayoutName } from '../app/tracing/arrangement.ts';
import { chartTexts } from './features/charts/chartTexts.ts';
import { compareTexts } from './features/compare/compareTexts.ts';
import { heartTexts } from './features/heart/heartTexts.ts';

/** Everything that the screen says, in one place. */

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

export const texts = {
  productName: 'Einthoven',
  researchUse: 'For research use, not a medical device',
  unconfirmed: 'Unconfirmed computer interpretation',
  /** Both of the above where there is no room for them. */
  standingShort: 'Unconfirmed · For research use',
  notMeasured: '–',

  worklist: {
    title: 'Worklist',
    search: 'Search recordings',
    searchHint: 'Search',
    openFiles: 'Open files…',
    openFolder: 'Open folder…',
    count: (shown: number, all: number) =>
      shown === all ? count(all, 'recording', 'recordings') : `${shown} of ${all}`,
    empty: 'No recordings yet.',
    emptyWhatNext: 'Drop ECG files or a folder on this window, or open them here.',
    noMatch: 'No recording matches.',
    noMatchWhatNext: 'Clear the search with Esc.',
    status: { new: 'new', analysed: 'analysed', reviewed: 'reviewed', signed: 'signed', refused: 'refused' },
    bpm: 'bpm',
  },

  quality: { acceptable: 'acceptable', limited: 'limited', unacceptable: 'unacceptable' },
  qualityTitle: 'Quality',

  viewer: {
    title: 'Tracing',
    settings: 'How the tracing is drawn',
    layout: 'Layout',
    speed: 'Speed',
    gain: 'Gain',
    scale: 'Scale',
    layouts: {
      '3x4+1': '3 × 4 + rhythm',
      '3x4+3': '3 × 4 + 3 strips',
      '6x2': '6 × 2',
      '12x1': '12 × 1',
      cabrera: 'Cabrera',
    } satisfies Record<LayoutName, string>,
    scales: { true: 'True scale', fit: 'Fit width' },
    speedMmPerS: (value: number) => `${value} mm/s`,
    gainMmPerMv: (value: number) => `${value} mm/mV`,
    canvas: (record: string, leads: number, speed: number, gain: number) =>
      `Electrocardiogram ${record}, ${count(leads, 'lead', 'leads')}, ${speed} mm/s, ${gain} mm/mV`,
    marks: 'Marks',
    marksHint: 'Mark onset, peak and offset of P, QRS and T (m)',
    median: 'Median beats',
    medianHint: 'Median beats with the measurements in full (v)',
    earlier: 'Earlier',
    later: 'Later',
    timeShown: (fromS: number, toS: number, ofS: number) =>
      `${fromS.toFixed(1)}–${toS.toFixed(1)} of ${ofS.toFixed(1)} s`,
    whatIf: (swap: string) => `What if: ${swap} put back. This is not the recording as it was made.`,
    asRecorded: 'Show as recorded',
    nothing: 'No recording is open.',
    nothingWhatNext: 'Choose one in the worklist, or drop files on this window.',
    refused: 'This file could not be read as an ECG.',
    refusedWhatNext: 'Its bytes are kept. Correct the file and open it again.',
    failed: 'This recording could not be opened.',
    failedWhatNext: 'Choose it again; if that does not help, import its file once more.',
  },

  live: {
    title: 'Live strip',
    hint: 'The recording as a monitor would have shown it while it was recorded (w)',
    preparing: 'The beats are being classed…',
    rate: 'Rate',
    perMinute: '/min',
    noRate: {
      'no-signal': 'No rate: no signal',
      'ventricular-fibrillation': 'No rate: waves without beats',
      'not-readable': 'No rate: signal not readable',
      asystole: 'No rate: no beats',
      pause: 'No rate: no beats',
      'few-beats': 'No rate yet: too few beats seen',
    } satisfies Record<RateAbsence, string>,
    alarms: 'Alarms',
    noAlarm: 'No alarm',
    since: (seconds: number) => `since ${seconds.toFixed(1)} s`,
    priorities: { high: 'high priority', medium: 'medium priority', low: 'low priority' },
    controls: 'Replay',
    clock: (nowS: number, ofS: number) => `${nowS.toFixed(0)} of ${ofS.toFixed(0)} s`,
    pause: 'Pause',
    goOn: 'Go on',
    again: 'From the beginning',
    pauseHint: 'Pause or go on (p)',
    slower: 'Slower',
    faster: 'Faster',
    times: (speed: number) => `${speed}×`,
    leads: (shown: number) => count(shown, 'lead', 'leads'),
    canvas: (record: string) => `Live strip of ${record}`,
    replay: (beatMs: number) => `Replay, no patient. Strictly causal: a beat is known at most ${beatMs} ms after it.`,
    classesBy: (model: string, lead: string, classMs: number) =>
      `Its class comes ${classMs} ms after it, by ${model} in ${lead}, computed beforehand from what was known by then.`,
    noClasses: (why: string) => `No classes and no alarms of ventricular beats: ${why}`,
    noModel: 'no causal beat model can judge this recording.',
  },

  measurements: {
    title: 'Measurements',
    labels: {
      heartRateBpm: 'HR',
      prMs: 'PR',
      qrsMs: 'QRS',
      qtMs: 'QT',
      qtcFridericiaMs: 'QTcF',
      qrsAxisDeg: 'Axis',
    } satisfies Partial<Record<MeasurementName, string>>,
    spoken: {
      heartRateBpm: 'Heart rate',
      prMs: 'PR interval',
      qrsMs: 'QRS duration',
      qtMs: 'QT interval',
      qtcFridericiaMs: 'QT corrected by Fridericia',
      qrsAxisDeg: 'QRS axis',
    },
    notMeasured: 'not measured',
    noReason: 'Not measured.',
    years: (years: number) => `${years} y`,
    sex: { M: 'M', F: 'F' },
    unknownPatient: 'Patient not named',
    exportPdf: 'Export PDF…',
  },

  median: {
    title: 'Median beats',
    notMeasured: 'not measured',
    grid: (leads: number, speed: number, gain: number) =>
      `Median beat of ${count(leads, 'lead', 'leads')} with marks, ${speed} mm/s, ${gain} mm/mV`,
    together: (speed: number, gain: number) =>
      `All leads on one baseline with the bounds, ${speed} mm/s, ${gain} mm/mV`,
    togetherTitle: 'All leads on one baseline',
    intervals: 'Intervals and axes',
    amplitudes: 'Amplitudes, mV',
    lead: 'Lead',
    noAnalysis: 'No analysis is stored for this recording.',
    inReport: 'Page of median beats in the exported PDF',
  },

  findings: {
    title: 'Findings',
    invalid: 'Not fit for interpretation',
    gates: 'Held back',
    rhythm: 'Rhythm',
    noRhythm: 'No rhythm statement',
    statements: 'Statements',
    critical: 'Critical',
    criterion: 'Criterion',
    value: 'Value',
    threshold: 'Threshold',
    beats: 'Beats',
    flipsAt: 'Flips at',
    evidenceLeads: 'Leads',
    certainty: 'Confidence',
    modelAgrees: 'Model agrees',
    modelDisagrees: 'Model disagrees',
    opinion: (model: string, name: string, percent: string) => `${name} ${percent} % (${model})`,
    disagreement: 'model disagrees',
    withoutCriterion: (names: readonly string[]) => `No rule supports ${names.join(', ')}: only the model says so.`,
    advice: 'Suggestions',
    adviceNote: 'Suggestions follow from the findings named; they are no orders.',
    fromModel: (name: string, model: string) => `${name} (${model})`,
    classes: superclassWords,
    probabilities: 'Probability by class',
    noProbabilities: 'No model has stated probabilities.',
    probability: (name: string, probability: number, threshold: number, positive: boolean) =>
      `${name}: ${percentText(probability)} %, threshold ${percentText(threshold)} %, ${positive ? 'stated' : 'not stated'}`,
    rhythmProbabilities: 'Rhythm by one lead',
    rhythmProbability: (name: string, probability: number) => `${name}: ${percentText(probability)} %`,
    oneLead: (lead: string, toS: number) => `single-lead model, lead ${lead}, 0–${Number(toS.toFixed(1))} s`,
    binary: 'Normal or not, by model',
    binaryLabels: { NORMAL: 'normal (rhythm not judged)', 'NOT NORMAL': 'not normal' },
    calibrated: 'calibrated',
    uncalibrated: 'not calibrated',
    showBand: (name: string) => `Show where the model looked for ${name}`,
    bandNote:
      'Shading: where the network looked, by what it loses without a lead. Strengths compare within this recording. It does not change the trace.',
    reasons: (name: string) => `What was measured and spoke for (▲) or against (▽) ${name}`,
    reasonFor: 'for',
    reasonAgainst: 'against',
    reasonsNote:
      "The trees' part of the model, the strongest first. A reason is what the model used, not proof of a cause.",
    bandNoteOneLead:
      'Shading: where the network drew its conclusion in this lead; the reason may lie some beats away. It does not change the trace.',
    bandFailed: {
      blank: 'The map of this class is empty here: nothing spoke for it.',
      'not-the-weights':
        'No faithful explanation: a network that knows nothing (shuffled weights) gives much the same map of this recording.',
      'not-the-evidence':
        'No faithful explanation: taking out what the map points at changes the answer no more than taking out as much elsewhere.',
    },
    quality: 'Quality',
    noFlags: 'No lead is flagged.',
    notReadable: 'not to be read',
    swapProbability: (percent: string) => `${percent} % at even odds`,
    showPutBack: 'Show it put back',
    flags: {
      flat: 'flat',
      clipped: 'clipped',
      missing: 'missing samples',
      'lead-off': 'lead off',
      'baseline-wander': 'baseline wander',
      muscle: 'muscle',
      mains: 'mains',
      motion: 'motion',
      spikes: 'spikes',
      'low-amplitude': 'low amplitude',
      'swapped?': 'swapped?',
    },
    pacing: 'Pacing',
    paced: (spikes: number, pacedBeats: number, beats: number) =>
      `Pacing spikes seen: ${spikes}, before ${pacedBeats} of ${beats} beats`,
    pacedChambers: (chambers: string) => `Chambers: ${chambers}`,
    notPaced: 'No pacing spikes seen',
    pacingNotAssessed: 'Pacing not assessed',
    tachogram: 'RR intervals',
    tachogramAlt: (beats: number) => `RR intervals over time, ${countText(beats, 'beat', 'beats')}`,
    tooFewBeats: 'Too few beats for a series.',
    notes: 'Notes on the file',
    source: 'Recording',
    leads: (recorded: number, derived: number) =>
      `${countText(recorded, 'lead', 'leads')}${derived === 0 ? '' : `, ${derived} of them derived`}`,
    noAnalysis: 'No analysis is stored for this recording.',
  },

  status: {
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    progress: 'Progress',
    stages: {
      finding: 'looking for recordings',
      'choosing a place': 'choosing a place',
      drawing: 'drawing the pages',
      generating: 'making and analysing it',
    } as Readonly<Record<string, string>>,
    counted: (done: number, total: number) => `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
    left: (time: string) => `${time} left`,
    more: (jobs: number) => `and ${count(jobs, 'more job', 'more jobs')}`,
    audit: 'Audit',
    keys: 'Keys',
    results: 'Last import',
    warnings: 'Warnings',
    modelRefused: (model: string, why: string) => `Model ${model} is refused: ${why}`,
    noModels: 'No model is installed: no probabilities will be stated.',
    auditBroken: 'The audit trail is broken. Open it with a and do not rely on this archive.',
  },

  jobs: {
    importing: (label: string) => `Importing ${label}`,
    exporting: (record: string) => `Writing the report of ${record}`,
    imported: (outcome: { taken: number; duplicates: number; refused: readonly unknown[]; cancelled: boolean }) =>
      [
        ...(outcome.taken > 0 || outcome.duplicates + outcome.refused.length === 0
          ? [`${count(outcome.taken, 'recording', 'recordings')} taken in`]
          : []),
        ...(outcome.duplicates > 0 ? [`${outcome.duplicates} already there`] : []),
        ...(outcome.refused.length > 0 ? [`${outcome.refused.length} refused`] : []),
        ...(outcome.cancelled ? ['cancelled before the end'] : []),
      ].join(', '),
    exported: (fileName: string) => `Report saved as ${fileName}`,
    nothingToExport: 'There is no tracing to export. Choose a recording that could be read.',
  },

  results: {
    title: 'Last import',
    none: 'Nothing was imported in this session.',
    taken: 'Taken in',
    duplicates: 'Already there',
    otherFiles: 'Not an ECG',
    refused: 'Refused',
    cancelled: 'Cancelled before the end; what was done is kept.',
    refusedList: 'Refused files',
  },

  audit: {
    title: 'Audit trail',
    verify: 'Verify',
    verifying: 'Verifying…',
    intact: (events: number) => `Intact: ${count(events, 'event', 'events')}, every link of the chain fits.`,
    broken: (seq: number, reason: string) =>
      `Broken at event ${seq}: ${reason} Do not rely on this archive; keep the file and restore a copy.`,
    older: 'Show older events',
    none: 'No events yet.',
    types: {
      'archive-created': 'archive created',
      'recording-imported': 'recording imported',
      'recording-refused': 'recording refused',
      'recording-analysed': 'recording analysed',
      'recording-viewed': 'recording viewed',
      'report-exported': 'report exported',
      'model-refused': 'model refused',
      'model-installed': 'model installed',
      note: 'note',
    },
  },

  models: {
    title: 'Models',
    loading: 'Being loaded and verified…',
    ready: 'Ready',
    refused: 'Refused, does not run',
    replaced: 'Does not run: one of your own stands in its place',
    id: 'Name',
    version: 'Version',
    task: 'Task',
    place: 'From',
    places: { shipped: 'the program', user: 'you' },
    tasks: {
      superclass: 'five superclasses',
      binary: 'normal or not',
      rhythm2017: 'rhythm from one lead',
      beats: 'classes of beats',
      validity: 'validity of the recording',
    } as Readonly<Record<string, string>>,
    card: 'Card',
    noCard: 'It has no card.',
    howToInstall: 'Further models: einthoven models install FOLDER, then start again.',
  },

  compare: compareTexts,
  charts: chartTexts,
  heart: heartTexts,

  keys: { title: 'Keys' },
  close: 'Close',
  dropHere: 'Drop to import',
} as const;
