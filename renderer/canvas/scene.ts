import type { MarkedBeats } from '../../app/analysis/medianBeats.ts';
import type { Beat, Pacing, Quality, Statement } from '../../app/analysis/schema.ts';
import type { Activation } from '../../app/ports.ts';
import { durationS, type Recording } from '../../app/recording/recording.ts';
import type { LayoutName } from '../../app/tracing/arrangement.ts';
import { type Caliper, caliperItems } from '../../app/tracing/calipers.ts';
import type { DisplayItem } from '../../app/tracing/displayList.ts';
import { layoutTracing, paperWidthMm } from '../../app/tracing/layoutTracing.ts';
import {
  activationBand,
  beatMarks,
  evidenceWash,
  qualityBadges,
  spikeMarks,
  withOverlays,
} from '../../app/tracing/overlays.ts';
import { defaultTracingOptions, type TracingLayout } from '../../app/tracing/tracingLayout.ts';
import { noMarksNote, waveMarks } from '../../app/tracing/waveMarks.ts';
import type { Staged } from './canvasView.ts';
import { areaMm, type CanvasSize, devicePxPerMm, zoomToFit } from './scale.ts';
import { surveyOf } from './surveys.ts';

/** 'true': a millimetre of paper is a millimetre of screen. 'fit': the page's time fills the width. */
export type ScaleMode = 'true' | 'fit';

/** What the canvas is to show, in the words of the reader. */
export interface Scene {
  readonly recording: Recording;
  readonly beats: readonly Beat[];
  readonly spikes: Pacing['spikes'];
  /** P, QRS and T of each beat, or why there are none; null: not to be shown. */
  readonly marked: Pick<MarkedBeats, 'beats'> | { readonly reason: string } | null;
  readonly band: { readonly activation: Activation; readonly classIndex: number; readonly signed: boolean } | null;
  /** Of each lead: what is wrong with it stands behind its name. */
  readonly quality: Quality['leads'];
  /** Beats and leads that an open statement rests on; null: none is open. */
  readonly lit: Pick<Statement['evidence'], 'beats' | 'leads'> | null;
  readonly layout: LayoutName;
  readonly speedMmPerS: number;
  readonly gainMmPerMv: number;
  readonly fromS: number;
  readonly scaleMode: ScaleMode;
  /** Times the size that `scaleMode` gives: below 1 the paper shows more time, above 1 a part of the page is shown. */
  readonly magnification: number;
  /** The corner of the page that the reader asked for, where only a part of it is shown; held inside the page. */
  readonly cornerMm: Corner;
  /** CSS pixels a millimetre of this display. */
  readonly cssPxPerMm: number;
  /** Set by the reader, and the end of one that the keys move. */
  readonly calipers: { readonly list: readonly Caliper[]; readonly active: Parameters<typeof caliperItems>[2] };
}

export interface Corner {
  readonly xMm: number;
  readonly yMm: number;
}

export interface StagedScene extends Staged {
  readonly tracing: TracingLayout;
  readonly corner: Corner;
  /** How far the corner of the page shown can move. */
  readonly farthest: Corner;
}

/** On the screen, at every zoom. */
const captionInsetMm = 2;
const usualWindowS = 10;

const held = (wanted: number, most: number): number => Math.min(Math.max(0, wanted), Math.max(0, most));

/** Lays a scene out for a canvas of this size: the paper covers all of it. */
export const stageScene = (scene: Scene, size: CanvasSize): StagedScene => {
  const { magnification, cssPxPerMm: pxPerMm, recording } = scene;
  const asked = {
    ...defaultTracingOptions,
    layout: scene.layout,
    speedMmPerS: scene.speedMmPerS,
    gainMmPerMv: scene.gainMmPerMv,
    fromS: scene.fromS,
    windowS: magnification < 1 ? Math.max(usualWindowS, durationS(recording)) : usualWindowS,
    toScale: scene.scaleMode === 'true' && magnification === 1,
  };
  const whole =
    scene.scaleMode === 'true' ? 1 : zoomToFit(size, paperWidthMm({ ...asked, windowS: usualWindowS }), pxPerMm);
  const zoom = whole * magnification;
  const area = areaMm(size, Math.min(zoom, whole), pxPerMm);
  const shown = areaMm(size, zoom, pxPerMm);
  const farthest = { xMm: Math.max(0, area.widthMm - shown.widthMm), yMm: Math.max(0, area.heightMm - shown.heightMm) };
  const corner = { xMm: held(scene.cornerMm.xMm, farthest.xMm), yMm: held(scene.cornerMm.yMm, farthest.yMm) };
  const captionZoom = Math.min(zoom, whole);
  const tracing = layoutTracing(recording, {
    ...asked,
    area,
    captionInsetMm: captionInsetMm / captionZoom,
    captionScale: Math.max(1, 1 / captionZoom),
    screen: {
      pxPerMm: devicePxPerMm(zoom, size.deviceWidthPx / size.cssWidthPx, pxPerMm),
      leads: surveyOf(recording),
    },
  });
  const behind = [
    ...(scene.lit === null ? [] : evidenceWash(tracing, scene.beats, scene.lit)),
    ...(scene.band === null
      ? []
      : activationBand(tracing, scene.band.activation, scene.band.classIndex, scene.band.signed)),
  ];
  const over = [
    ...marksOf(scene, tracing),
    ...beatMarks(tracing, scene.beats),
    ...spikeMarks(tracing, scene),
    ...qualityBadges(tracing, scene.quality),
    ...caliperItems(tracing, scene.calipers.list, scene.calipers.active),
  ];
  return {
    list: withOverlays(tracing, behind, over),
    tracing,
    zoom,
    corner,
    farthest,
    cssPxPerMm: pxPerMm,
    backdropItems: tracing.behindTracesIndex,
  };
};

const marksOf = ({ marked, recording }: Scene, tracing: TracingLayout): readonly DisplayItem[] => {
  if (marked === null) return [];
  return 'reason' in marked ? noMarksNote(tracing, marked.reason) : waveMarks(tracing, recording, marked.beats);
};
