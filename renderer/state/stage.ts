import type { StagedScene } from '../canvas/scene.ts';

let onPaper: StagedScene | null = null;

/** What the tracing's canvas shows now: keys and pointer act on what the reader sees, not on what was asked for. */
export const stageOnPaper = (): StagedScene | null => onPaper;

export const putOnPaper = (stage: StagedScene | null): void => {
  onPaper = stage;
};
