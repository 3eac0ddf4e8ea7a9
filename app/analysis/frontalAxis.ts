/**
 * Direction of the mean vector of a wave in the frontal plane, degrees from -180 to 180, 0 to the patient's left, 90 to
 * the feet, from the net areas in leads I and aVF (any one unit). aVF counts 2 / sqrt 3, for the augmented lead is that
 * much shorter than a bipolar one (Novosel et al., Croat Med J 1999;40:77-79).
 */
export const frontalAxisDeg = (areaI: number, areaAvf: number): number =>
  (180 / Math.PI) * Math.atan2((2 / Math.sqrt(3)) * areaAvf, areaI);
