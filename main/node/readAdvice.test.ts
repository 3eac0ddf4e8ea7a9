import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { shippedAdvice } from '../../app/advice/adviceTable.ts';
import { readAdvice } from './readAdvice.ts';

const folder = mkdtempSync(join(tmpdir(), 'einthoven-advice-'));
afterAll(() => rmSync(folder, { recursive: true }));

test("a department's table takes the place of the shipped one; a broken or missing one is said so", async () => {
  expect(await readAdvice(null, folder)).toEqual({ ok: true, value: null });
  const own = { ...shippedAdvice, version: 'ours 3' };
  writeFileSync(join(folder, 'advice.json'), JSON.stringify(own));
  expect(await readAdvice(null, folder)).toEqual({ ok: true, value: own });
  writeFileSync(join(folder, 'broken.json'), '{"schema":"einthoven.advice/1"}');
  expect(await readAdvice(join(folder, 'broken.json'))).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(await readAdvice(join(folder, 'none.json'))).toMatchObject({ ok: false, error: { code: 'unreadable' } });
});
