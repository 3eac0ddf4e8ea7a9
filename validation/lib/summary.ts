/** One figure of a test: read from a table of RESULTS.md, with what it has to reach. */
interface Figure {
  readonly label: string;
  /** As it stands in the table, with its interval. */
  readonly text: string;
  /** NaN where the table does not have it. */
  readonly value: number;
  readonly floor: (value: number) => boolean;
  readonly aim: (value: number) => boolean;
}
interface Row {
  readonly test: string;
  readonly floor: string;
  readonly aim: string;
  readonly n: string;
  readonly figures: readonly Figure[];
  readonly command: string;
}

const sectionOf = (results: string, id: string): string => {
  const [open, close] = [`<!-- ${id} -->`, `<!-- /${id} -->`];
  const [from, to] = [results.indexOf(open), results.indexOf(close)];
  return from >= 0 && to > from ? results.slice(from + open.length, to) : '';
};

/** Cell of the first table after `after` whose row begins with the given cells, under the heading `column`; '' without it. */
const cellOf = (section: string, column: string, start: readonly string[], after = ''): string => {
  const from = section.indexOf(after);
  if (from < 0) return '';
  const rows = section
    .slice(from)
    .split('\n')
    .map((line) => (line.startsWith('| ') ? line.slice(2, -2).split(' | ') : null));
  let head: readonly string[] | null = null;
  for (const [i, row] of rows.entries()) {
    if (row === null) head = null;
    else if (rows[i - 1] == null) head = row;
    else if (head !== null && start.every((cell, k) => row[k] === cell)) {
      const at = head.indexOf(column);
      if (at >= 0) return row[at] ?? '';
    }
  }
  return '';
};

const numberIn = (text: string): number => {
  const found = /-?\d+(?:\.\d+)?/.exec(text);
  return found === null ? Number.NaN : Number(found[0]);
};
const figure = (label: string, text: string, floor: Figure['floor'], aim: Figure['aim']): Figure => ({
  label,
  text,
  value: numberIn(text),
  floor,
  aim,
});
const atLeast = (limit: number) => (value: number) => value >= limit;
const atMost = (limit: number) => (value: number) => value <= limit;
const within = (limit: number) => (value: number) => Math.abs(value) <= limit;
const any = (): boolean => true;
const between = (low: number, high: number) => (value: number) => value >= low && value <= high;

const beats = (results: string, test: string, id: string, floor: number, aim: number, command: string): Row => {
  const section = sectionOf(results, id);
  return {
    test,
    floor: floor.toFixed(2),
    aim: aim.toFixed(2),
    n: `${cellOf(section, 'beats', ['all'])} beats, ${cellOf(section, 'n', ['all'])} records`,
    figures: [figure('F1 %', cellOf(section, 'F1 %', ['all']), atLeast(floor), atLeast(aim))],
    command,
  };
};

interface WaveLimits {
  readonly se: number;
  readonly ppv: number;
  readonly sdMs: number;
  /** The points whose SD counts. */
  readonly sdOf: readonly string[];
}
const ludbWave = (results: string, wave: string, floor: WaveLimits, aim: WaveLimits): Row => {
  const section = sectionOf(results, 'delineation-ludb');
  const cell = (point: string, column: string): string => cellOf(section, column, [`${wave} ${point}`], 'all records');
  const words = ({ se, ppv, sdMs, sdOf }: WaveLimits): string =>
    `${se} / ${ppv}, SD of ${sdOf.join(', ')} <= ${sdMs} ms`;
  return {
    test: `ludb, 12 leads: ${wave} onset, peak, offset Se / P+ %, SD ms`,
    floor: words(floor),
    aim: words(aim),
    n: `${cell('peak', 'n')} waves, 160 records`,
    figures: ['onset', 'peak', 'offset'].flatMap((point) => [
      figure(`${point} Se`, cell(point, 'Se %'), atLeast(floor.se), atLeast(aim.se)),
      figure(`${point} P+`, cell(point, 'P+ %'), atLeast(floor.ppv), atLeast(aim.ppv)),
      ...(floor.sdOf.includes(point)
        ? [figure(`${point} SD`, cell(point, 'SD ms'), atMost(floor.sdMs), atMost(aim.sdMs))]
        : []),
    ]),
    command: 'delineation --db ludb --data DIR/ludb',
  };
};

/** ecgpuwave's SD and sensitivity on the same records, and the mean of the records' SDs in Martinez 2004. */
const qtdbPoints = [
  ['P onset', 21, 97.3, 14.8],
  ['P offset', 19, 97.7, 12.8],
  ['QRS onset', 12, 99.9, 7.7],
  ['QRS offset', 11, 99.9, 8.7],
  ['T offset', 34, 94.6, 18.1],
] as const;
const qtdb = (results: string): Row => {
  const section = sectionOf(results, 'delineation-qtdb');
  const cell = (point: string, column: string): string =>
    cellOf(section, column, [point], 'best of two signals per point, all records');
  return {
    test: 'qtdb q1c, best of two signals: SD ms, Se %, mean record SD ms',
    floor: "ecgpuwave's SD and Se on each point",
    aim: "Martinez 2004's mean record SD on each",
    n: `${cell('QRS peak', 'n')} beats, 56 records`,
    figures: qtdbPoints.flatMap(([point, sdMs, se, martinez]) => [
      figure(`${point} SD (${sdMs})`, cell(point, 'SD ms'), atMost(sdMs), () => true),
      figure(`Se (${se})`, cell(point, 'Se %'), atLeast(se), atLeast(se)),
      figure(`record SD (${martinez})`, cell(point, 'mean record SD ms'), () => true, atMost(martinez)),
    ]),
    command: 'delineation --db qtdb --data DIR/qtdb',
  };
};

const intervalNames = ['P', 'PR', 'QRS', 'QT'] as const;
type Limits = readonly (readonly [meanMs: number, sdMs: number])[];
const calibration: Limits = [
  [10, 8],
  [10, 8],
  [6, 5],
  [12, 10],
];
const cse: Limits = [
  [10, 15],
  [10, 10],
  [10, 10],
  [25, 30],
];
const half: Limits = calibration.map(([mean, sd]) => [mean / 2, sd / 2]);
const synthetic = (results: string, id: string, test: string, floor: Limits, aim: Limits, command: string): Row => {
  const section = sectionOf(results, id);
  const words = (limits: Limits): string =>
    limits.map(([mean, sd], i) => `${intervalNames[i]} ${mean} +- ${sd}`).join(', ');
  return {
    test,
    floor: words(floor),
    aim: words(aim),
    n: intervalNames.map((name) => `${name} ${cellOf(section, 'n', [name])}`).join(', '),
    figures: intervalNames.flatMap((name, i) => [
      figure(`${name} mean`, cellOf(section, 'mean ms', [name]), within(floor[i]![0]), within(aim[i]![0])),
      figure('SD', cellOf(section, 'SD ms', [name]), atMost(floor[i]![1]), atMost(aim[i]![1])),
    ]),
    command,
  };
};

const coverage = (results: string): Row => {
  const section = sectionOf(results, 'intervals-ludb');
  return {
    test: '90 % uncertainty interval covers the reference, ludb, test half, %',
    floor: '85 to 95',
    aim: '87 to 93',
    n: `${cellOf(section, 'n', ['QT', 'test half'])} records`,
    figures: ['QRS', 'QT'].map((name) =>
      figure(name, cellOf(section, 'covered %', [name, 'test half']), between(85, 95), between(87, 93)),
    ),
    command: 'intervals --data DIR/ludb',
  };
};

const speed = (results: string): Row[] => {
  const bench = sectionOf(results, 'bench');
  const signal =
    bench
      .split('\n')
      .find((line) => line.startsWith('| signal'))
      ?.slice(2, -2)
      .split(' | ') ?? [];
  const took = /took (\d+(?:\.\d+)?) s/.exec(sectionOf(results, 'qrs-mitdb-1'));
  return [
    {
      test: 'whole measurement of a 10 s, 12-lead, 500 Hz recording, CPU ms',
      floor: '45',
      aim: '20',
      n: `${signal[1] ?? ''} runs`,
      figures: [
        figure('median', signal[2] ?? '', atMost(45), atMost(20)),
        figure(
          '95 % below',
          signal[3] ?? '',
          () => true,
          () => true,
        ),
      ],
      command: 'bench',
    },
    {
      test: 'QRS over all of mitdb, first signal, CPU s',
      floor: '10',
      aim: '3',
      n: '48 records, one run',
      figures: [figure('total', took?.[1] ?? '', atMost(10), atMost(3))],
      command: 'qrs --data DIR/mitdb',
    },
  ];
};

const comparison = (results: string): Row => {
  const section = sectionOf(results, 'comparison');
  const of = (column: string): string => cellOf(section, column, ['all together']);
  return {
    test: 'two recordings of a heart that did not change: values called changed, %',
    floor: '12',
    aim: '10',
    n: `${of('judged')} values`,
    figures: [figure('all together', of('beyond, % [95 %]'), atMost(12), atMost(10))],
    command: 'comparison',
  };
};

const worklist = (results: string): Row => {
  const section = sectionOf(results, 'worklist');
  const of = (column: string): string => cellOf(section, column, ['a sign typed to its list painted']);
  return {
    test: 'search as one types in 100,000 recordings, real window, clock ms',
    floor: '100',
    aim: '100',
    n: `${of('n')} signs`,
    figures: [
      figure('median', of('median ms'), atMost(100), atMost(100)),
      figure('95 % below', of('95 % below'), atMost(100), atMost(100)),
    ],
    command: 'worklist',
  };
};

const batchFolder = (results: string): Row => {
  const [folder, again] = [sectionOf(results, 'batchFolder'), sectionOf(results, 'batchFolder-killed')];
  const [one, two, killed] = [['1 process'], ['2 processes'], ['killed half way, begun again']] as const;
  return {
    test: 'a folder imported by the command line: recordings twice in the archive, with two processes and after SIGKILL half way',
    floor: '0',
    aim: '0',
    n: `${cellOf(folder, 'In the archive', two)} and, killed, ${cellOf(again, 'In the archive', killed)} recordings a run`,
    figures: [
      figure('1 process', cellOf(folder, 'Twice', one), atMost(0), atMost(0)),
      figure('2 processes', cellOf(folder, 'Twice', two), atMost(0), atMost(0)),
      figure('killed', cellOf(again, 'Twice', killed), atMost(0), atMost(0)),
      figure('recordings a second, 2 processes', cellOf(folder, 'Recordings/s', two), any, any),
    ],
    command: 'batchFolder` and `batchFolder --kill',
  };
};

const absentP = (results: string): Row => {
  const section = sectionOf(results, 'absent-p');
  const stated = (recordings: string): string => cellOf(section, '%', [recordings]);
  const n = (recordings: string): string => cellOf(section, 'n', [recordings]);
  const [none, fibrillation, all, normal] = [
    'synthetic, all without',
    'ptbxl AFIB',
    'synthetic, all with P',
    'ptbxl SR, NORM',
  ] as const;
  return {
    test: 'PR stated where no P wave is conducted, and where one is, % (limits of our own)',
    floor: 'without P <= 5; normal ECGs of ptbxl >= 99',
    aim: 'without P <= 2; with P >= 99',
    n: `${n(none)} synthetic without, ${n(fibrillation)} ptbxl AFIB, ${n(all)} synthetic with P, ${n(normal)} ptbxl normal`,
    figures: [
      figure('synthetic without', stated(none), atMost(5), atMost(2)),
      figure('AFIB', stated(fibrillation), atMost(5), atMost(2)),
      figure('synthetic with', stated(all), () => true, atLeast(99)),
      figure('normal', stated(normal), atLeast(99), atLeast(99)),
    ],
    command: 'absentP --data DIR',
  };
};

const properties = (results: string): Row => {
  const section = sectionOf(results, 'properties');
  const first = 'no exception, schema, order, reasons, possible values';
  return {
    test: '10,000 synthetic recordings: no exception, results by the schema; beats exact without noise, %',
    floor: '100; -',
    aim: '100; 100',
    n: `${cellOf(section, 'n', [first])} recordings`,
    figures: [
      figure('recordings', cellOf(section, 'n', [first]), atLeast(10_000), atLeast(10_000)),
      figure('sound', cellOf(section, 'hold %', [first]), atLeast(100), atLeast(100)),
      figure('beats', cellOf(section, 'hold %', ['beats F1 = 1, without noise']), () => true, atLeast(100)),
    ],
    command: 'properties',
  };
};

const stated = (): boolean => true;
const streaming = (results: string): Row => {
  const section = sectionOf(results, 'streaming-mitdb-DS2');
  const group = 'DS2, not tuned on';
  const alarm = (name: string, column: string): string => cellOf(section, column, [name], 'Alarms, paced');
  return {
    test: 'live monitor, mitdb DS2: agreement with the diagnostic mode, %; alarm latency, ms',
    floor: 'stated',
    aim: 'stated',
    n: `${cellOf(section, 'n', [group])} records`,
    figures: [
      figure('beats Se', cellOf(section, 'live against diagnostic Se %', [group]), stated, stated),
      figure('same class', cellOf(section, 'same class in both modes %', [group]), stated, stated),
      figure('beat, 95 %', cellOf(section, '95 % ms', ['beat certain']), stated, stated),
      figure('class', cellOf(section, '95 % ms', ['class']), stated, stated),
      ...['VT', 'Pause', 'Extreme tachycardia'].flatMap((name) => [
        figure(`${name} found`, alarm(name, 'found %'), stated, stated),
        figure('latency, 95 %', alarm(name, '95 % ms'), stated, stated),
        figure('wrong an hour', alarm(name, 'wrong an hour'), stated, stated),
      ]),
    ],
    command: 'streaming --data DIR/mitdb',
  };
};

const quality = (results: string): Row[] => {
  const of = (id: string, column: string, start: readonly string[], after = ''): string =>
    cellOf(sectionOf(results, id), column, start, after).replace(/^.*: /, '');
  const labels = (what: string): string => of('quality-labels', 'n: % [95 % interval]', [what]);
  const swaps = (set: string, column: string, start: string): string => of('quality-reversal', column, [start], set);
  const swapRow = (test: string, set: string): Row => {
    const [passed, found] = [
      swaps(set, 'passed: %', 'no limb swap suspected'),
      swaps(set, 'suspected: %', 'limb, mean of all kinds'),
    ];
    return {
      test,
      floor: 'Se 85, Sp 98',
      aim: 'Se 92, Sp 99',
      n: /[0-9]+ recordings/.exec(sectionOf(results, 'quality-reversal').split(`${set}, `)[1] ?? '')?.[0] ?? '',
      figures: [
        figure('Se', found, atLeast(85), atLeast(92)),
        figure('LA/LL alone', swaps(set, 'suspected: %', 'LA/LL'), any, any),
        figure('Sp', passed, atLeast(98), atLeast(99)),
      ],
      command: 'quality --data DIR',
    };
  };
  const share = (set: string): Figure =>
    figure(set, of('quality-clinical', 'unacceptable', [set]), atMost(2), atMost(2));
  const falls = (set: string): Figure =>
    figure(set, of('quality-noise', 'monotone: % of recordings', [set, 'all three']), atLeast(95), atLeast(99));
  return [
    {
      test: 'signal quality against labels, cinc2011, 5-fold by record, right %',
      floor: '92',
      aim: '94',
      n: '777 records',
      figures: [
        figure('right', labels('right (unacceptable or not)'), atLeast(92), atLeast(94)),
        figure('AUC', labels('AUC'), any, any),
      ],
      command: 'quality --data DIR',
    },
    {
      test: 'clinical recordings called unacceptable, %',
      floor: '2',
      aim: '2',
      n: 'ludb 160, ptbxl 140 at 500 Hz, 1732 at 100 Hz',
      figures: [share('ludb'), share('ptbxl/records500'), share('ptbxl/records100')],
      command: 'quality --data DIR',
    },
    {
      test: 'quality score falls with three kinds of noise, 24 to -6 dB, % of recordings',
      floor: '95',
      aim: '99',
      n: 'ludb 160, ptbxl 140',
      figures: [falls('ludb'), falls('ptbxl/records500')],
      command: 'quality --data DIR',
    },
    swapRow('simulated limb-lead swap, ludb, %', 'ludb'),
    swapRow('the same, ptbxl fold 9, on which it was chosen', 'ptbxl/records100'),
  ];
};

const validity = (results: string): Row[] => {
  const section = sectionOf(results, 'validity');
  const sets = ['PTB-XL folds 1-8', 'PTB-XL fold 9', 'LUDB', 'CinC 2011 acceptable'];
  return [
    {
      test: 'no ECG, spoilt ECGs: diagnosed, %',
      floor: '<= 2',
      aim: '0',
      n: `${cellOf(section, 'n', ['all'])} recordings`,
      figures: [figure('all kinds', cellOf(section, 'diagnosed % [95 %]', ['all']), atMost(2), atMost(0))],
      command: 'validity --data DIR',
    },
    {
      test: 'real ECGs called INVALID, %',
      floor: '<= 2',
      aim: '<= 0.5',
      n: sets.map((set) => `${set} ${cellOf(section, 'n', [set])}`).join(', '),
      figures: sets.map((set) => figure(set, cellOf(section, 'INVALID % [95 %]', [set]), atMost(2), atMost(0.5))),
      command: 'validity --data DIR',
    },
  ];
};

/** Of each mutation the recordings with something behind a gate that was closed. */
const gates = (results: string): Row => {
  const section = sectionOf(results, 'gates');
  const column = 'leaks through a closed gate';
  const mutations = section
    .split('\n')
    .flatMap((line) => /^\| ([^|]+?) \| \d+ \| \d+ \| \d+ \| \d+ \|$/.exec(line)?.[1] ?? []);
  const leaks = mutations.map((mutation) => Number(cellOf(section, column, [mutation])));
  const total = leaks.reduce((sum, leak) => sum + leak, 0);
  return {
    test: 'mutated recordings, probabilities and statements behind a closed gate',
    floor: '0',
    aim: '0',
    n: `${mutations.length} mutations, ${cellOf(section, 'n', [mutations[0] ?? ''])} each`,
    figures: [figure('leaks', mutations.length === 0 ? '' : String(total), atMost(0), atMost(0))],
    command: 'gates --data DIR',
  };
};

/** Findings whose rule has a larger Se + Sp than the plain threshold rule, of those with labels. */
const statedFindings = ['RBBB', 'LBBB', 'LVH', 'AV block I (PR prolonged)', 'fascicular block', 'incomplete RBBB'];
const statements = (results: string): Row => {
  const section = sectionOf(results, 'statements-ptbxl');
  return {
    test: 'statements against labels, ptbxl fold 9: Se / Sp %',
    floor: 'a table',
    aim: 'better than a plain threshold rule',
    n: `${/of (\d+)/.exec(cellOf(section, 'labelled', ['RBBB']))?.[1] ?? ''} recordings`,
    figures: statedFindings.flatMap((finding) => {
      const cell = (column: string): string => cellOf(section, column, [finding]);
      const youden = numberIn(cell('plain: Se %')) + numberIn(cell('plain: Sp %'));
      const own = numberIn(cell('rules: Se %')) + numberIn(cell('rules: Sp %'));
      const better = (): boolean => own > youden;
      return [
        figure(`${finding} Se`, cell('rules: Se %'), (value) => !Number.isNaN(value), better),
        figure('Sp', cell('rules: Sp %'), (value) => !Number.isNaN(value), better),
      ];
    }),
    command: 'statements --data DIR/ptbxl',
  };
};

const rhythm = (results: string): Row[] => {
  const fibrillation = sectionOf(results, 'rhythm-fibrillation');
  const sets = ['cinc2017', 'ptbxl', 'mitdb', 'ludb'];
  const hearts = sectionOf(results, 'rhythm-synthetic');
  const recordings = cellOf(hearts, 'recordings', ['all']);
  return [
    {
      test: 'atrial fibrillation against the rest, 10 s: Se / Sp %',
      floor: '90 / 95',
      aim: '95 / 98',
      n: sets
        .map(
          (set) =>
            `${set} ${cellOf(fibrillation, 'fibrillation', [set])} of ${cellOf(fibrillation, 'pieces', [set])} pieces`,
        )
        .join(', '),
      figures: sets.flatMap((set) => [
        figure(`${set} Se`, cellOf(fibrillation, 'Se %', [set]), atLeast(90), atLeast(95)),
        figure('Sp', cellOf(fibrillation, 'Sp %', [set]), atLeast(95), atLeast(98)),
      ]),
      command: 'rhythm --data DIR --only fibrillation',
    },
    {
      test: 'rhythm statements on the synthetic heart, 23 rhythms: macro F1 %',
      floor: '90',
      aim: '97',
      n: `${recordings} recordings`,
      figures: [figure('macro F1', cellOf(hearts, 'macro F1 %', ['all']), atLeast(90), atLeast(97))],
      command: 'rhythm --data synthetic',
    },
  ];
};

const preparation = (results: string): Row => {
  const section = sectionOf(results, 'preparation');
  const tasks = ['superclass', 'rhythm2017'];
  return {
    test: "input of a model, the training's against the workstation's: largest difference, 1e-6",
    floor: '100',
    aim: '100',
    n: `${tasks.map((task) => cellOf(section, 'recordings', [task])).join(' and ')} recordings`,
    figures: tasks.map((task) =>
      figure(task, cellOf(section, 'largest difference, 1e-6', [task]), atMost(100), atMost(100)),
    ),
    command: 'preparation --data DIR',
  };
};

const formats = (results: string): Row => {
  const section = sectionOf(results, 'formats-binary');
  const cell = (column: string): string => cellOf(section, column, ['all'], 'Comparisons of all formats');
  return {
    test: "other makers' files against twins, other readers and the standards: unexplained differences",
    floor: '0',
    aim: '0',
    n: `${cell('comparisons')} comparisons`,
    figures: [figure('', cell('unexplained'), atMost(0), atMost(0))],
    command: 'formats --fixtures DIR',
  };
};

const fuzz = (results: string): Row => {
  const [head = [], , ...decoders] = sectionOf(results, 'fuzz')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
  const of = (column: string): readonly number[] =>
    decoders.map((row) => Number.parseFloat((row[head.indexOf(column)] ?? '').replaceAll(',', '')));
  const sum = (column: string): string =>
    of(column)
      .reduce((all, each) => all + each, 0)
      .toString();
  const most = (column: string): string => Math.max(...of(column)).toString();
  return {
    test: 'mutated files through every decoder: crashes, hangs; slowest, ms of CPU; most memory of the process, MB',
    floor: '0; 2000; 500',
    aim: '0; 2000; 500',
    n: `${sum('mutations')} mutations of ${sum('files')} files`,
    figures: [
      figure('crashes', sum('crashes'), atMost(0), atMost(0)),
      figure('hangs', sum('hangs'), atMost(0), atMost(0)),
      figure('slowest', most('slowest'), atMost(2000), atMost(2000)),
      figure('memory', most('memory'), atMost(500), atMost(500)),
    ],
    command: 'fuzz --fixtures DIR',
  };
};

/** Each figure of the section on the shipped models. */
const shippedModels = (results: string): Row[] =>
  sectionOf(results, 'models')
    .split('\n')
    .flatMap((line) => {
      const [model, name, set, n, floor, aim, found, verdict] = line.slice(2, -2).split(' | ');
      if (!line.startsWith('| ') || verdict === undefined || verdict === 'verdict' || /^-+$/.test(verdict)) return [];
      const falling = Number(aim) < Number(floor);
      const within = falling ? atMost : atLeast;
      return [
        {
          test: `${model}, ${name}`,
          floor: floor!,
          aim: aim!,
          n: `${set}, ${n}`,
          figures: [figure('', found!, within(Number(floor)), within(Number(aim)))],
          command: 'models',
        },
      ];
    });

const faults = (results: string): Row => {
  const cell = (column: string) => cellOf(sectionOf(results, 'kills'), column, ['all']);
  return {
    test: 'faults of the archive while somebody signs: lost, half done',
    floor: '0, 0',
    aim: '0, 0',
    n: cell('times injected'),
    figures: [
      figure('lost', cell('lost'), atMost(0), atMost(0)),
      figure('half done', cell('half done'), atMost(0), atMost(0)),
    ],
    command: 'kills',
  };
};

const rowsOf = (results: string): Row[] => [
  beats(results, 'QRS, mitdb, first signal, F1 %', 'qrs-mitdb-1', 99.75, 99.9, 'qrs --data DIR/mitdb'),
  beats(results, 'the same, both signals', 'qrs-mitdb-all', 99.8, 99.93, 'qrs --data DIR/mitdb --signals all'),
  beats(
    results,
    'the same, causal, 400 ms delay',
    'qrs-mitdb-1-streaming',
    99.5,
    99.8,
    'qrs --data DIR/mitdb --streaming',
  ),
  beats(results, 'QRS, nstdb, F1 %', 'qrs-nstdb-all', 91, 94, 'qrs --data DIR/nstdb --signals all'),
  ludbWave(
    results,
    'QRS',
    { se: 98, ppv: 98, sdMs: 14, sdOf: ['onset', 'offset'] },
    { se: 99.5, ppv: 99.5, sdMs: 9, sdOf: ['onset', 'offset'] },
  ),
  ludbWave(
    results,
    'P',
    { se: 95, ppv: 93, sdMs: 18, sdOf: ['onset', 'offset'] },
    { se: 98, ppv: 97, sdMs: 13, sdOf: ['onset', 'offset'] },
  ),
  ludbWave(
    results,
    'T',
    { se: 95, ppv: 95, sdMs: 25, sdOf: ['offset'] },
    { se: 98, ppv: 98, sdMs: 16, sdOf: ['offset'] },
  ),
  qtdb(results),
  synthetic(results, 'synthetic-clean', 'intervals, 2,000 synthetic, no noise, ms', calibration, half, 'synthetic'),
  synthetic(results, 'synthetic-12db', 'the same at 12 dB, ms', cse, calibration, 'synthetic --snr 12'),
  coverage(results),
  absentP(results),
  ...speed(results),
  worklist(results),
  comparison(results),
  batchFolder(results),
  properties(results),
  ...quality(results),
  gates(results),
  statements(results),
  ...validity(results),
  ...rhythm(results),
  ...shippedModels(results),
  streaming(results),
  preparation(results),
  faults(results),
  formats(results),
  fuzz(results),
];

const verdictOf = (figures: readonly Figure[]): string => {
  if (figures.some(({ value }) => Number.isNaN(value))) return '**not measured**';
  const short = figures.filter(({ value, floor }) => !floor(value));
  if (short.length > 0) return `**below the floor**: ${short.length} of ${figures.length} figures`;
  return figures.every(({ value, aim }) => aim(value)) ? 'aim met' : 'floor met';
};
const shown = ({ label, text, value, floor }: Figure): string =>
  `${label} ${Number.isNaN(value) ? '-' : floor(value) ? text : `**${text}**`}`;

export const summaryId = 'summary';

/** The issue's tests with their floor, aim and present figure, read from the sections of the same file. */
export const summaryOf = (results: string): string => {
  const rows = rowsOf(results).map(({ test, floor, aim, n, figures, command }) =>
    [test, floor, aim, n, figures.map(shown).join('; '), verdictOf(figures), `\`${command}\``].join(' | '),
  );
  return [
    'Where the measurement stands. Read from the sections below by each command that writes one; brackets are 95 % intervals, set, split and conditions stand in the section. Figures in bold miss the floor. Commands: `npm run validate -- ...`.',
    '',
    '| test | floor | aim | n | now | verdict | command |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
};
