// A notification, where the person has allowed it, for each round and for the run's end while the tab is
// hidden. The one of the run takes the place of those before it.
import { useEffect, useRef } from 'react'
import { progressOf } from '../../state/runProgress'
import { useSession } from '../context'
import { count } from '../format'
import { runName } from '../runs/name'
import { words } from '../strings'

const t = words.live.time

function notify(tag: string, title: string, body: string, silent: boolean): void {
  if (!document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  // Some browsers only notify from a service worker, and throw here.
  try {
    new Notification(title, { tag, body, silent })
  } catch {
    return
  }
}

export function useNotice(): void {
  const run = useSession((state) => (state.source === 'live' ? state.run : null))
  const running = useSession((state) => state.running)
  const seen = useRef({ run: '', rounds: 0, finished: true })
  useEffect(() => {
    if (run === null) return
    const { id, rounds } = run
    const before = seen.current
    const finished = run.state === 'finished' && !running
    seen.current = { run: id, rounds, finished }
    // What was there when the run was opened is no news.
    if (before.run !== id) return
    if (finished && !before.finished) notify(id, t.done, t.doneBody(runName(run)), false)
    else if (running && rounds > before.rounds) {
      const { done, total } = progressOf(run)
      notify(id, t.roundDone(count(done), count(total)), runName(run), true)
    }
  }, [run, running])
}
