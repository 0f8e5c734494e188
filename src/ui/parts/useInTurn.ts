// A new value for many charts or a long table, taken by one after another, each in a frame of its own: a
// round that comes in while a run is trained draws them all anew, and at once they would hold the page. A
// task of its own is not enough, since Recharts tells the parts of a chart what is new in the next frame: all
// charts that took a value before it would be drawn in it.
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

const waiting: (() => void)[] = []
let running = false

function next(): void {
  const take = waiting.shift()
  if (take === undefined) {
    running = false
    return
  }
  take()
  afterFrame()
}

/**
 * In a task after the next frame; a page that is not seen has none, and what waits in it waits until it is.
 */
function afterFrame(): void {
  requestAnimationFrame(() => setTimeout(next))
}

/**
 * Runs `take` after a frame, and a frame after those that wait already; the returned function takes it back.
 */
export function inTurn(take: () => void): () => void {
  waiting.push(take)
  if (!running) {
    running = true
    afterFrame()
  }
  return () => {
    const at = waiting.indexOf(take)
    if (at >= 0) waiting.splice(at, 1)
  }
}

/** `first` is shown until the first turn comes. */
export function useInTurn<T>(value: T, first: T = value): T {
  const [shown, setShown] = useState(() => first)
  // Drawn within its turn: React would put it together with whatever else comes before it draws.
  useEffect(
    () => (Object.is(shown, value) ? undefined : inTurn(() => flushSync(() => setShown(() => value)))),
    [shown, value],
  )
  return shown
}
