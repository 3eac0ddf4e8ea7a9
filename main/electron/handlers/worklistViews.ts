import type { Output } from '../../../app/contract/table.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import type { Handler } from '../handler.ts';

interface Ports {
  readonly archive: Pick<Archive, 'views' | 'keepView' | 'dropView'>;
}

const all = async ({ archive }: Ports): Promise<Output<'worklistViews'>> => [...(await archive.views())];

export const worklistViews =
  (ports: Ports): Handler<'worklistViews'> =>
  async () =>
    accept(await all(ports));

export const keepWorklistView =
  (ports: Ports): Handler<'keepWorklistView'> =>
  async ({ view }) => {
    await ports.archive.keepView(view);
    return accept(await all(ports));
  };

export const dropWorklistView =
  (ports: Ports): Handler<'dropWorklistView'> =>
  async ({ name }) => {
    await ports.archive.dropView(name);
    return accept(await all(ports));
  };
