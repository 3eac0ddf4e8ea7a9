import type { Locator, Page } from '@playwright/test';

/**
 * Milliseconds from choosing a recording in the worklist to its tracing on the screen, `count` times, one recording after the
 * other: from the press to the frame behind the one in which the canvas was drawn.
 */
export const paintTimesMs = (page: Page, records: number, count: number): Promise<readonly number[]> =>
  page.evaluate(
    async ([rows, times]) => {
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const waited = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const found: number[] = [];
      for (let index = 0; index < times; index += 1) {
        const row = document.querySelectorAll<HTMLElement>('nav [role="option"]')[index % rows];
        if (row === undefined) throw new Error('no such row');
        const record = row.textContent ?? '';
        const startMs = performance.now();
        row.click();
        for (;;) {
          await nextFrame();
          const canvas = document.querySelector<HTMLCanvasElement>('canvas.tracing[data-zoom]');
          const name = /^Electrocardiogram (\S+),/.exec(canvas?.getAttribute('aria-label') ?? '')?.[1];
          const instead = document.querySelector('.instead') !== null;
          if ((name !== undefined && record.includes(name)) || instead) break;
          if (performance.now() - startMs > 10_000) throw new Error(`never painted: ${record}`);
        }
        await nextFrame();
        found.push(performance.now() - startMs);
        await waited(120);
      }
      return found;
    },
    [records, count] as const,
  );

/** Milliseconds between the frames of a page that a hand draws along with the middle button. */
export const panFramesMs = (canvas: Locator, frames: number): Promise<readonly number[]> =>
  canvas.evaluate(async (element, count) => {
    const send = (type: string, x: number, buttons: number) =>
      element.dispatchEvent(
        new PointerEvent(type, { pointerId: 1, button: 1, buttons, clientX: x, clientY: 200, bubbles: true }),
      );
    // A pointer that no hand moves cannot be captured.
    element.setPointerCapture = () => {};
    const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let x = 600;
    send('pointerdown', x, 4);
    const times: number[] = [];
    await nextFrame();
    for (let frame = 0; frame <= count; frame += 1) {
      x += Math.floor(frame / 60) % 2 === 0 ? -3 : 3;
      send('pointermove', x, 4);
      times.push(await nextFrame());
    }
    send('pointerup', x, 0);
    return times.slice(1).map((time, index) => time - (times[index] ?? time));
  }, frames);

/** Milliseconds from a key to the frame after it, for each of `count` real keys. */
export const keyLatenciesMs = async (page: Page, count: number): Promise<readonly number[]> => {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    window.addEventListener('keydown', (event) => {
      requestAnimationFrame(() => requestAnimationFrame(() => times.push(performance.now() - event.timeStamp)));
    });
  });
  for (let press = 0; press < count; press++) {
    await page.keyboard.press(press % 2 === 0 ? 'ArrowDown' : 'ArrowUp');
    await page.waitForTimeout(60);
  }
  return page.evaluate(() => (window as unknown as { keyTimes: readonly number[] }).keyTimes);
};
