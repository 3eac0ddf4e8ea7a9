/**
 * A process that is to be killed: takes recordings into an encrypted archive, reads, confirms and signs them. argv: archive, key in
 * hex, a name for its recordings, how many. Prints "confirmed N" and "signed N SEAL" when the archive has said so, and "ARM" before
 * every signature, from where on faults are counted (faultShim.c).
 */
import { writeSync } from 'node:fs';
import { accept, type Result } from '../../app/result.ts';
import { advance, type ReviewAct } from '../../app/review/advance.ts';
import { analysisToRead, bundleOf, openOrThrow, readingOf, systemClock } from '../../main/node/archive/fixtures.ts';

const [path = '', keyHex = '', name = '', count = '1'] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

const valueOrEnd = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  say(`refused ${result.error.code}: ${result.error.message}`);
  process.exit(3);
};

const archive = await openOrThrow(path, systemClock, 'R. Reader', new Uint8Array(Buffer.from(keyHex, 'hex')));
const author = { name: 'R. Reader', role: 'reader' };
say('open');
for (let i = 0; i < Number(count); i++) {
  const bundle = bundleOf(`${name}-${i}`);
  const { id } = valueOrEnd(await archive.takeIn(bundle, {}, accept(analysisToRead(bundle, 'p'))));
  let last: string | null = null;
  const act = async (what: ReviewAct): Promise<string> => {
    const work: Parameters<typeof archive.reviews.act>[2] = ({ ground, versions }) =>
      advance(versions, what, ground, author, systemClock.nowUtc());
    const done = valueOrEnd(await archive.reviews.act(id, last, work));
    last = done.sha256;
    return last;
  };
  await act({ kind: 'save', content: readingOf(`reading ${i}`), reason: null });
  await act({ kind: 'confirm' });
  say(`confirmed ${id}`);
  say('ARM');
  const seal = await act({ kind: 'sign', meaning: 'review', knownBy: 'password' });
  say(`signed ${id} ${seal}`);
}
await archive.close();
say('end');
