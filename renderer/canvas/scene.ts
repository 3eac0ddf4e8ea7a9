import type { MarkedBeats } from '../../app/analysis/medianBeats.ts';
import type { Beat, Pacing, Statement } from '../../app/analysis/schema.ts';
import type { Activation } from '../../app/ports.ts';
import type { Recording } from '../../app/recording/recording.ts';
import type { LayoutName } from '../../app/tracing/arrangement.ts';
import type { DisplayItem, DisplayList } from '../../app/tracing/displayList.ts';
import { layoutTracing } from '../../app/tracing/layoutTracing.ts';
import { activationBand, beatMarks, evidenceWash, spikeMarks, withOverlays } from '../../app/tracing/overlays.ts';
import { defaultTracingOptions, type TracingLayout } from '../../app/tracing/tracingLayout.ts';
import { noMarksNote, waveMarks } from '../../app/tracing/waveMarks.ts';
import { areaMm, type CanvasSize, zoomToFit } from './scale.ts';

/** 'true': a millimetre of paper is a millimetre of screen. 'fit': the page's time fills the width. */
export type ScaleMode = 'true' | 'fit';

/** What the canvas is to show, in the words of the reader. */
export interface Scene {
  readonly recording: Recording;
  readonly beats: readonly Beat[];
  readonly spikes: Pacing['spikes'];
  /** P, QRS and T of each beat, or why there are none; null: not to be shown. */
  readonly marked: Pick<MarkedBeats, 'beats'> | { readonly reason: string } | null;
  readonly band: { readonly activation: Activation; readonly classIndex: number } | null;
  /** Beats and leads that an open statement rests on; null: none is open. */
  readonly lit: Pick<Statement['evidence'], 'beats' | 'leads'> | null;
  readonly layout: LayoutName;
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
  readonly fromS: number;
  readonly scaleMode: ScaleMode;
}

export interface StagedScene {
  readonly list: DisplayList;
  readonly tracing: TracingLayout;
  readonly zoom: number;
}

/** On the screen, at every zoom. */
const captionInsetMm = 2;

/** Lays a scene out for a canvas of this size: the paper covers all of it. */
export const stageScene = (scene: Scene, size: CanvasSize): StagedScene => {
  const options = {
    ...defaultTracingOptions,
    layout: scene.layout,
    speedMmPerS: scene.speedMmPerS,
    gainMmPerMv: scene.gainMmPerMv,
    fromS: scene.fromS,
    toScale: scene.scaleMode === 'true',
  };
  const zoom = scene.scaleMode === 'true' ? 1 : zoomToFit(size, layoutTracing(scene.recording, options).list.widthMm);
  const tracing = layoutTracing(scene.recording, {
    ...options,
    area: areaMm(size, zoom),
    captionInsetMm: captionInsetMm / zoom,
    captionScale: Math.max(1, 1 / zoom),
  });
  const behind = [
    ...(scene.lit === null ? [] : evidenceWash(tracing, scene.beats, scene.lit)),
    ...(scene.band === null ? [] : activationBand(tracing, scene.band.activation, scene.band.classIndex)),
  ];
  const over = [...marksOf(scene, tracing), ...beatMarks(tracing, scene.beats), ...spikeMarks(tracing, scene)];
  return { list: withOverlays(tracing, behind, over), tracing, zoom };
};

const marksOf = ({ marked, recording }: Scene, tracing: TracingLayout): readonly DisplayItem[] => {
  if (marked === null) return [];
  return 'reason' in marked ? noMarksNote(tracing, marked.reason) : waveMarks(tracing, recording, marked.beats);
};
