import { standardLeads } from '../recording/recording.ts';

/** Layouts as readers name them: rows x columns, plus full-width rhythm strips. */
export const layoutNames = ['3x4+1', '3x4+3', '6x2', '12x1', 'cabrera'] as const;
export type LayoutName = (typeof layoutNames)[number];

/** A place on the page: which lead stands there (null: not recorded), under which name, upside down or not. */
export interface Slot {
  readonly leadIndex: number | null;
  readonly name: string;
  readonly sign: 1 | -1;
}

/** One row of the page. Its `columns` share the row's time evenly; there may be fewer slots than columns. */
export interface Row {
  readonly role: 'grid' | 'rhythm';
  readonly columns: number;
  readonly slots: readonly Slot[];
  /** How many whole windows this row starts after the first: strips of few leads go on in the next row. */
  readonly window: number;
}

interface Pattern {
  /** Leads of each column, from top to bottom. A minus turns a lead over. */
  readonly columns: readonly (readonly string[])[];
  /** Rhythm strips beside the chosen one. */
  readonly rhythm: 'none' | 'one' | readonly string[];
}

const limbLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
const chestLeads = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const threeByFour = [limbLeads.slice(0, 3), limbLeads.slice(3), chestLeads.slice(0, 3), chestLeads.slice(3)];

const patterns: Readonly<Record<LayoutName, Pattern>> = {
  '3x4+1': { columns: threeByFour, rhythm: 'one' },
  '3x4+3': { columns: threeByFour, rhythm: ['V1', 'V5'] },
  '6x2': { columns: [limbLeads, chestLeads], rhythm: 'none' },
  '12x1': { columns: [[...limbLeads, ...chestLeads]], rhythm: 'none' },
  // Limb leads in the order of their angles, -30 to 120 degrees (AHA/ACCF/HRS 2007, part I, section on lead sequence).
  cabrera: { columns: [['aVL', 'I', '−aVR', 'II', 'aVF', 'III'], chestLeads], rhythm: 'none' },
};

/** With fewer of the twelve than this, the twelve-lead page would be mostly empty: the leads become strips instead. */
const fewestStandardLeads = 7;
const mostRowsInColumn = 12;

const slotFor = (name: string, leadNames: readonly string[]): Slot => {
  const inverted = name.startsWith('−');
  const index = leadNames.indexOf(inverted ? name.slice(1) : name);
  return { leadIndex: index < 0 ? null : index, name, sign: inverted ? -1 : 1 };
};

const inRows = (slots: readonly Slot[], columns: number): Row[] => {
  const rows: Row[] = [];
  for (let start = 0; start < slots.length; start += columns) {
    rows.push({ role: 'grid', columns, slots: slots.slice(start, start + columns), window: 0 });
  }
  return rows;
};

const rhythmRows = (pattern: Pattern, leadNames: readonly string[], rhythmLead: string | null): Row[] => {
  if (pattern.rhythm === 'none') return [];
  const chosen = [rhythmLead ?? 'II', 'II', leadNames[0] ?? ''].find((name) => leadNames.includes(name));
  const names = new Set([chosen ?? '', ...(pattern.rhythm === 'one' ? [] : pattern.rhythm)]);
  return [...names]
    .filter((name) => leadNames.includes(name))
    .map((name) => ({ role: 'rhythm', columns: 1, slots: [slotFor(name, leadNames)], window: 0 }));
};

const twelveLeadRows = (layout: LayoutName, leadNames: readonly string[], rhythmLead: string | null): Row[] => {
  const pattern = patterns[layout];
  const columns = pattern.columns.length;
  const height = pattern.columns[0]?.length ?? 0;
  const rows: Row[] = [];
  for (let row = 0; row < height; row += 1) {
    const slots = pattern.columns.map((column) => slotFor(column[row] ?? '', leadNames));
    rows.push({ role: 'grid', columns, slots, window: 0 });
  }
  const standard = new Set<string>(standardLeads);
  const furtherSlots = leadNames.flatMap((name, leadIndex): Slot[] =>
    standard.has(name) ? [] : [{ leadIndex, name, sign: 1 }],
  );
  return [...rows, ...inRows(furtherSlots, columns), ...rhythmRows(pattern, leadNames, rhythmLead)];
};

const stripRows = (leadNames: readonly string[], windows: number, mostRows: number): Row[] => {
  const slots = leadNames.map((name, leadIndex): Slot => ({ leadIndex, name, sign: 1 }));
  if (slots.length > mostRowsInColumn) return inRows(slots, Math.ceil(slots.length / mostRowsInColumn));
  const groups = Math.max(1, Math.min(windows, Math.floor(mostRows / Math.max(1, slots.length))));
  return Array.from({ length: groups }, (_, window) =>
    slots.map((slot): Row => ({ role: 'rhythm', columns: 1, slots: [slot], window })),
  ).flat();
};

/**
 * Which lead stands where. Recordings with most of the twelve standard leads follow `layout`, further leads in rows of
 * their own above the rhythm strips; others become full-width strips in the order of the file, and one or two leads go on
 * from row to row for as many of the `windows` (windows of time in the recording) as `mostRows` allows.
 */
export const arrange = (
  leadNames: readonly string[],
  layout: LayoutName,
  rhythmLead: string | null,
  windows: number,
  mostRows: number,
): readonly Row[] => {
  const standard = standardLeads.filter((name) => leadNames.includes(name)).length;
  return standard >= fewestStandardLeads
    ? twelveLeadRows(layout, leadNames, rhythmLead)
    : stripRows(leadNames, windows, mostRows);
};
