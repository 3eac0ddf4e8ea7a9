/**
 * Hands on the points of one path, in pixels, without those that lie on the way between their neighbours: a point left out is
 * nowhere further than `tolerancePx` from the line that is drawn instead. A turn back, and so a spike, always keeps its tip.
 */
export interface StraightRuns {
  /** Lifts the pen and puts it down here. */
  readonly begin: (x: number, y: number) => void;
  readonly to: (x: number, y: number) => void;
  /** The last point of the path; nothing is held back after it. */
  readonly end: () => void;
}

export const createStraightRuns = (
  tolerancePx: number,
  moveTo: (x: number, y: number) => void,
  lineTo: (x: number, y: number) => void,
): StraightRuns => {
  // The last point handed on, and the last that was heard of.
  let fromX = 0;
  let fromY = 0;
  let lastX = 0;
  let lastY = 0;
  let held = false;
  let farthest = 0;
  // Every line from the last point handed on that lies between these two directions passes all points since near enough.
  let bounded = false;
  let lowX = 0;
  let lowY = 0;
  let highX = 0;
  let highY = 0;

  const startAt = (x: number, y: number) => {
    fromX = x;
    fromY = y;
    farthest = 0;
    bounded = false;
    held = false;
  };
  const flush = () => {
    if (!held) return;
    lineTo(lastX, lastY);
    startAt(lastX, lastY);
  };
  const narrow = (x: number, y: number, distance: number) => {
    if (distance <= tolerancePx) return;
    const slant = tolerancePx / Math.sqrt(distance * distance - tolerancePx * tolerancePx);
    const toLowX = x + y * slant;
    const toLowY = y - x * slant;
    const toHighX = x - y * slant;
    const toHighY = y + x * slant;
    if (!bounded || lowX * toLowY - lowY * toLowX > 0) {
      lowX = toLowX;
      lowY = toLowY;
    }
    if (!bounded || toHighX * highY - toHighY * highX > 0) {
      highX = toHighX;
      highY = toHighY;
    }
    bounded = true;
  };

  return {
    begin: (x, y) => {
      flush();
      moveTo(x, y);
      startAt(x, y);
      lastX = x;
      lastY = y;
    },
    to: (x, y) => {
      let dx = x - fromX;
      let dy = y - fromY;
      let distance = Math.sqrt(dx * dx + dy * dy);
      const onTheWay =
        distance >= farthest && (!bounded || (lowX * dy - lowY * dx >= 0 && dx * highY - dy * highX >= 0));
      if (held && !onTheWay) {
        flush();
        dx = x - fromX;
        dy = y - fromY;
        distance = Math.sqrt(dx * dx + dy * dy);
      }
      narrow(dx, dy, distance);
      farthest = distance;
      lastX = x;
      lastY = y;
      held = true;
    },
    end: flush,
  };
};
