// A new value for many charts or a long table, taken by one after another, each in a task of its own: a round that comes in while
// a run is trained draws them all anew, and at once they would hold the page.
import { useEffect, useState } from 'react'

const waiting: (() => void)[] = []
let running = false

function next(): void {
  const take = waiting.shift()
  if (take === undefined) {
    running = false
    return
  }
  take()
  setTimeout(next)
}

/** Runs `take` in a task of its own, after those that wait already; the returned function takes it back. */
export function inTurn(take: () => void): () => void {
  waiting.push(take)
  if (!running) {
    running = true
    setTimeout(next)
  }
  return () => {
    const at = waiting.indexOf(take)
    if (at >= 0) waiting.splice(at, 1)
  }
}

/** `first` is shown until the first turn comes. */
export function useInTurn<T>(value: T, first: T = value): T {
  const [shown, setShown] = useState(() => first)
  useEffect(() => (Object.is(shown, value) ? undefined : inTurn(() => setShown(() => value))), [shown, value])
  return shown
}
