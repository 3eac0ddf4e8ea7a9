import { spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../app/audit/canonicalJson.ts';
import { emptyChain, nextEvent } from '../../../app/audit/chain.ts';
import type { AuditEvent } from '../../../app/audit/event.ts';
import { eventLine } from '../../../app/audit/signedTrail.ts';
import { accept } from '../../../app/result.ts';
import { analysisToRead, bundleOf, inTemporaryFolder, openOrThrow } from './fixtures.ts';

const recipe = (): string =>
  /```bash\n([\s\S]*?)```/.exec(
    readFileSync(join(import.meta.dirname, '../../../docs/audit-verification.md'), 'utf8'),
  )?.[1] ?? '';

const has = (program: string): boolean => spawnSync('which', [program]).status === 0;
const hasTools = ['bash', 'jq', 'sha256sum', 'openssl'].every(has);

const exported = async (folder: string): Promise<string> => {
  const archive = await openOrThrow(join(folder, 'a.sqlite'));
  for (const name of ['one', 'two'])
    await archive.takeIn(bundleOf(name), {}, accept(analysisToRead(bundleOf(name), 'p')));
  // Letters that a careless canonical form would write otherwise.
  await archive.appendAudit({
    type: 'note',
    subject: 'names',
    detail: {
      text: 'Zoë «Ångström» 東京 \u{1F600} "quoted" \\ back\u2028slash',
      count: 123456789,
      share: -1,
      none: null,
      yes: true,
    },
  });
  const trail = await archive.exportAudit();
  if (!trail.ok) throw new Error(trail.error.message);
  await archive.close();
  return trail.value;
};

describe('an exported trail', () => {
  it('is signed by the key of the archive over its head', () =>
    inTemporaryFolder(async (folder) => {
      const { signature, ...seal } = JSON.parse((await exported(folder)).trim().split('\n').at(-1) ?? '');
      const key = createPublicKey(seal.publicKey);
      expect(verify(null, Buffer.from(canonicalJson(seal)), key, Buffer.from(signature, 'base64'))).toBe(true);
      const forged = canonicalJson({ ...seal, head: '0'.repeat(64) });
      expect(verify(null, Buffer.from(forged), key, Buffer.from(signature, 'base64'))).toBe(false);
    }));

  it(
    'verifies by the recipe of the documentation, which finds every tampering',
    () =>
      inTemporaryFolder(async (folder) => {
        // Nothing to run it with; the chain itself is tested in app/audit.
        if (!hasTools) return;
        const script = join(folder, 'verify.sh');
        writeFileSync(script, recipe());
        const check = (lines: readonly string[]) => {
          const file = join(folder, 'trail.ndjson');
          writeFileSync(file, `${lines.join('\n')}\n`);
          const { status, stdout } = spawnSync('bash', [script, file], { encoding: 'utf8' });
          return { status, said: stdout.trim() };
        };
        const lines = (await exported(folder)).trim().split('\n');
        expect(lines).toHaveLength(7);
        expect(check(lines)).toEqual({
          status: 0,
          said: expect.stringMatching(/^intact: 6 events, head [0-9a-f]{64}, signed by key [0-9a-f]{64}$/),
        });
        expect(check(lines.with(2, (lines[2] ?? '').replace('tester', 'Tester')))).toMatchObject({
          status: 1,
          said: 'event 3 was changed',
        });
        expect(check(lines.toSpliced(2, 1))).toMatchObject({ status: 1, said: 'event 3 is missing' });
        expect(check(lines.toSpliced(4, 2))).toMatchObject({ status: 1 });
        expect(check([lines[1] ?? '', lines[0] ?? '', ...lines.slice(2)])).toMatchObject({
          status: 1,
          said: 'event 1 is missing',
        });
        expect(check(lines.slice(0, -1))).toMatchObject({ status: 1, said: 'the last line is missing' });

        const genuine = lines.at(-1) ?? '';
        for (const more of [genuine, lines[0] ?? '', 'anything', '', '\0'])
          expect(check([...lines, more])).toEqual({ status: 1, said: 'something follows the closing line' });
        expect(check([genuine, ...lines])).toMatchObject({ status: 1 });
        expect(check([` ${lines[0]}`, ...lines.slice(1)])).toMatchObject({ status: 1 });

        // Who rewrites the events and chains them anew has no key for the closing line that they need.
        const forged: AuditEvent[] = [];
        for (const line of lines.slice(0, -1)) {
          const { type, subject, detail, at } = JSON.parse(line) as AuditEvent;
          forged.push(nextEvent(forged.at(-1) ?? emptyChain, { type, subject, detail }, 'nobody', at));
        }
        const head = forged.at(-1)?.hash ?? '';
        const rewritten = [...forged.map(eventLine), canonicalJson({ ...JSON.parse(genuine), head })];
        expect(check(rewritten)).toEqual({ status: 1, said: 'the signature is not right' });
        expect(check([...rewritten, genuine])).toEqual({ status: 1, said: 'something follows the closing line' });
      }),
    90_000,
  );
});
