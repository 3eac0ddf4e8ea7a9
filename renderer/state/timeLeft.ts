/** Seconds until a job of even steps ends; null before a first step or without a count. */
export const timeLeftS = (elapsedMs: number, done: number, total: number): number | null =>
  done <= 0 || total <= 0 ? null : (Math.max(0, total - done) * elapsedMs) / done / 1000;

/** '12 s', '3 min', '2 h 5 min': as much as is worth knowing. */
export const durationText = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
