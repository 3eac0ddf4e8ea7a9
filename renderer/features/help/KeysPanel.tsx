import { keyCommands } from '../../keys.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';

/** Keys that belong to a command listed before have no words of their own. */
const listed = [...keyCommands, ...texts.keys.ofTheList, ...texts.keys.ofTheStatements].filter(
  ({ does }) => does !== '',
);

export const KeysPanel = () => (
  <SidePanel title={texts.keys.title} closable>
    <dl className="keys">
      {listed.map(({ printed, does }) => (
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
