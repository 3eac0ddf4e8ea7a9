import { texts } from '../../texts.ts';

/** How far what is on screen may be relied on; never out of sight. */
export const Standing = () => (
  <p className="standing">
    <span className="standing-full">
      {texts.unconfirmed} · {texts.researchUse}
    </span>
    <span className="standing-short" aria-hidden="true">
      {texts.standingShort}
    </span>
  </p>
);
