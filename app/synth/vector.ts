/**
 * Heart vector in Frank's axes, millivolts: x to the patient's left, y to the feet, z to the back.
 */
export type Vec3 = readonly [x: number, y: number, z: number];

export const scale = (vector: Vec3, factor: number): Vec3 => [
  vector[0] * factor,
  vector[1] * factor,
  vector[2] * factor,
];

/** Turns in the frontal plane; positive is clockwise as seen by the reader, as the electrical axis is counted. */
export const rotateFrontal = (vector: Vec3, degrees: number): Vec3 => {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [vector[0] * cos - vector[1] * sin, vector[0] * sin + vector[1] * cos, vector[2]];
};

/** Turns in the horizontal plane; positive turns left towards back (a later transition in the chest leads). */
export const rotateHorizontal = (vector: Vec3, degrees: number): Vec3 => {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [vector[0] * cos - vector[2] * sin, vector[1], vector[0] * sin + vector[2] * cos];
};
