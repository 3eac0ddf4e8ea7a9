/** A path that never leaves a band of the paper: what lies outside is cut where it crosses the edge, never bent along it. */
export interface CutPath {
  readonly to: (xMm: number, yMm: number) => void;
  /** What follows is not joined to what was. */
  readonly lift: () => void;
  /** x, y pairs; one NaN pair lifts the pen. */
  readonly points: () => Float32Array;
}

export const createCutPath = (topMm: number, bottomMm: number, roomForPoints: number): CutPath => {
  let points = new Float32Array(2 * Math.max(16, roomForPoints));
  let length = 0;
  let down = false;
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  const push = (x: number, y: number) => {
    if (length + 2 > points.length) {
      const wider = new Float32Array(2 * points.length);
      wider.set(points);
      points = wider;
    }
    points[length] = x;
    points[length + 1] = y;
    length += 2;
  };
  const penUp = () => {
    if (down) push(Number.NaN, Number.NaN);
    down = false;
  };
  const crossAt = (x: number, y: number, edge: number) => {
    const crosses = (lastY < edge && y > edge) || (lastY > edge && y < edge);
    if (!crosses) return;
    push(lastX + ((x - lastX) * (edge - lastY)) / (y - lastY), edge);
    if (down) penUp();
    else down = true;
  };
  return {
    to: (x, y) => {
      if (lastY < y) {
        crossAt(x, y, topMm);
        crossAt(x, y, bottomMm);
      } else {
        crossAt(x, y, bottomMm);
        crossAt(x, y, topMm);
      }
      if (y >= topMm && y <= bottomMm) {
        push(x, y);
        down = true;
      } else penUp();
      lastX = x;
      lastY = y;
    },
    lift: () => {
      penUp();
      lastY = Number.NaN;
    },
    points: () => {
      const end = length > 0 && Number.isNaN(points[length - 1]) ? length - 2 : length;
      return points.slice(0, end);
    },
  };
};
