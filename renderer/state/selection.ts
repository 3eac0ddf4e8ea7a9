import { neighbourId } from './rowWindow.ts';

/** The recordings of the worklist that are chosen together; without any, the open one stands for itself. */
export interface Selection {
  readonly chosen: ReadonlySet<number>;
  /** Where a stretch begins. */
  readonly anchor: number | null;
  /** Where it ends; moved by the keys. */
  readonly lead: number | null;
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: null, lead: null };

/** Puts one recording in or takes it out; what was open goes with the first one that is put beside it. */
export const toggled = ({ chosen }: Selection, openId: number | null, id: number): Selection => {
  if (chosen.size === 0) {
    const first = openId === null ? [id] : [openId, id];
    return { chosen: new Set(first), anchor: id, lead: id };
  }
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next.size === 0 ? nothingChosen : { chosen: next, anchor: id, lead: id };
};

/** The stretch of the list from where it began, or from what is open, to `id`, in place of what was chosen. */
export const stretchedTo = ({ anchor }: Selection, ids: Int32Array, openId: number | null, id: number): Selection => {
  const to = ids.indexOf(id);
  const begin = [anchor, openId, id].find((each) => each !== null && ids.includes(each)) ?? id;
  const from = ids.indexOf(begin);
  return { chosen: new Set(ids.subarray(Math.min(from, to), Math.max(from, to) + 1)), anchor: begin, lead: id };
};

/** One recording more, or less, at the end of the stretch. */
export const stretchedBy = (selection: Selection, ids: Int32Array, openId: number | null, step: 1 | -1): Selection => {
  const next = neighbourId(ids, selection.lead ?? openId, step);
  return next === null ? selection : stretchedTo(selection, ids, openId, next);
};

/** Only what the list still shows: nothing is done to a recording that is out of sight. */
export const withinList = (selection: Selection, ids: Int32Array): Selection => {
  if (selection.chosen.size === 0) return selection;
  const chosen = new Set(ids.filter((id) => selection.chosen.has(id)));
  if (chosen.size === selection.chosen.size) return selection;
  if (chosen.size === 0) return nothingChosen;
  const still = (id: number | null) => (id !== null && chosen.has(id) ? id : null);
  return { chosen, anchor: still(selection.anchor), lead: still(selection.lead) };
};
