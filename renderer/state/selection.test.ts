import { describe, expect, test } from 'vitest';
import { nothingChosen, type Selection, stretchedBy, stretchedTo, toggled, withinList } from './selection.ts';

const ids = Int32Array.of(30, 10, 50, 20, 40);
const chosen = (selection: Selection) => [...selection.chosen];

describe('single recordings', () => {
  test('the open one goes with the first that is put beside it', () => {
    expect(chosen(toggled(nothingChosen, 10, 20))).toEqual([10, 20]);
    expect(chosen(toggled(nothingChosen, 10, 10))).toEqual([10]);
    expect(chosen(toggled(nothingChosen, null, 20))).toEqual([20]);
  });

  test('again takes one out, and the last one ends it', () => {
    const two = toggled(nothingChosen, 10, 20);
    const one = toggled(two, 10, 10);
    expect(chosen(one)).toEqual([20]);
    expect(toggled(one, 10, 20)).toEqual(nothingChosen);
  });
});

describe('a stretch', () => {
  test('goes from the open one either way, in the order of the list', () => {
    expect(chosen(stretchedTo(nothingChosen, ids, 10, 20))).toEqual([10, 50, 20]);
    expect(chosen(stretchedTo(nothingChosen, ids, 20, 10))).toEqual([10, 50, 20]);
  });

  test('keeps its beginning, and goes on from the last one that was put in', () => {
    const first = stretchedTo(nothingChosen, ids, 50, 40);
    expect(chosen(stretchedTo(first, ids, 50, 30))).toEqual([30, 10, 50]);
    expect(chosen(stretchedTo(toggled(nothingChosen, 30, 20), ids, 30, 40))).toEqual([20, 40]);
  });

  test('begins at the row itself where what is open is not in the list', () => {
    expect(chosen(stretchedTo(nothingChosen, ids, 99, 50))).toEqual([50]);
  });

  test('grows and shrinks by the keys, and ends with the list', () => {
    let selection = stretchedBy(nothingChosen, ids, 50, 1);
    expect(chosen(selection)).toEqual([50, 20]);
    selection = stretchedBy(stretchedBy(selection, ids, 50, 1), ids, 50, 1);
    expect(chosen(selection)).toEqual([50, 20, 40]);
    selection = stretchedBy(stretchedBy(stretchedBy(selection, ids, 50, -1), ids, 50, -1), ids, 50, -1);
    expect(chosen(selection)).toEqual([10, 50]);
    expect(stretchedBy(nothingChosen, new Int32Array(0), null, 1)).toEqual(nothingChosen);
  });
});

test('what leaves the list is no longer chosen', () => {
  const three = stretchedTo(nothingChosen, ids, 10, 20);
  expect(chosen(withinList(three, Int32Array.of(20, 40, 10)))).toEqual([20, 10]);
  expect(withinList(three, Int32Array.of(20, 10))).toMatchObject({ anchor: 10, lead: 20 });
  expect(withinList(three, Int32Array.of(10, 50))).toMatchObject({ anchor: 10, lead: null });
  expect(withinList(three, ids)).toBe(three);
  expect(withinList(three, Int32Array.of(40))).toEqual(nothingChosen);
});
