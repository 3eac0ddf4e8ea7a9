import { Command as Menu } from 'cmdk';
import { useEffect, useMemo, useRef } from 'react';
import { allCommands, type Command } from '../../commands.ts';
import { usePanes } from '../../state/panes.ts';
import { texts } from '../../texts.ts';

const Open = () => {
  const showPalette = usePanes((state) => state.showPalette);
  const commands = useMemo(allCommands, []);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    document.querySelector<HTMLInputElement>('.palette input')?.focus();
  }, []);
  const close = () => {
    showPalette(false);
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const run = (command: Command) => {
    close();
    command.run('');
  };
  return (
    <Menu
      className="palette"
      label={texts.commands.search}
      loop
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) showPalette(false);
      }}
    >
      <Menu.Input placeholder={texts.commands.search} />
      <Menu.List label={texts.commands.list}>
        <Menu.Empty>{texts.commands.none}</Menu.Empty>
        {commands.map((command) => (
          <Menu.Item key={command.does} value={command.does} onSelect={() => run(command)}>
            <span>{command.does}</span>
            <span className="palette-keys">
              {command.printed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </Menu.Item>
        ))}
      </Menu.List>
    </Menu>
  );
};

/** Every action by its name. It lies over the top of the paper while a name is typed, and is gone after. */
export const Palette = () => (usePanes((state) => state.paletteOpen) ? <Open /> : null);
