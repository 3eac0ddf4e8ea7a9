let known: boolean | null = null;

/** Whether this page is painted by the processor alone. */
export const paintsInSoftware = (): boolean => {
  known ??= document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true }) === null;
  return known;
};
