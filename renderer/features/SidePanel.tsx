import type { ReactNode } from 'react';
import { usePanes } from '../state/panes.ts';
import { texts } from '../texts.ts';

/** The right column's frame. Everything but the findings can be closed, which brings the findings back. */
export const SidePanel = (props: {
  readonly title: string;
  readonly closable: boolean;
  readonly children: ReactNode;
}) => {
  const showSide = usePanes((state) => state.showSide);
  return (
    <aside className="pane side" aria-label={props.title}>
      {props.closable && (
        <div className="side-head">
          <h2>{props.title}</h2>
          <button type="button" className="quiet" onClick={() => showSide('findings')}>
            {texts.close}
          </button>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the window is scrolled by keys too */}
      <section className="side-body" tabIndex={0} aria-label={props.title}>
        {props.children}
      </section>
    </aside>
  );
};
