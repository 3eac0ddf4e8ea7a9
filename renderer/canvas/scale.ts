/** A CSS pixel is 1/96 inch by definition; what the screen really shows is the business of its calibration. */
export const cssPxPerMm = 96 / 25.4;

export interface CanvasSize {
  readonly cssWidthPx: number;
  readonly cssHeightPx: number;
  /** Size of the backing store, in the screen's own pixels. */
  readonly deviceWidthPx: number;
  readonly deviceHeightPx: number;
}

/** Device pixels per millimetre at a zoom of 1 is true scale: 25.4 mm are 96 CSS pixels, or what the reader measured. */
export const devicePxPerMm = (zoom: number, devicePixelRatio: number, pxPerMm = cssPxPerMm): number =>
  pxPerMm * zoom * devicePixelRatio;

/** The area of paper, in millimetres, that a canvas shows at a zoom. */
export const areaMm = (
  size: CanvasSize,
  zoom: number,
  pxPerMm = cssPxPerMm,
): { readonly widthMm: number; readonly heightMm: number } => ({
  widthMm: size.cssWidthPx / (pxPerMm * zoom),
  heightMm: size.cssHeightPx / (pxPerMm * zoom),
});

/** The zoom at which paper of this width fills the canvas from edge to edge. */
export const zoomToFit = (size: CanvasSize, paperWidthMm: number, pxPerMm = cssPxPerMm): number =>
  size.cssWidthPx / (pxPerMm * paperWidthMm);

/** Width in whole device pixels of a line that must look the same everywhere on the page; never thinner than one. */
export const crispWidthPx = (strokeMm: number, pxPerMm: number): number => Math.max(1, Math.round(strokeMm * pxPerMm));

/** The nearest place for the middle of such a line where it covers whole pixels. Off by half a pixel at most. */
export const crispPositionPx = (positionPx: number, widthPx: number): number =>
  widthPx % 2 === 0 ? Math.round(positionPx) : Math.floor(positionPx) + 0.5;
