import { expect, test } from 'vitest';
import { alarmCatalogue, alarmKinds, alarmPriorities, createAlarmBoard } from './alarm.ts';

const about = { sinceS: 1, atS: 2, detail: '' };

test('an alarm begins once, ends after its hold, and goes on when raised again meanwhile', () => {
  const board = createAlarmBoard();
  expect(board.raise('pause', about)).toEqual({ kind: 'pause', ...about });
  expect(board.raise('pause', { ...about, atS: 3 })).toBeNull();
  board.release('pause', 4);
  expect(board.tick(8.9)).toEqual([]);
  expect(board.raise('pause', { ...about, atS: 8.9 })).toBeNull();
  expect(board.tick(30)).toEqual([]);
  board.release('pause', 30);
  board.release('pause', 34);
  expect(board.tick(35)).toEqual([{ kind: 'pause', ...about, endsAtS: 35 }]);
  expect(board.active()).toEqual([]);
  expect(board.raise('pause', about)).not.toBeNull();
});

test('the most urgent stands first', () => {
  const board = createAlarmBoard();
  for (const kind of ['lead-off', 'pause', 'asystole'] as const) board.raise(kind, about);
  expect(board.active().map(({ kind }) => kind)).toEqual(['asystole', 'pause', 'lead-off']);
  const priorities = alarmKinds.map((kind) => alarmPriorities.indexOf(alarmCatalogue[kind].priority));
  expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
});
