import { useEffect, useRef, useState } from 'react';

/** The room that an element has across, whole CSS pixels; 0 before it is known. */
export const useWidthPx = <T extends HTMLElement = HTMLDivElement>() => {
  const element = useRef<T>(null);
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, widthPx };
};
