import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { asystoleAfterS, asystoleLatencyS, fibrillationLatencyS, type StreamAlarm } from './streamAlarms.ts';
import { streamRecording } from './streamRecording.ts';

const heart = (change: Partial<SynthSpec>): Recording =>
  synthesise(synthSpec({ seed: 7, durationS: 40, sampleRateHz: 250, ...change })).recording;
/** One recording up to a time, then another. */
const then = (first: Recording, atS: number, second: Recording): Recording => ({
  ...first,
  leads: first.leads.map((lead, l) => {
    const samplesMv = lead.samplesMv.slice();
    const at = atS * first.sampleRateHz;
    samplesMv.set(second.leads[l]!.samplesMv.subarray(at), at);
    return { ...lead, samplesMv };
  }),
});
const played = (recording: Recording, stepS = 50) => {
  const stream = streamRecording(recording, null);
  if (!stream.ok) throw new Error(stream.error.message);
  const alarms: StreamAlarm[] = [];
  const beats: number[] = [];
  for (let atS = stepS; atS < recording.sampleCount / recording.sampleRateHz; atS += stepS) {
    beats.push(...stream.value.playTo(atS).map(({ timeS }) => timeS));
    alarms.push(...stream.value.alarms());
  }
  beats.push(...stream.value.finish().map(({ timeS }) => timeS));
  alarms.push(...stream.value.alarms());
  return { alarms, beats };
};

test.each(['sinus', 'sinus-bradycardia', 'ventricular-tachycardia', 'atrial-fibrillation'] as const)(
  '%s: no alarm',
  (rhythm) => {
    expect(played(heart({ rhythm })).alarms).toEqual([]);
  },
);

test('asystole: one alarm, as late as stated, whatever the steps it is played in', () => {
  const recording = then(heart({}), 20, heart({ rhythm: 'asystole' }));
  const { alarms, beats } = played(recording);
  expect(alarms.length).toBe(1);
  expect(alarms[0]).toMatchObject({ alarm: 'asystole', fromS: beats[beats.length - 1]! });
  expect(alarms[0]!.reportedAtS - alarms[0]!.fromS).toBeCloseTo(asystoleAfterS + asystoleLatencyS, 1);
  expect(played(recording, 0.3)).toEqual({ alarms, beats });
});

test.each(['ventricular-fibrillation', 'ventricular-flutter'] as const)(
  '%s: called out as early as stated, then no beats are counted',
  (rhythm) => {
    const { alarms, beats } = played(then(heart({}), 20, heart({ rhythm })));
    expect(alarms.filter(({ alarm }) => alarm === 'vf-suspected').length).toBe(1);
    const reportedAtS = alarms.find(({ alarm }) => alarm === 'vf-suspected')!.reportedAtS;
    expect(reportedAtS - 20).toBeLessThanOrEqual(fibrillationLatencyS);
    expect(beats.filter((timeS) => timeS > reportedAtS)).toEqual([]);
  },
);

test('missing samples are a lost signal, not a heart that stands still', () => {
  const recording = heart({});
  const lost = {
    ...recording,
    leads: recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice().fill(Number.NaN, 5000) })),
  };
  expect(played(lost).alarms.map(({ alarm }) => alarm)).toEqual(['signal-lost']);
});
