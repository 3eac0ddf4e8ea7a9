import type { RecordingStatus } from '../../../app/ports.ts';
import { texts } from '../../texts.ts';

const glyphs = { new: '○', analysed: '◐', reviewed: '◕', signed: '●', refused: '×' } as const;

export const StatusMark = ({ status }: { readonly status: RecordingStatus }) => (
  <span className="status-mark">
    <span aria-hidden="true" className={`glyph-${status}`}>
      {glyphs[status]}
    </span>{' '}
    {texts.worklist.status[status]}
  </span>
);
