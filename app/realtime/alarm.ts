/** How soon somebody has to look, as IEC 60601-1-8 names it. */
export const alarmPriorities = ['high', 'medium', 'low'] as const;
export type AlarmPriority = (typeof alarmPriorities)[number];

interface AlarmEntry {
  readonly title: string;
  readonly priority: AlarmPriority;
  /** When it begins, in the reader's words. */
  readonly criterion: string;
  /** From the moment that the criterion is met in the heart until the alarm begins, s, at the most, on a readable signal. */
  readonly latencyS: number;
  /** It ends when what raised it has been over for this long, s: an alarm that comes and goes is not heeded. */
  readonly holdS: number;
}

/** Most urgent first. Limits: `MonitorLimits`; the criteria name the usual ones. */
export const alarmCatalogue = {
  'ventricular-fibrillation': {
    title: 'VF or flutter suspected',
    priority: 'high',
    criterion: 'waves of 2.2 to 9 Hz without beats in 5 s',
    latencyS: 7,
    holdS: 5,
  },
  asystole: { title: 'Asystole', priority: 'high', criterion: 'no beat for 4 s', latencyS: 0.5, holdS: 0 },
  'no-signal': {
    title: 'No signal',
    priority: 'high',
    criterion: 'every lead missing for 0.5 s or exactly still for 2 s: asystole cannot be told',
    latencyS: 0.1,
    holdS: 1,
  },
  'sustained-ventricular-tachycardia': {
    title: 'Sustained VT',
    priority: 'high',
    criterion: 'ventricular tachycardia for 30 s',
    latencyS: 1.3,
    holdS: 3,
  },
  'ventricular-tachycardia': {
    title: 'VT',
    priority: 'high',
    criterion: 'three or more ventricular beats in a row above 100/min',
    latencyS: 0.7,
    holdS: 3,
  },
  'extreme-bradycardia': {
    title: 'Extreme bradycardia',
    priority: 'high',
    criterion: 'median of the last 4 intervals below 40/min',
    latencyS: 0.5,
    holdS: 2,
  },
  'extreme-tachycardia': {
    title: 'Extreme tachycardia',
    priority: 'high',
    criterion: 'median of the last 8 intervals above 150/min',
    latencyS: 0.5,
    holdS: 2,
  },
  pause: { title: 'Pause', priority: 'medium', criterion: 'no beat for 2.5 s', latencyS: 0.5, holdS: 5 },
  'ventricular-run': {
    title: 'Ventricular run',
    priority: 'medium',
    criterion: 'three or more ventricular beats in a row, up to 100/min',
    latencyS: 0.7,
    holdS: 5,
  },
  'not-readable': {
    title: 'Signal not readable',
    priority: 'medium',
    criterion:
      'noise, motion, a test signal or other deflections that are not like QRS complexes in the last 8 s; no rate is shown',
    latencyS: 10,
    holdS: 2,
  },
  'atrial-fibrillation': {
    title: 'Irregular: AF suspected',
    priority: 'medium',
    criterion: 'intervals between usual beats change by more than 9 % from beat to beat, 20 beats and more',
    latencyS: 0.7,
    holdS: 10,
  },
  'ventricular-bigeminy': {
    title: 'Ventricular bigeminy',
    priority: 'low',
    criterion: 'every other beat ventricular, three times in a row',
    latencyS: 0.7,
    holdS: 10,
  },
  'ventricular-couplet': {
    title: 'Ventricular couplet',
    priority: 'low',
    criterion: 'two ventricular beats in a row, known when the next beat is none',
    latencyS: 0.7,
    holdS: 10,
  },
  'frequent-ventricular-beats': {
    title: 'Frequent ventricular beats',
    priority: 'low',
    criterion: 'more than 10 ventricular beats in 60 s',
    latencyS: 0.7,
    holdS: 10,
  },
  'lead-off': {
    title: 'Lead off',
    priority: 'low',
    criterion: 'a lead missing for 0.5 s or exactly still for 2 s',
    latencyS: 0.1,
    holdS: 1,
  },
} as const satisfies Record<string, AlarmEntry>;

export type AlarmKind = keyof typeof alarmCatalogue;
export const alarmKinds = Object.keys(alarmCatalogue) as readonly AlarmKind[];

/** Seconds from the start of the stream throughout. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** When what it is about began in the signal. */
  readonly sinceS: number;
  /** When it was raised. */
  readonly atS: number;
  /** What was seen then, such as "4 beats, 156/min"; empty where there is nothing to add. */
  readonly detail: string;
}

export interface AlarmEnd extends Alarm {
  readonly endsAtS: number;
}

export interface AlarmBoard {
  /** What raises it holds; null where it is raised already. `detail` is that of the begin. */
  readonly raise: (kind: AlarmKind, about: Omit<Alarm, 'kind'>) => Alarm | null;
  /** What raised it is over; it ends after its hold unless raised again meanwhile. */
  readonly release: (kind: AlarmKind, atS: number) => void;
  /** Ends what has been over for long enough. */
  readonly tick: (atS: number) => readonly AlarmEnd[];
  /** Most urgent first. */
  readonly active: () => readonly Alarm[];
}

interface Raised {
  readonly alarm: Alarm;
  /** null while what raised it goes on. */
  overSinceS: number | null;
}

export const createAlarmBoard = (): AlarmBoard => {
  const raised = new Map<AlarmKind, Raised>();
  return {
    raise: (kind, about) => {
      const known = raised.get(kind);
      if (known !== undefined) {
        known.overSinceS = null;
        return null;
      }
      const alarm = { kind, ...about };
      raised.set(kind, { alarm, overSinceS: null });
      return alarm;
    },
    release: (kind, atS) => {
      const known = raised.get(kind);
      if (known !== undefined) known.overSinceS ??= atS;
    },
    tick: (atS) => {
      if (raised.size === 0) return [];
      const over = [...raised].filter(
        ([kind, { overSinceS }]) => overSinceS !== null && atS - overSinceS >= alarmCatalogue[kind].holdS,
      );
      for (const [kind] of over) raised.delete(kind);
      return over.map(([, { alarm }]) => ({ ...alarm, endsAtS: atS }));
    },
    active: () => alarmKinds.flatMap((kind) => raised.get(kind)?.alarm ?? []),
  };
};
