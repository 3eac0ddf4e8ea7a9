import { expect, test } from 'vitest';
import { morphologies, rhythms } from '../../../app/synth/catalogue.ts';
import { rhythmChoices, shapeChoices, swapChoices } from './presets.ts';

const ids = <T>(groups: readonly { readonly choices: readonly { readonly id: T }[] }[]) =>
  groups.flatMap(({ choices }) => choices.map(({ id }) => id));

test('every rhythm and every shape is offered once, in a group that is not empty', () => {
  expect(ids(rhythmChoices).sort()).toEqual([...rhythms].sort());
  expect(ids(shapeChoices).sort()).toEqual([...morphologies].sort());
  for (const { choices } of [...rhythmChoices, ...shapeChoices]) expect(choices.length).toBeGreaterThan(0);
  expect(shapeChoices[0]?.choices[0]?.id).toBe('normal');
  expect(swapChoices).toHaveLength(36);
});
