// A process of its own for tests: takes recordings into an archive until it has `count` or is killed.
// argv: archive file, name of this writer, count.
import { accept } from '../../../app/result.ts';
import { analysisOf, bundleOf, openOrThrow } from './fixtures.ts';

const [path = '', writer = '', count = '0'] = process.argv.slice(2);
const archive = await openOrThrow(path, undefined, writer);
process.stdout.write('open\n');
for (let i = 0; i < Number(count); i++) {
  const bundle = bundleOf(`${writer}-${i}`);
  const taken = await archive.takeIn(bundle, {}, accept(analysisOf(bundle, 'p')));
  if (!taken.ok) throw new Error(taken.error.message);
  process.stdout.write(`${taken.value.id}\n`);
}
await archive.close();
