import { expect, test } from 'vitest';
import { liveLeads } from './liveLeads.ts';

const of = (...names: string[]) => ({
  sampleRateHz: 250,
  leads: names.map((name) => ({ name, derived: name === 'III' })),
});

test('recorded leads alone, judged in II or in the first; one that is named in any case', () => {
  expect(liveLeads(of('I', 'II', 'III', 'V1'), null)).toEqual({
    ok: true,
    value: { names: ['I', 'II', 'V1'], indices: [0, 1, 3], judged: 1 },
  });
  expect(liveLeads(of('V1', 'V5'), null)).toMatchObject({ value: { judged: 0 } });
  expect(liveLeads(of('I', 'V2'), 'v2')).toEqual({ ok: true, value: { names: ['V2'], indices: [1], judged: 0 } });
  expect(liveLeads(of('III'), null)).toMatchObject({ value: { names: ['III'] } });
});

test('what cannot be monitored is refused with its reason', () => {
  expect(liveLeads(of('I'), 'V9')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(liveLeads(of(), null)).toMatchObject({ ok: false, error: { code: 'values-invalid' } });
  for (const sampleRateHz of [0, 29, Number.NaN, Number.POSITIVE_INFINITY])
    expect(liveLeads({ ...of('I'), sampleRateHz }, null)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});
