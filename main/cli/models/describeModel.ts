import type { Manifest, ManifestInput } from '../../../app/models/manifest.ts';
import { sizeText } from './listModels.ts';

/** What a manifest says, in lines for people. */
export const describeModel = (manifest: Manifest): string[] => {
  const { training } = manifest;
  return [
    `${manifest.id} ${manifest.version}: ${manifest.title}`,
    `task ${manifest.task}, ${manifest.parameters.toLocaleString('en')} parameters, ${sizeText(manifest.bytes)}, sha256 ${manifest.sha256}`,
    ...section('Intended use', [manifest.intendedUse]),
    ...section('Not for', manifest.notFor),
    ...section(
      'Age',
      manifest.minimumAgeYears === null ? [] : [`from ${manifest.minimumAgeYears} years; below, it does not answer`],
    ),
    ...section('Inputs', manifest.inputs.map(inputText)),
    ...section('Classes', classLines(manifest)),
    ...section('Calibration', [calibrationText(manifest)]),
    ...section('Metrics', metricLines(manifest.metrics)),
    ...section('Training', [
      `data: ${training.data} (${training.recordings.toLocaleString('en')} recordings)`,
      `split: ${training.split}`,
      `command: ${training.command} (seed ${training.seed}, ${training.minutes} minutes)`,
      `licence of the data: ${training.licence}`,
      `citation: ${training.citation}`,
    ]),
  ];
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const inputText = (input: ManifestInput): string => {
  if (input.kind === 'features') return `${input.name}: ${input.features.length} features of the set ${input.set}`;
  if (input.kind === 'beatWindows')
    return `${input.name}: each beat (${input.view}) as ${input.channels.join(' and ')}, ${input.lengthSamples} samples at ${input.sampleRateHz} Hz`;
  if (input.kind === 'beatFeatures')
    return `${input.name}: ${input.features.length} features of each beat (${input.view})`;
  const leads = 'leads' in input ? input.leads.join(' ') : 'one lead';
  return `${input.name}: ${leads}, ${input.sampleRateHz} Hz, ${input.lengthSamples} samples, ${input.unit}, prepared by ${input.preparation}`;
};

const classLines = ({ classes, thresholds }: Manifest): string[] =>
  classes.map((name, i) =>
    thresholds === null
      ? `${name}: stated when it is the most probable`
      : `${name}: stated from a probability of ${thresholds[i]}`,
  );

const calibrationText = ({ calibration, classes }: Manifest): string =>
  calibration.method === 'softmax'
    ? `softmax of ${calibration.scale} x logits + bias; bias ${perClass(classes, calibration.bias)}`
    : `Platt; slope ${perClass(classes, calibration.slope)}; intercept ${perClass(classes, calibration.intercept)}`;

const perClass = (classes: readonly string[], values: readonly number[]): string =>
  classes.map((name, i) => `${name} ${values[i]}`).join(', ');

/** Deeper or wider than this is for programs; `--json` has it all. */
const mostDepth = 4;
const mostEntries = 12;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Figures with their interval in one line each, by their place in the tree. */
const metricLines = (metrics: Record<string, unknown>, path: readonly string[] = []): string[] =>
  Object.entries(metrics).flatMap(([name, value]) => {
    const here = [...path, name];
    const label = here.join('.');
    if (isRecord(value)) {
      const figure = figureText(value);
      if (figure !== null) return [`${label}: ${figure}`];
      return here.length >= mostDepth || Object.keys(value).length > mostEntries
        ? [`${label}: ${Object.keys(value).length} entries`]
        : metricLines(value, here);
    }
    if (Array.isArray(value) && (value.length > mostEntries || value.some((each) => typeof each === 'object')))
      return [`${label}: ${value.length} entries`];
    return [`${label}: ${Array.isArray(value) ? value.join(', ') : String(value)}`];
  });

/** "0.9331 [0.9114, 0.9519], positives 55"; null for what is no figure. */
const figureText = ({ value, low, high, ...rest }: Record<string, unknown>): string | null => {
  if (typeof value !== 'number' || (low === undefined) !== (high === undefined)) return null;
  const interval = low === undefined ? '' : ` [${low}, ${high}]`;
  return [`${value}${interval}`, ...Object.entries(rest).map(([name, each]) => `${name} ${String(each)}`)].join(', ');
};
