import { alarmCatalogue } from './alarm.ts';
import type { MonitorEvent } from './monitor.ts';

/** To a tenth of a millisecond. */
const rounded = (seconds: number): number => Math.round(1e4 * seconds) / 1e4;

/** An event as one JSON object for machines: times in seconds to a tenth of a millisecond, delays in milliseconds. */
export const eventJson = (event: MonitorEvent): string => {
  const atS = rounded(event.atS);
  switch (event.type) {
    case 'beat': {
      const { number, timeS, counted, intervalS } = event;
      return JSON.stringify({
        type: 'beat',
        number,
        timeS: rounded(timeS),
        atS,
        delayMs: Math.round(1000 * (event.atS - timeS)),
        counted,
        rrMs: intervalS === null ? null : Math.round(1000 * intervalS),
      });
    }
    case 'class': {
      const { number, timeS, aami, probability } = event;
      return JSON.stringify({
        type: 'class',
        number,
        timeS: rounded(timeS),
        atS,
        delayMs: Math.round(1000 * (event.atS - timeS)),
        aami,
        probability: probability === null ? null : Math.round(1e4 * probability) / 1e4,
      });
    }
    case 'rate':
      return JSON.stringify({ type: 'rate', atS, bpm: event.bpm });
    case 'alarm':
    case 'alarm-end': {
      const { kind, sinceS, detail } = event;
      const { priority, title } = alarmCatalogue[kind];
      const begin = { type: event.type, kind, priority, title, detail, sinceS: rounded(sinceS), atS };
      return JSON.stringify(event.type === 'alarm' ? begin : { ...begin, endsAtS: rounded(event.endsAtS) });
    }
  }
};

const clock = (seconds: number): string => {
  const tenthsInAll = Math.floor(10 * seconds + 1e-6);
  const whole = Math.floor(tenthsInAll / 10);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}.${tenthsInAll % 10}`;
};

/** Marks of the priorities, for those who read lines. */
export const priorityMarks = { high: '!!!', medium: '!!', low: '!' } as const;

/** An event as one line for people: when it was said, then what. */
export const eventText = (event: MonitorEvent): string => {
  const at = clock(event.type === 'alarm-end' ? event.endsAtS : event.atS);
  switch (event.type) {
    case 'beat': {
      const rr = event.intervalS === null ? '' : `  RR ${Math.round(1000 * event.intervalS)} ms`;
      return `${at}  beat ${event.number} at ${event.timeS.toFixed(3)} s${event.counted ? rr : '  not counted: signal not readable'}`;
    }
    case 'class': {
      const found = event.aami === null ? 'not judged' : `${event.aami} ${Math.round(100 * event.probability)} %`;
      return `${at}  beat ${event.number} is ${found}`;
    }
    case 'rate':
      return `${at}  rate ${event.bpm === null ? '–' : `${event.bpm}/min`}`;
    case 'alarm':
    case 'alarm-end': {
      const { priority, title } = alarmCatalogue[event.kind];
      const what = `${priorityMarks[priority]} ${title}${event.detail === '' ? '' : `, ${event.detail}`}`;
      return event.type === 'alarm'
        ? `${at}  ${what}, since ${event.sinceS.toFixed(1)} s (${priority} priority)`
        : `${at}  ${what}: over`;
    }
  }
};
