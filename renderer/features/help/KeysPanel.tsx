import { keyCommands, menuKeys } from '../../keys.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

export const KeysPanel = () => (
  <SidePanel title={texts.keys.title} closable>
    <dl className="keys">
      {[...keyCommands, ...menuKeys].map(({ printed, does }) => (
        <div key={does}>
          <dt>
            {printed.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  </SidePanel>
);
