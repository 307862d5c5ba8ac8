// Small pictures are drawn when the page has time, and no more often than each is worth: one that takes long
// rests long.

/** Between two drawings, in ms, and so many times as long as the last one took. */
const restAtLeast = 800
const restPerDrawing = 40

export interface Paced {
  /** As soon as its rest is over. */
  soon(): void
  stop(): void
}

// Safari has none.
const whenIdle = (run: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: restAtLeast })
  else run()
}

export function paced(draw: () => void): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined
  let restsUntil = 0
  let isOver = false
  const run = (): void => {
    timer = undefined
    if (isOver) return
    const began = performance.now()
    draw()
    const now = performance.now()
    restsUntil = now + Math.max(restAtLeast, (now - began) * restPerDrawing)
  }
  return {
    soon: () => {
      timer ??= setTimeout(
        () => {
          whenIdle(run)
        },
        Math.max(0, restsUntil - performance.now()),
      )
    },
    stop: () => {
      isOver = true
      clearTimeout(timer)
    },
  }
}
