import { beatView, classesOf } from '../models/beats/askBeats.ts';
import type { ClassedBeat } from '../models/beats/beatClasses.ts';
import { createCausalBeatInputs } from '../models/beats/causalBeatInputs.ts';
import type { Manifest } from '../models/manifest.ts';
import type { ModelRunner } from '../models/runner.ts';
import { accept, type Result } from '../result.ts';
import type { Alarm } from './alarm.ts';
import { createMonitor, type MonitorEvent } from './monitor.ts';
import type { MonitorLimits } from './rhythmRules.ts';

/** The model that classes live beats: the first causal one that is installed, or the one that is named; null without. */
export const causalModel = (runner: ModelRunner, id: string | null): Manifest | null =>
  runner
    .models()
    .map(({ manifest }) => manifest)
    .find((one) => one.task === 'beats' && beatView(one) === 'causal' && (id === null || one.id === id)) ?? null;

/** A slower signal does not hold the shape of a QRS. */
export const leastClassRateHz = 90;

export interface ClassifyingMonitor {
  /** The next samples of every lead, equal lengths, mV. Errors: `cancelled`, those of the runner. */
  readonly push: (samplesByLead: readonly ArrayLike<number>[]) => Promise<Result<readonly MonitorEvent[]>>;
  readonly finish: () => readonly MonitorEvent[];
  readonly alarms: () => readonly Alarm[];
}

export interface ClassifyingOptions {
  readonly sampleRateHz: number;
  readonly leadNames: readonly string[];
  /** Index of the lead that is judged. */
  readonly judged: number;
  /** null: beats without classes. */
  readonly model: Manifest | null;
  readonly limits?: MonitorLimits;
}

/**
 * The monitor with a model: a beat is classed with the sample at which its inputs are complete, 600 ms behind it, and nothing is
 * taken in meanwhile, so that the order and times of what is said do not depend on how fast the model answers or how the samples
 * are cut into pieces. Calls must not overlap.
 */
export const createClassifyingMonitor = (
  { sampleRateHz, leadNames, judged, model, limits }: ClassifyingOptions,
  runner: ModelRunner,
): ClassifyingMonitor => {
  const asked = sampleRateHz >= leastClassRateHz ? model : null;
  const monitor = createMonitor({
    sampleRateHz,
    leadNames,
    classes: asked !== null,
    ...(limits === undefined ? {} : { limits }),
  });
  const inputs = createCausalBeatInputs(sampleRateHz);
  const values = new Float32Array(leadNames.length);

  const classOf = async (manifest: Manifest, sample: number): Promise<Result<ClassedBeat | null>> => {
    const found = await classesOf(manifest, inputs.next(sample), runner);
    return found.ok ? accept(found.value[0] ?? null) : found;
  };

  return {
    push: async (samplesByLead) => {
      const events: MonitorEvent[] = [];
      const length = samplesByLead[0]?.length ?? 0;
      for (let i = 0; i < length; i++) {
        for (let l = 0; l < values.length; l++) values[l] = samplesByLead[l]?.[i] ?? Number.NaN;
        for (const event of monitor.push(values)) events.push(event);
        if (asked === null) continue;
        inputs.push(values[judged]!);
        for (const { sample } of monitor.due()) {
          const found = await classOf(asked, sample);
          if (!found.ok) return found;
          events.push(...monitor.classify(found.value));
        }
      }
      return accept(events);
    },
    finish: monitor.finish,
    alarms: monitor.alarms,
  };
};
