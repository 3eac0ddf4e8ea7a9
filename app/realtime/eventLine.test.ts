import { expect, test } from 'vitest';
import { eventJson, eventText } from './eventLine.ts';
import type { MonitorEvent } from './monitor.ts';

const alarm = { kind: 'ventricular-tachycardia', sinceS: 60.123_46, atS: 61.5, detail: '150/min' } as const;
const cases: readonly (readonly [MonitorEvent, unknown, string])[] = [
  [
    { type: 'beat', number: 3, timeS: 3661.2, atS: 3661.6, counted: true, intervalS: 0.8 },
    { type: 'beat', number: 3, timeS: 3661.2, atS: 3661.6, delayMs: 400, counted: true, rrMs: 800 },
    '1:01:01.6  beat 3 at 3661.200 s  RR 800 ms',
  ],
  [
    { type: 'beat', number: 0, timeS: 2, atS: 2.4, counted: false, intervalS: null },
    { type: 'beat', number: 0, timeS: 2, atS: 2.4, delayMs: 400, counted: false, rrMs: null },
    '0:00:02.4  beat 0 at 2.000 s  not counted: signal not readable',
  ],
  [
    { type: 'class', number: 3, timeS: 3, atS: 3.6, aami: 'V', probability: 0.987_65 },
    { type: 'class', number: 3, timeS: 3, atS: 3.6, delayMs: 600, aami: 'V', probability: 0.9877 },
    '0:00:03.6  beat 3 is V 99 %',
  ],
  [
    { type: 'class', number: 3, timeS: 3, atS: 3.6, aami: null, probability: null },
    { type: 'class', number: 3, timeS: 3, atS: 3.6, delayMs: 600, aami: null, probability: null },
    '0:00:03.6  beat 3 is not judged',
  ],
  [{ type: 'rate', atS: 5, bpm: 72 }, { type: 'rate', atS: 5, bpm: 72 }, '0:00:05.0  rate 72/min'],
  [{ type: 'rate', atS: 5, bpm: null }, { type: 'rate', atS: 5, bpm: null }, '0:00:05.0  rate –'],
  [
    { type: 'alarm', ...alarm },
    { ...alarm, type: 'alarm', sinceS: 60.1235, priority: 'high', title: 'VT' },
    '0:01:01.5  !!! VT, 150/min, since 60.1 s (high priority)',
  ],
  [
    { type: 'alarm-end', ...alarm, endsAtS: 65 },
    { ...alarm, type: 'alarm-end', sinceS: 60.1235, priority: 'high', title: 'VT', endsAtS: 65 },
    '0:01:05.0  !!! VT, 150/min: over',
  ],
];

test.each(cases)('%j', (event, json, text) => {
  expect(JSON.parse(eventJson(event))).toEqual(json);
  expect(eventText(event)).toBe(text);
});
