import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(800).max(20_000),
  height: z.int().min(500).max(20_000),
});
const stateSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() });

export type Bounds = z.infer<typeof boundsSchema>;
export type WindowState = z.infer<typeof stateSchema>;

/** Enough of the window lies on a screen to be seen and dragged. */
const isReachable = (bounds: Bounds, screens: readonly Bounds[]): boolean =>
  screens.some(
    (screen) =>
      Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x) >= 200 &&
      bounds.y >= screen.y &&
      bounds.y <= screen.y + screen.height - 100,
  );

/** Where the window last was; null when that is unknown, unreadable or on a screen that is gone. */
export const readWindowState = (path: string, screens: readonly Bounds[]): WindowState | null => {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success && isReachable(parsed.data.bounds, screens) ? parsed.data : null;
  } catch {
    return null;
  }
};

export const writeWindowState = (path: string, state: WindowState): void => writeWindowFile(path, state);

/** Losing the place or the theme of a window is no reason to disturb anyone: a failure is ignored. */
export const writeWindowFile = (path: string, content: object): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  } catch {
    return;
  }
};
